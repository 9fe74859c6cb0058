import type { Clock } from '../platform/clock.ts';
import { hasCode } from '../platform/errors.ts';
import { errorFields, type Log } from '../platform/log.ts';
import type { NewEntry } from './entry.ts';
import { unanswered, type Head } from './head.ts';
import type { Change, Fence, Store, View } from './store.ts';
import { traceEntry, waitingInput, type Turn, type TurnHandler, type TurnOutcome, type TurnRecord } from './turn.ts';

/** Runs the turns: serial within a conversation, side by side across conversations. */
export interface TurnRunner {
  /** Something unread came, or may have. */
  wake(conversationId: string): void;
  /** Takes up what an earlier process left unanswered; such turns may have been what ended it, so they count as attempts. */
  recover(): Promise<void>;
  /** Resolves when every input up to `seq` was looked at. */
  answered(conversationId: string, seq: number): Promise<void>;
  /** Finishes running turns, begins no new ones. */
  stop(): Promise<void>;
}

export interface TurnRunnerOptions {
  readonly store: Store;
  readonly handler: TurnHandler;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe?: (outcome: TurnRecord['outcome'] | 'retried', seconds: number) => void;
}

/** A turn is tried this often before a person gets the case. */
export const maxAttempts = 3;
const leaseMs = 60_000;
const retryDelays = [200, 1000] as const;
/** Pauses while the store takes nothing, in milliseconds: short at first, so that a moment's trouble costs a moment. */
const storageRetryMs = (round: number): number => Math.min(8000, 500 * 2 ** round);

/** The store's own troubles say nothing about the turn. */
const storeTroubles = ['StorageUnavailable', 'FenceLost', 'ConversationNotFound', 'DataDamaged'] as const;
const isStoreError = (error: unknown): boolean => storeTroubles.some((code) => hasCode(error, code));

interface Waiter {
  readonly seq: number;
  readonly done: () => void;
}

export function createTurnRunner({ store, handler, clock, log, observe }: TurnRunnerOptions): TurnRunner {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const waiters = new Map<string, Waiter[]>();
  const recovering = new Set<string>();
  const pauses = new Set<() => void>();
  let stopping = false;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopping) {
        resolve();
        return;
      }
      const end = (): void => {
        cancel();
        pauses.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      pauses.add(end);
    });

  /** Returns whether more is unread. */
  const commit = async (turn: Turn, fence: Fence, outcome: TurnOutcome, failed: boolean): Promise<boolean> => {
    const from = turn.inputs[0]?.seq ?? 0;
    const to = turn.inputs.at(-1)?.seq ?? 0;
    const waiting = waitingInput(turn.inputs);
    const decide = (view: View): Change<TurnRecord['outcome'] | null> => {
      // A person took over and gave back meanwhile: what they passed over is covered. The rest is read anew.
      if (view.head?.cursor !== turn.head.cursor) return { result: null };
      const person = view.head.owner.kind === 'person';
      const change = (person ? outcome.silent : outcome.spoken)(view);
      const replies = (change.entries ?? []).filter((entry) => entry.audience === 'customer');
      const others = (change.entries ?? []).filter((entry) => entry.audience !== 'customer');
      const record: TurnRecord = {
        from,
        to,
        replies: replies.length,
        outcome: person ? 'silent' : failed ? 'failed' : 'spoken',
        answers: waiting?.seq ?? null,
      };
      const sent = replies.map((reply): NewEntry => ({
        ...reply,
        replyTo: reply.replyTo ?? to,
        ...(waiting !== null && { inline: true }),
      }));
      return {
        ...change,
        entries: [traceEntry(record, outcome.record), ...sent, ...others],
        head: { ...change.head, cursor: to, attempts: 0 },
        result: record.outcome,
      };
    };
    const { result, head } = await store.write(turn.head.id, { fence }, decide);
    if (result !== null) observe?.(result, (clock.now() - (turn.inputs[0]?.time ?? 0)) / 1000);
    return head !== null && unanswered(head);
  };

  /** One attempt at all that is unread; returns whether there may be more. */
  const attempt = async (id: string, fence: Fence): Promise<boolean> => {
    const turn = await store.unread(id);
    if (turn === null) return false;
    let attempts = turn.head.attempts;
    if (recovering.has(id)) {
      attempts += 1;
      await store.write(id, { fence }, () => ({ head: { attempts }, result: undefined }));
      recovering.delete(id);
    }
    if (attempts >= maxAttempts) return commit(turn, fence, handler.giveUp(turn), true);
    try {
      return await commit(turn, fence, await handler.handle(turn), false);
    } catch (error) {
      if (isStoreError(error)) throw error;
      attempts += 1;
      log.error({ conversation: id, attempts, ...errorFields(error) }, 'a turn failed');
      observe?.('retried', 0);
      await store.write(id, { fence }, () => ({ head: { attempts }, result: undefined }));
      await pause(retryDelays[attempts - 1] ?? 0);
    }
    return true;
  };

  const work = async (id: string): Promise<void> => {
    const fence = await store.claim(id, 'turn', leaseMs);
    if (fence === null) return;
    if (fence.takenOver === true) recovering.add(id);
    let troubles = 0;
    try {
      while (!stopping) {
        try {
          if (!(await attempt(id, fence))) return;
          troubles = 0;
        } catch (error) {
          // Another worker has it, or it was erased meanwhile: nothing to do. A full disk: wait, nothing is lost.
          if (hasCode(error, 'FenceLost') || hasCode(error, 'ConversationNotFound')) return;
          log.warn({ conversation: id, ...errorFields(error) }, 'a turn could not be stored and waits');
          await pause(storageRetryMs(troubles));
          troubles += 1;
        }
      }
    } finally {
      await store.release(fence);
    }
  };

  const wake = (id: string): void => {
    if (stopping) return;
    if (running.has(id)) {
      again.add(id);
      return;
    }
    const run = work(id)
      .catch((error: unknown) => {
        log.error({ conversation: id, ...errorFields(error) }, 'a turn worker failed and is tried again');
        clock.after(storageRetryMs(2), () => wake(id));
      })
      .finally(() => {
        running.delete(id);
        if (again.delete(id)) wake(id);
      });
    running.set(id, run);
  };

  const settle = (head: Head): void => {
    const waiting = waiters.get(head.id);
    if (waiting === undefined) return;
    const open = waiting.filter((waiter) => waiter.seq > head.cursor);
    if (open.length === 0) waiters.delete(head.id);
    else waiters.set(head.id, open);
    for (const waiter of waiting) if (waiter.seq <= head.cursor) waiter.done();
  };

  const settleById = (id: string): void => {
    store.head(id).then(
      (head) => {
        if (head !== null) settle(head);
      },
      // Whoever waits gets the time-out of their request.
      (error: unknown) => log.warn({ conversation: id, ...errorFields(error) }, 'a conversation could not be read'),
    );
  };

  const unsubscribe = store.subscribe((notice) => {
    if (notice.unanswered) wake(notice.conversationId);
    if (waiters.has(notice.conversationId)) settleById(notice.conversationId);
  });

  return {
    wake,
    async recover() {
      for (const { conversationId, unanswered: left } of await store.openWork())
        if (left) {
          recovering.add(conversationId);
          wake(conversationId);
        }
    },
    answered: (conversationId, seq) =>
      new Promise((resolve) => {
        waiters.set(conversationId, [...(waiters.get(conversationId) ?? []), { seq, done: resolve }]);
        settleById(conversationId);
      }),
    async stop() {
      stopping = true;
      unsubscribe();
      for (const end of [...pauses]) end();
      await Promise.all(running.values());
    },
  };
}
