import { readFileSync } from 'node:fs';
import { createFacebook, type FacebookOptions } from '../../../src/channels/facebook/facebook.ts';
import { createGraph } from '../../../src/channels/facebook/graph/client.ts';
import { commentPolicy } from '../../../src/channels/facebook/comments/policy.ts';
import { createDeliveryWorker } from '../../../src/conversation/delivery-worker.ts';
import { cleanActivity } from '../../../src/conversation/door/activity.ts';
import { createConversationLog } from '../../../src/conversation/log.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { createTimers } from '../../../src/conversation/timers.ts';
import { createTurnRunner } from '../../../src/conversation/turn-runner.ts';
import { createHttp } from '../../../src/http/server.ts';
import { loadKnowledge } from '../../../src/knowledge/load.ts';
import type { Knowledge } from '../../../src/knowledge/types.ts';
import type { Understanding } from '../../../src/understanding/types.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { breathe } from '../../support/breathe.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { openMeta, type MetaOptions } from '../../support/meta/meta.ts';
import { createTestDesk, testPlan } from '../../support/plan.ts';

export const appSecret = 'an app secret for tests';
export const verifyToken = 'open sesame';
export const page = '100200300';
export const instagram = '9100200300';

let knowledge: Promise<Knowledge> | null = null;
const shippedKnowledge = (): Promise<Knowledge> => (knowledge ??= loadKnowledge('data', Date.UTC(2026, 10, 23)));
export const shippedPolicy = commentPolicy.parse(JSON.parse(readFileSync('data/comments.json', 'utf8')));

/** What a comment was understood to mean; null: nothing near. */
export function understood(intent: string | null, language: 'de' | 'en' = 'de'): Understanding {
  return {
    language,
    detected: language,
    intent,
    confidence: intent === null ? 0 : 0.9,
    alternatives: intent === null ? [] : [{ intent, confidence: 0.9 }],
    zone: intent === null ? 'fallback' : 'answer',
    entities: [],
    moods: [],
    parts: [],
  };
}

/** The channel over a store in memory, between a real HTTP server and the stand-in for Meta; one clock for both. */
export async function openStage(
  handle: TurnHandler['handle'],
  meta: Partial<MetaOptions> = {},
  assistant: Partial<FacebookOptions['assistant']> = {},
) {
  const clock = createManualClock();
  const log = createLogSpy();
  const store = createMemoryStore(clock);
  const conversations = createConversationLog(store, cleanActivity);
  const http = createHttp({ log, proxies: 0 });
  let webhook = '';
  const standIn = await openMeta({ webhook: () => webhook, now: () => clock.now(), random: () => 0.5, ...meta });
  let made = 0;
  let policy = shippedPolicy;
  const ids = (): string => `id-${(made += 1)}`;
  const observed: string[] = [];
  const settings: FacebookOptions['settings'] = {
    appId: '424242',
    appSecret,
    verifyToken,
    pages: new Map([[page, 'EAAtoken']]),
    instagram: new Map([[instagram, page]]),
    graphUrl: standIn.url,
    version: 'v26.0',
    echoMs: 20_000,
  };
  const facebook = createFacebook({
    http,
    store,
    conversations,
    settings,
    graph: createGraph({ url: standIn.url, version: 'v26.0', appSecret, timeoutMs: 2000 }),
    door: cleanActivity,
    assistant: {
      knowledge: await shippedKnowledge(),
      understand: () => understood(null),
      address: 'Sie',
      ...assistant,
    },
    policy: () => Promise.resolve(policy),
    publicUrl: 'https://chat.bank.example',
    picture: Buffer.from('png'),
    clock,
    ids,
    log,
    plan: testPlan,
    observe: {
      event: (kind, outcome) => void observed.push(`${kind} ${outcome}`),
      webhook: (outcome, skipped) => void observed.push(`webhook ${outcome} ${skipped}`),
      fault: (fault) => void observed.push(`fault ${fault}`),
    },
  });
  const handler = facebook.turns({ handle, giveUp: () => ({ spoken: () => ({}), silent: () => ({}), record: {} }) });
  const runner = createTurnRunner({ store, handler, clock, log });
  const deliveries = createDeliveryWorker({ store, channels: facebook.outlets, clock, log });
  const timers = createTimers({ store, clock, log });
  const desk = createTestDesk(store, clock);
  await timers.start();
  await deliveries.start();
  const { port } = await http.listen(0, '127.0.0.1');
  webhook = `http://127.0.0.1:${port}/webhooks/facebook`;

  /** Waits until nothing is on its way and nothing is left to be done at this time. */
  const settled = async (): Promise<void> => {
    // An attempt whose outcome is unknown stays open until the clock moves: such rounds end when nothing changes.
    let before = '';
    let still = 0;
    for (let calm = 0; calm < 3 && still < 60; calm += 1) {
      await standIn.webhooks.idle();
      await breathe(20);
      let now = `${standIn.state.calls.length} ${standIn.state.shown.length}`;
      for (const { conversationId, unanswered } of await store.openWork()) {
        const records = await store.deliveries(conversationId);
        if (unanswered || records.some(({ status }) => status === 'sending')) calm = -1;
        now += ` ${conversationId} ${unanswered} ${records.map(({ status, attempts }) => `${status}${attempts}`).join()}`;
      }
      still = now === before ? still + 1 : 0;
      before = now;
    }
  };
  const statuses = async (conversation: string): Promise<readonly string[]> =>
    (await store.deliveries(conversation)).map((one) => ('why' in one ? `${one.status} ${one.why}` : one.status));
  const texts = async (conversation: string): Promise<readonly string[]> =>
    (await store.entries(conversation, { audience: 'customer' })).map(
      ({ who, activity }) => `${who}: ${activity.text ?? activity.name ?? activity.type ?? ''}`,
    );
  const close = async (): Promise<void> => {
    await http.close(100);
    await runner.stop();
    await deliveries.stop();
    timers.stop();
    await standIn.close();
  };
  return {
    clock,
    log,
    store,
    meta: standIn,
    facebook,
    runner,
    desk,
    conversations,
    settings,
    setPolicy: (change: Partial<typeof policy>) => void (policy = { ...policy, ...change }),
    observed,
    webhook,
    settled,
    statuses,
    texts,
    close,
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
