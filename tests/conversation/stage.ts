import { cleanActivity } from '../../src/conversation/door/activity.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import type { Reference } from '../../src/conversation/head.ts';
import { createConversationLog, type Received } from '../../src/conversation/log.ts';
import type { Store } from '../../src/conversation/store.ts';
import {
  turnRecordOf,
  type Turn,
  type TurnHandler,
  type TurnOutcome,
  type TurnRecord,
} from '../../src/conversation/turn.ts';
import { createTurnRunner } from '../../src/conversation/turn-runner.ts';
import { requestHandoff } from '../../src/handoff/request.ts';
import { SchalterError } from '../../src/platform/errors.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTestDesk, testPlan } from '../support/plan.ts';

export const sabine = { userId: 'sabine', name: 'Sabine Weber' };
export const id = 'c1';

/** A store whose disk can be full: writes are refused as long as `full` is set. */
export function fillable(store: Store): Store & { full: boolean; refused: number } {
  const write: Store['write'] = (conversation, options, decide) => {
    if (!faulty.full) return store.write(conversation, options, decide);
    faulty.refused += 1;
    return Promise.reject(new SchalterError('StorageUnavailable'));
  };
  const faulty = { ...store, write, full: false, refused: 0 };
  return faulty;
}

/** What the texts of a turn's inputs add up to. */
export const wordsOf = (turn: Turn): string => turn.inputs.map((entry) => entry.activity.text ?? '').join(' + ');

/** An outcome that says the texts, and asks for a person where `person` is said. */
export function saying(...texts: readonly string[]): TurnOutcome {
  return {
    spoken: () => ({
      entries: texts.map((text) => ({ who: 'bot', audience: 'customer', activity: { type: 'message', text } })),
      head: { state: { said: texts } },
    }),
    silent: () => ({}),
    record: {},
  };
}

/** The outcome that brings in a person. */
export function askingFor(caseId: string, now: number): TurnOutcome {
  const request = { caseId, reason: 'asked', priority: 2, intent: null, language: 'de', words: 'bitte' } as const;
  return { ...saying(), spoken: (view) => requestHandoff(view, request, now, testPlan) };
}

export const giveUp: TurnHandler['giveUp'] = () => saying('Entschuldigung');

/** A runner over a store in memory; the handler decides what happens. */
export function openStage(handle: TurnHandler['handle'], memory?: { readonly store: Store }) {
  const clock = createManualClock();
  const log = createLogSpy();
  const store = fillable(memory?.store ?? createMemoryStore(clock));
  const outcomes: string[] = [];
  const runner = createTurnRunner({
    store,
    handler: { handle, giveUp },
    clock,
    log,
    observe: (outcome) => void outcomes.push(outcome),
  });
  const conversations = createConversationLog(store, cleanActivity);
  const desk = createTestDesk(store, clock);

  const receive = (text: string, more: Partial<Received> = {}): Promise<{ seq: number; duplicate: boolean }> =>
    conversations.receive({
      conversationId: id,
      channel: 'test',
      customer: { id: 'kunde' },
      reference: null,
      activity: { type: 'message', text },
      ...more,
    });
  const records = async (): Promise<readonly TurnRecord[]> =>
    (await store.entries(id)).flatMap((entry) => turnRecordOf(entry) ?? []);
  const said = async (who: Entry['who'] = 'bot'): Promise<readonly (string | undefined)[]> =>
    (await store.entries(id, { audience: 'customer' }))
      .filter((entry) => entry.who === who)
      .map((entry) => entry.activity.text);
  const settled = async (): Promise<void> => {
    const head = await store.head(id);
    if (head !== null) await runner.answered(id, head.lastInput);
  };
  return { clock, log, store, runner, conversations, desk, receive, records, said, settled, outcomes };
}

export type Stage = ReturnType<typeof openStage>;

/** A promise and how to end it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

export const reference: Reference = { serviceUrl: 'http://127.0.0.1:1', conversationId: 'x', botId: 'bot' };
