import { readFile } from 'node:fs/promises';
import { createFacebook, type Facebook, type FacebookOptions } from '../channels/facebook/facebook.ts';
import { createGraph } from '../channels/facebook/graph/client.ts';
import type { PageHealth } from '../channels/facebook/health.ts';
import { openPolicy } from '../channels/facebook/comments/policy.ts';
import type { FacebookSettings } from '../channels/facebook/settings.ts';
import type { Config } from '../config.ts';
import type { Outlet } from '../conversation/delivery-worker.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Assistant } from './assistant.ts';

/** The settings of the channel, or null where it is not set up. */
export function facebookSettings(config: Config): FacebookSettings | null {
  const { FACEBOOK_APP_ID, FACEBOOK_APP_SECRET, FACEBOOK_VERIFY_TOKEN, FACEBOOK_PAGES } = config;
  if (FACEBOOK_APP_ID === undefined || FACEBOOK_APP_SECRET === undefined || FACEBOOK_VERIFY_TOKEN === undefined)
    return null;
  return {
    appId: FACEBOOK_APP_ID,
    appSecret: FACEBOOK_APP_SECRET,
    verifyToken: FACEBOOK_VERIFY_TOKEN,
    pages: new Map(FACEBOOK_PAGES),
    instagram: new Map(config.FACEBOOK_INSTAGRAM),
    graphUrl: config.FACEBOOK_GRAPH_URL,
    version: config.FACEBOOK_GRAPH_VERSION,
    echoMs: config.FACEBOOK_ECHO_SECONDS * 1000,
  };
}

export type FacebookParts = Pick<
  FacebookOptions,
  'http' | 'store' | 'conversations' | 'door' | 'clock' | 'ids' | 'log' | 'plan'
> & {
  readonly config: Config;
  readonly metrics: Metrics;
  readonly assistant: Assistant;
  /** Whether a notice of the desk keeps the assistant from speaking in public for now. */
  readonly pausesPublic: (now: number) => boolean;
};

/**
 * Facebook and Instagram where they are set up, else null.
 * @throws Error where the policy for comments is broken
 */
export async function openFacebook({
  config,
  metrics,
  assistant,
  pausesPublic,
  ...parts
}: FacebookParts): Promise<Facebook | null> {
  const settings = facebookSettings(config);
  if (settings === null) return null;
  const events = metrics.counter('schalter_facebook_events_total', 'Events from Meta by kind and outcome', [
    'kind',
    'outcome',
  ]);
  const webhooks = metrics.counter('schalter_facebook_webhooks_total', 'Webhooks from Meta by outcome', ['outcome']);
  const skipped = metrics.counter('schalter_facebook_skipped_total', 'Events from Meta that nobody could read', []);
  const faults = metrics.counter('schalter_facebook_faults_total', 'Calls of Meta that failed, by class', ['fault']);
  const policy = await openPolicy('data/comments.json', parts.log);
  const facebook = createFacebook({
    ...parts,
    settings,
    graph: createGraph({ url: settings.graphUrl, version: settings.version, appSecret: settings.appSecret }),
    assistant: {
      knowledge: assistant.knowledge,
      understand: (text, context) => assistant.understander.understand(text, context),
      address: config.FORM_OF_ADDRESS,
    },
    policy: async () => {
      const read = await policy();
      return pausesPublic(parts.clock.now()) ? { ...read, killSwitch: true } : read;
    },
    publicUrl: config.publicUrl,
    picture: await readFile('data/persona.png'),
    observe: {
      event: (kind, outcome) => events.inc({ kind, outcome }),
      webhook: (outcome, count) => {
        webhooks.inc({ outcome });
        if (count > 0) skipped.inc(count);
      },
      fault: (fault) => faults.inc({ fault }),
    },
  });
  gaugePages(metrics, facebook);
  return facebook;
}

/** Figures of the pages, for alarms. */
function gaugePages({ gauge }: Pick<Metrics, 'gauge'>, { health }: Facebook): void {
  const count = (test: (page: PageHealth) => boolean) => (): number => health.pages().filter(test).length;
  gauge(
    'schalter_facebook_pages_token_dead',
    'Pages whose token Meta refuses',
    count(({ token }) => token === 'dead'),
  );
  gauge(
    'schalter_facebook_pages_unsubscribed',
    'Pages that do not send all their events',
    count(({ subscription }) => subscription === 'incomplete'),
  );
  gauge(
    'schalter_facebook_pages_paused',
    'Pages of which nothing goes out',
    count(({ paused }) => paused !== null),
  );
}

/** The connector names its conversations so: Azure's own Facebook channel goes through there. */
const fromConnector = 'bf:';

/** The ways out of all channels: those of Meta beside the connector, which takes the rest. */
export function outletsOf(connector: Outlet, facebook: Facebook | null): ReadonlyMap<string, Outlet> {
  const outlets = new Map([['*', connector]]);
  for (const [channel, own] of facebook?.outlets ?? []) {
    const ofHead = (id: string): Outlet => (id.startsWith(fromConnector) ? connector : own);
    outlets.set(channel, {
      deliver: (entry, head, attempt) => ofHead(head.id).deliver(entry, head, attempt),
      parts: (entry, head) => ofHead(head.id).parts?.(entry, head) ?? 1,
      holdMs: (head) => ofHead(head.id).holdMs?.(head) ?? 0,
      ...(own.settleMs !== undefined && { settleMs: own.settleMs }),
    });
  }
  return outlets;
}
