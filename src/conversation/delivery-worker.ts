import type { Clock } from '../platform/clock.ts';
import { hasCode } from '../platform/errors.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { isOpen, type Delivery } from './delivery.ts';
import type { Entry } from './entry.ts';
import type { Head } from './head.ts';
import type { Fence, Store } from './store.ts';

/** What became of one call to a platform. */
export type DeliveryResult =
  | { readonly kind: 'sent'; readonly platformId?: string }
  /** Worth another attempt; `afterMs` where the platform said when. */
  | { readonly kind: 'retry'; readonly why: string; readonly afterMs?: number }
  /** No attempt can succeed. `why` is a code, never the platform's text. */
  | { readonly kind: 'failed'; readonly why: string };

/** Sends one entry to a customer over a channel. Must not throw. */
export type Deliver = (entry: Entry, head: Head) => Promise<DeliveryResult>;

/** Pushes what is to be pushed: one after another within a conversation, in order. */
export interface DeliveryWorker {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeliveryWorkerOptions {
  readonly store: Store;
  /** By channelId; `*` takes the rest. */
  readonly channels: ReadonlyMap<string, Deliver>;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe?: (channel: string, status: Delivery['status']) => void;
}

/** Attempts at one message before it is shown as failed: with the delays below about 17 minutes. */
const maxAttempts = 8;
const leaseMs = 120_000;
const delayMs = (attempts: number): number => Math.min(600_000, 500 * 3 ** (attempts - 1));

/** The words of a bot that a person has taken over from are not sent any more. */
const isOvertaken = (entry: Entry, head: Head): boolean =>
  entry.who === 'bot' && head.owner.kind === 'person' && entry.seq < head.owner.since;

export function createDeliveryWorker({ store, channels, clock, log, observe }: DeliveryWorkerOptions): DeliveryWorker {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const delayed = new Map<string, () => void>();
  let stopping = false;

  /** A channel that throws has a fault of its own: the message counts as tried, and the next one is not held up for ever. */
  const attempt = async (deliver: Deliver, entry: Entry, head: Head): Promise<DeliveryResult> => {
    try {
      return await deliver(entry, head);
    } catch (error) {
      log.error({ conversation: head.id, ...errorFields(error) }, 'a channel failed to deliver');
      return { kind: 'retry', why: 'channel-error' };
    }
  };

  const put = (id: string, fence: Fence, delivery: Delivery): Promise<unknown> =>
    store.write(id, { fence }, () => ({ deliveries: [delivery], result: undefined }));

  /** Works on the first open delivery; returns milliseconds until the next one may be tried, or null when none is left. */
  const step = async (id: string, fence: Fence): Promise<number | null> => {
    const next = (await store.deliveries(id)).filter(isOpen).sort((a, b) => a.seq - b.seq || a.part - b.part)[0];
    const head = await store.head(id);
    if (next === undefined || head === null) return null;
    const { seq, part } = next;
    const [entry] = await store.entries(id, { after: seq - 1, limit: 1 });
    const skip =
      entry === undefined || entry.redacted === true ? 'erased' : isOvertaken(entry, head) ? 'taken-over' : null;
    if (skip !== null || entry === undefined) {
      await put(id, fence, {
        seq,
        part,
        status: 'skipped',
        attempts: next.attempts,
        at: clock.now(),
        why: skip ?? 'erased',
      });
      observe?.(head.channel, 'skipped');
      return 0;
    }
    const deliver = channels.get(head.channel) ?? channels.get('*');
    const attempts = next.attempts + 1;
    await put(id, fence, { seq, part, status: 'sending', attempts });
    const result: DeliveryResult =
      deliver === undefined ? { kind: 'failed', why: 'no-channel' } : await attempt(deliver, entry, head);
    if (result.kind === 'retry' && attempts < maxAttempts) {
      await put(id, fence, { seq, part, status: 'pending', attempts });
      return result.afterMs ?? delayMs(attempts);
    }
    const done: Delivery =
      result.kind === 'sent'
        ? {
            seq,
            part,
            status: 'sent',
            attempts,
            at: clock.now(),
            ...(result.platformId !== undefined && { platformId: result.platformId }),
          }
        : { seq, part, status: 'failed', attempts, at: clock.now(), why: result.why };
    await put(id, fence, done);
    if (done.status === 'failed')
      log.warn({ conversation: id, seq, why: done.why, attempts }, 'a message could not be delivered');
    observe?.(head.channel, done.status);
    return 0;
  };

  const work = async (id: string): Promise<void> => {
    const fence = await store.claim(id, 'delivery', leaseMs);
    if (fence === null) return;
    try {
      while (!stopping) {
        const wait = await step(id, fence);
        if (wait === null) return;
        if (wait > 0) {
          later(id, wait);
          return;
        }
      }
    } catch (error) {
      if (hasCode(error, 'FenceLost') || hasCode(error, 'ConversationNotFound')) return;
      log.warn({ conversation: id, ...errorFields(error) }, 'a delivery could not be recorded and waits');
      later(id, 1000);
    } finally {
      await store.release(fence);
    }
  };

  const later = (id: string, ms: number): void => {
    delayed.get(id)?.();
    delayed.set(
      id,
      clock.after(ms, () => {
        delayed.delete(id);
        wake(id);
      }),
    );
  };

  const wake = (id: string): void => {
    // A message behind one that waits for its next attempt waits with it: order is kept.
    if (stopping || delayed.has(id)) return;
    if (running.has(id)) {
      again.add(id);
      return;
    }
    const run = work(id)
      .catch((error: unknown) => {
        log.error({ conversation: id, ...errorFields(error) }, 'a delivery worker failed and is tried again');
        later(id, 1000);
      })
      .finally(() => {
        running.delete(id);
        if (again.delete(id)) wake(id);
      });
    running.set(id, run);
  };

  /** Whoever waits for the next attempt is looked at now. */
  const hasten = (id: string): void => {
    delayed.get(id)?.();
    delayed.delete(id);
  };

  const unsubscribe = store.subscribe((notice) => {
    // A person who takes over must not wait behind words of the bot that will never be sent.
    if (notice.cases.length > 0) hasten(notice.conversationId);
    if (notice.undelivered) wake(notice.conversationId);
  });

  return {
    async start() {
      for (const { conversationId, undelivered } of await store.openWork()) if (undelivered) wake(conversationId);
    },
    async stop() {
      stopping = true;
      unsubscribe();
      for (const cancel of delayed.values()) cancel();
      await Promise.all(running.values());
    },
  };
}
