import { createTurnHandler } from '../../src/bot/turn-handler.ts';
import { createCounter } from '../../src/bot/counter.ts';
import { cleanActivity } from '../../src/conversation/door/activity.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import { createConversationLog } from '../../src/conversation/log.ts';
import { createTimers } from '../../src/conversation/timers.ts';
import { createTurnRunner } from '../../src/conversation/turn-runner.ts';
import type { Plan } from '../../src/handoff/plan.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Knowledge } from '../../src/knowledge/types.ts';
import { openDesk, wordsOf } from '../../src/service/desk.ts';
import { createDialogs } from '../../src/service/dialogs.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { createUnderstander, loadShippedModel, type Understander } from '../../src/understanding/index.ts';
import { createLogSpy } from './log-spy.ts';
import { createManualClock } from './manual-clock.ts';
import { testPlan } from './plan.ts';

let shared: Promise<{ knowledge: Knowledge; understander: Understander }> | null = null;

/** The shipped knowledge and a model trained on it, once for all tests of a file. */
function shipped(): Promise<{ knowledge: Knowledge; understander: Understander }> {
  shared ??= loadKnowledge('data', Date.UTC(2026, 10, 23)).then(async (knowledge) => ({
    knowledge,
    understander: createUnderstander(await loadShippedModel('data', 'node_modules/.cache/schalter')),
  }));
  return shared;
}

/** A whole counter in memory, with a clock that stands still. */
export async function openCounter(plan: Plan = testPlan) {
  const { knowledge, understander } = await shipped();
  const clock = createManualClock();
  const log = createLogSpy();
  const store = createMemoryStore(clock);
  let made = 0;
  const ids = (): string => `id-${(made += 1)}`;
  const { desk, react, ...floor } = await openDesk({
    ...{ store, clock, ids, log, knowledge, understander, plan },
    address: 'Sie',
    dataDir: 'data',
  });
  const counter = {
    ...createCounter({ knowledge, understander, dialogs: createDialogs(knowledge.facts), address: 'Sie' }),
    desk: floor,
  };
  const handler = createTurnHandler({
    counter,
    clock,
    ids,
    openCase: (id) => store.case(id),
    wordsOf: (id, seq) => wordsOf(store, id, seq),
    plan,
  });
  const runner = createTurnRunner({ store, handler, clock, log });
  const door = cleanActivity;
  const timers = createTimers({ store, clock, log, react });
  const conversations = createConversationLog(store, door);
  await timers.start();

  /** Waits until the bot has looked at everything. */
  const settled = async (conversationId: string): Promise<void> => {
    const head = await store.head(conversationId);
    if (head !== null) await runner.answered(conversationId, head.lastInput);
  };
  const visible = (conversationId: string): Promise<readonly Entry[]> =>
    store.entries(conversationId, { audience: 'customer' });
  return { store, runner, timers, desk, floor, conversations, clock, log, knowledge, settled, visible };
}

export type TestCounter = Awaited<ReturnType<typeof openCounter>>;
