import type { Clock } from '../../../platform/clock.ts';

export type PauseReason = 'token' | 'restricted';

/** The way out of each page: closed while Meta takes nothing of it, and never crowded. */
export interface Gates {
  /** Milliseconds for which nothing of the page is to be tried; 0 where it is open. */
  holdMs(pageId: string): number;
  /** Closes the page's way out until `open`. Returns whether it was open: an alarm is due. */
  pause(pageId: string, reason: PauseReason): boolean;
  open(pageId: string): void;
  reasonOf(pageId: string): PauseReason | null;
  /** Runs a call among at most so many of the page at once. */
  run<T>(pageId: string, call: () => Promise<T>): Promise<T>;
}

/** How often a conversation whose page is paused looks again (milliseconds). */
const lookMs = 15_000;
/** How long a paused page waits before one message tries again (milliseconds). */
const probeMs = 120_000;
/** Calls of a page at once: at 100 ms each well below Meta's 300 messages a second. */
const atOnce = 24;

export function createGates(clock: Clock): Gates {
  const paused = new Map<string, { readonly reason: PauseReason; next: number }>();
  const busy = new Map<string, number>();
  const queues = new Map<string, (() => void)[]>();

  const enter = (pageId: string): Promise<void> | undefined => {
    const count = busy.get(pageId) ?? 0;
    if (count < atOnce) {
      busy.set(pageId, count + 1);
      return undefined;
    }
    return new Promise((resolve) => {
      const queue = queues.get(pageId) ?? [];
      queues.set(pageId, queue);
      queue.push(resolve);
    });
  };
  const leave = (pageId: string): void => {
    const next = queues.get(pageId)?.shift();
    if (next === undefined) busy.set(pageId, (busy.get(pageId) ?? 1) - 1);
    else next();
  };

  return {
    holdMs(pageId) {
      const pause = paused.get(pageId);
      if (pause === undefined) return 0;
      const now = clock.now();
      if (now < pause.next) return lookMs;
      // One message tries, the others wait for what becomes of it.
      pause.next = now + probeMs;
      return 0;
    },
    pause(pageId, reason) {
      const known = paused.get(pageId);
      paused.set(pageId, { reason, next: clock.now() + probeMs });
      return known?.reason !== reason;
    },
    open: (pageId) => void paused.delete(pageId),
    reasonOf: (pageId) => paused.get(pageId)?.reason ?? null,
    async run(pageId, call) {
      await enter(pageId);
      try {
        return await call();
      } finally {
        leave(pageId);
      }
    },
  };
}
