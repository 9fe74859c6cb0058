import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createTurnHandler } from './bot/turn-handler.ts';
import { azureAuthentication } from './channels/connector/authentication.ts';
import { createConnector } from './channels/connector/connector.ts';
import { createConnectorDeliver } from './channels/connector/deliver.ts';
import { createDirectLine } from './channels/directline/direct-line.ts';
import { rateLimitsOf } from './channels/directline/limits.ts';
import { loadSecrets } from './channels/directline/secrets.ts';
import type { Config } from './config.ts';
import { createConsole } from './console/console.ts';
import { createDeliveryWorker } from './conversation/delivery-worker.ts';
import { cleanActivity } from './conversation/door/activity.ts';
import { createConversationLog } from './conversation/log.ts';
import { createTimers } from './conversation/timers.ts';
import { createTurnRunner } from './conversation/turn-runner.ts';
import { alertWays } from './handoff/alert-ways.ts';
import { createAlerts } from './handoff/alerts.ts';
import { createHttp } from './http/server.ts';
import { pageAddresses, serveStatic } from './http/static-files.ts';
import { sayFact } from './knowledge/facts.ts';
import { systemClock } from './platform/clock.ts';
import { randomId } from './platform/ids.ts';
import type { Log } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { alertSettings } from './service/alerts.ts';
import { loadAssistant, modelFolder } from './service/assistant.ts';
import { openFacebook, outletsOf } from './service/facebook.ts';
import { intentsOf, namesOf, openDesk, wordsOf } from './service/desk.ts';
import { registerOperations } from './service/operations.ts';
import { startsAlone } from './service/starts-alone.ts';
import { openStorage } from './service/storage.ts';
import { openUploads } from './service/uploads.ts';

export interface Service {
  readonly address: AddressInfo;
  /** Finishes running turns and what is to be written; takes nothing new. */
  stop(): Promise<void>;
}

/** How long requests under way may take when the service stops (milliseconds). */
const graceMs = 5000;

/** Puts the house together: the only place that knows all its parts. */
export async function startService(config: Config, log: Log, tell: (line: string) => void): Promise<Service> {
  const clock = systemClock;
  const metrics = createMetrics();
  const [{ store, counts }, assistant] = await Promise.all([
    openStorage(config, clock, log),
    loadAssistant({
      dataDir: 'data',
      cacheDir: modelFolder(config.DATA_DIR),
      address: config.FORM_OF_ADDRESS,
      now: clock.now(),
    }),
  ]);
  const { knowledge, plan } = assistant;
  let stopping = false;

  const conversations = createConversationLog(store, cleanActivity);
  const uploads = await openUploads({
    store,
    conversations,
    knowledge,
    address: config.FORM_OF_ADDRESS,
    dataDir: config.DATA_DIR,
    log,
  });
  const { desk, react, ...floor } = await openDesk({
    ...assistant,
    store,
    clock,
    ids: randomId,
    log,
    address: config.FORM_OF_ADDRESS,
    dataDir: 'data',
  });
  const handler = createTurnHandler({
    counter: { ...assistant.counter, desk: floor },
    clock,
    ids: randomId,
    openCase: (id) => store.case(id),
    wordsOf: (id, seq) => wordsOf(store, id, seq),
    plan,
  });
  const http = createHttp({
    log,
    proxies: config.TRUSTED_PROXIES,
    observe: (route, method, status, seconds) =>
      metrics.requests.observe({ route, method, status: String(status) }, seconds),
  });
  const facebook = await openFacebook({
    config,
    metrics,
    assistant,
    http,
    store,
    conversations,
    door: cleanActivity,
    clock,
    ids: randomId,
    log,
    plan,
    pausesPublic: (now) => floor.notices.pausesPublic(now),
  });
  const turns = createTurnRunner({
    store,
    handler: facebook?.turns(handler) ?? handler,
    clock,
    log,
    observe: (outcome, seconds) => {
      metrics.turns.inc({ outcome });
      metrics.turnSeconds.observe(seconds);
    },
  });
  const timers = createTimers({ store, clock, log, react });
  const botName = sayFact(knowledge.facts, 'assistant.name', 'de');
  const { MicrosoftAppId } = config;
  const authentication = MicrosoftAppId === undefined ? null : await azureAuthentication({ ...config, MicrosoftAppId });
  createConnector({
    http,
    store,
    conversations,
    turns,
    clock,
    authentication,
    allowUnauthenticated: config.CONNECTOR_ALLOW_UNAUTHENTICATED,
    botName,
  });
  const done = await startsAlone(store, clock);
  const { secret, signingKeys } = await loadSecrets(store, randomBytes, config.DIRECT_LINE_SECRET, clock.now());
  const directLine = createDirectLine({
    http,
    store,
    conversations,
    uploads,
    outlook: floor.outlook,
    door: cleanActivity,
    clock,
    ids: randomId,
    log,
    publicUrl: config.publicUrl,
    secret,
    signingKeys,
    tokenSeconds: config.DIRECT_LINE_TOKEN_SECONDS,
    allowedOrigins: config.DIRECT_LINE_ALLOWED_ORIGINS,
    rateLimits: rateLimitsOf(config),
    counts,
    assistant: botName,
    observe: (event) => metrics.directLine.inc({ event }),
  });
  // Direct Line fetches for itself: nothing is pushed to it, and it has no reference.
  const deliveries = createDeliveryWorker({
    store,
    channels: outletsOf({ deliver: createConnectorDeliver({ store, authentication, botName }) }, facebook),
    clock,
    log,
    random: Math.random,
    observe: (channel, status) => metrics.deliveries.inc({ channel, status }),
  });
  const staffConsole = await createConsole({
    http,
    store,
    desk,
    uploads,
    clock,
    ids: randomId,
    log,
    publicUrl: config.publicUrl,
    adminPassword: config.STAFF_ADMIN_PASSWORD,
    // Printed for the person at the terminal, once; it never goes into the log.
    onFirstPassword: (password) =>
      tell(
        `The console's first user is "admin", the password: ${password}\nIt is shown only now; STAFF_ADMIN_PASSWORD sets another.`,
      ),
    names: namesOf(knowledge, plan),
    intents: intentsOf(knowledge),
    ...floor,
    idleMs: config.STAFF_IDLE_MINUTES * 60_000,
    observe: (outcome) => metrics.signIns.inc({ outcome }),
  });
  await done();
  registerOperations(
    http,
    store,
    metrics,
    () => stopping,
    () => (facebook === null ? {} : { facebook: facebook.health.pages() }),
  );
  serveStatic(http, { folder: 'dist/web', pages: pageAddresses, connect: [config.publicUrl.replace(/^http/, 'ws')] });

  const address = await http.listen(config.PORT, config.HOST);
  await turns.recover();
  await deliveries.start();
  await timers.start();
  facebook?.health.start();
  await uploads.start();
  const alerts = createAlerts({ store, clock, log, ways: alertWays(alertSettings(config)) });
  await alerts.start();

  return {
    address,
    async stop() {
      stopping = true;
      facebook?.health.stop();
      timers.stop();
      uploads.close();
      staffConsole.close();
      floor.notices.close();
      floor.outlook.close();
      await alerts.stop();
      await directLine.close();
      await http.close(graceMs);
      await turns.stop();
      await deliveries.stop();
      await store.close();
    },
  };
}
