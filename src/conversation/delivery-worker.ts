import type { Clock } from '../platform/clock.ts';
import { hasCode } from '../platform/errors.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { deliveryKey, isOpen, type Delivery } from './delivery.ts';
import type { Entry } from './entry.ts';
import type { Head } from './head.ts';
import type { Fence, Store } from './store.ts';

/** What became of one call to a platform. */
export type DeliveryResult =
  | { readonly kind: 'sent'; readonly platformId?: string }
  /** Worth another attempt; `afterMs` where the platform said when. */
  | { readonly kind: 'retry'; readonly why: string; readonly afterMs?: number }
  /** It may have arrived: another attempt is made only when no confirmation came within the outlet's `settleMs`. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Nothing was tried, and it counts as no attempt: the way out is closed for `afterMs`. */
  | { readonly kind: 'held'; readonly afterMs: number }
  /** No attempt can succeed. `why` is a code, never the platform's text. */
  | { readonly kind: 'failed'; readonly why: string };

/** Which piece of an entry is to be sent, and what is known of it. */
export interface Attempt {
  readonly part: number;
  /** 1 for the first. */
  readonly number: number;
  /** An earlier attempt may have arrived: a channel that can look does so first. */
  readonly unsure: boolean;
}

/** Sends one piece of an entry to a customer over a channel. Must not throw. */
export type Deliver = (entry: Entry, head: Head, attempt: Attempt) => Promise<DeliveryResult>;

/** A channel's way out. */
export interface Outlet {
  readonly deliver: Deliver;
  /** Into how many pieces an entry goes; the same at every call. Absent: one. */
  readonly parts?: (entry: Entry, head: Head) => number;
  /** Milliseconds that a platform has to confirm an attempt with an unknown outcome; absent: none, it is made again at once. */
  readonly settleMs?: number;
  /** Milliseconds for which nothing of this conversation is to be tried (0: go on); asked before anything is written. */
  readonly holdMs?: (head: Head) => number;
}

/** Pushes what is to be pushed: one after another within a conversation, in order. */
export interface DeliveryWorker {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeliveryWorkerOptions {
  readonly store: Store;
  /** By channelId; `*` takes the rest. */
  readonly channels: ReadonlyMap<string, Outlet>;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe?: (channel: string, status: Delivery['status']) => void;
  /** 0 to 1, for the jitter of the delays: half as long again at most, so that a platform's failure does not echo. */
  readonly random?: () => number;
}

/** Attempts at one message before it is shown as failed: with the delays below about 17 minutes. */
const maxAttempts = 8;
const leaseMs = 120_000;
const delayMs = (attempts: number, random: number): number =>
  Math.round(Math.min(600_000, 500 * 3 ** (attempts - 1)) * (1 + random / 2));

/** The words of a bot that a person has taken over from are not sent any more; what it did, such as hiding, is. */
const isOvertaken = (entry: Entry, head: Head): boolean =>
  entry.who === 'bot' &&
  entry.activity.type === 'message' &&
  head.owner.kind === 'person' &&
  entry.seq < head.owner.since;

export function createDeliveryWorker({
  store,
  channels,
  clock,
  log,
  observe,
  random = () => 0,
}: DeliveryWorkerOptions): DeliveryWorker {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const delayed = new Map<string, () => void>();
  /** Those of the delayed that wait for a platform's confirmation. */
  const settling = new Set<string>();
  /** What was cut off by the end of an earlier process: its confirmations could not be heard until now. */
  let listening = clock.now();
  let stopping = false;

  /** A channel that throws has a fault of its own: the message counts as tried, and the next one is not held up for ever. */
  const attempt = async (outlet: Outlet, entry: Entry, head: Head, tried: Attempt): Promise<DeliveryResult> => {
    try {
      return await outlet.deliver(entry, head, tried);
    } catch (error) {
      log.error({ conversation: head.id, ...errorFields(error) }, 'a channel failed to deliver');
      return { kind: 'retry', why: 'channel-error' };
    }
  };

  /** A record that is closed meanwhile, by a confirmation of the platform, stays as it is. */
  const put = (id: string, fence: Fence, ...deliveries: readonly Delivery[]): Promise<unknown> =>
    store.write(id, { fence }, (view) => {
      const closed = new Set(view.deliveries().flatMap((one) => (isOpen(one) ? [] : [deliveryKey(one)])));
      return { deliveries: deliveries.filter((one) => !closed.has(deliveryKey(one))), result: undefined };
    });

  /** Works on the first open delivery; returns milliseconds until the next one may be tried, or null when none is left. */
  const step = async (id: string, fence: Fence): Promise<number | null> => {
    const open = (await store.deliveries(id)).filter(isOpen).sort((a, b) => a.seq - b.seq || a.part - b.part);
    const head = await store.head(id);
    const [next] = open;
    if (next === undefined || head === null) return null;
    const { seq, part } = next;
    const outlet = channels.get(head.channel) ?? channels.get('*');
    const unsure = next.status === 'sending';
    settling.delete(id);
    const settled = unsure ? Math.max(next.at ?? 0, listening) + (outlet?.settleMs ?? 0) - clock.now() : 0;
    if (settled > 0) {
      settling.add(id);
      return settled;
    }
    const [entry] = await store.entries(id, { after: seq - 1, limit: 1 });
    const skip =
      entry === undefined || entry.redacted === true ? 'erased' : isOvertaken(entry, head) ? 'taken-over' : null;
    if (skip !== null || entry === undefined) {
      const { attempts } = next;
      await put(id, fence, { seq, part, status: 'skipped', attempts, at: clock.now(), why: skip ?? 'erased' });
      observe?.(head.channel, 'skipped');
      return 0;
    }
    const hold = outlet?.holdMs?.(head) ?? 0;
    if (hold > 0) return hold;
    const attempts = next.attempts + 1;
    // The other pieces are written before the first goes out: a crash in between must not lose them.
    const count = part === 0 && next.attempts === 0 ? (outlet?.parts?.(entry, head) ?? 1) : 1;
    const others = Array.from({ length: count - 1 }, (_one, index): Delivery => ({
      seq,
      part: index + 1,
      status: 'pending',
      attempts: 0,
    }));
    await put(id, fence, { seq, part, status: 'sending', attempts, at: clock.now() }, ...others);
    const result: DeliveryResult =
      outlet === undefined
        ? { kind: 'failed', why: 'no-channel' }
        : await attempt(outlet, entry, head, { part, number: attempts, unsure });
    switch (result.kind) {
      case 'held':
        await put(id, fence, { seq, part, status: unsure ? 'sending' : 'pending', attempts: next.attempts });
        return result.afterMs;
      case 'retry':
        if (attempts >= maxAttempts) break;
        await put(id, fence, { seq, part, status: 'pending', attempts });
        return result.afterMs ?? delayMs(attempts, random());
      case 'unknown':
        // Left as `sending`: the next step waits for what the outlet's `settleMs` leaves.
        if (attempts < maxAttempts) return 0;
        break;
      case 'sent':
      case 'failed':
    }
    const at = clock.now();
    const { platformId } = result.kind === 'sent' ? result : {};
    const done: Delivery =
      result.kind === 'sent'
        ? { seq, part, status: 'sent', attempts, at, ...(platformId !== undefined && { platformId }) }
        : { seq, part, status: 'failed', attempts, at, why: result.why };
    // The rest of a message whose beginning did not arrive would be read as something else.
    const rest =
      done.status === 'failed'
        ? [...open, ...others]
            .filter((one) => one.seq === seq && one.part > part)
            .map((one): Delivery => ({ ...done, part: one.part, attempts: 0 }))
        : [];
    await put(id, fence, done, ...rest);
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
        if (!again.delete(id)) return;
        // Something was committed just when it began to wait: perhaps the confirmation that it waits for.
        if (settling.has(id)) hasten(id);
        wake(id);
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
    if (notice.cases.length > 0 || settling.has(notice.conversationId)) hasten(notice.conversationId);
    if (notice.undelivered) wake(notice.conversationId);
  });

  return {
    async start() {
      listening = clock.now();
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
