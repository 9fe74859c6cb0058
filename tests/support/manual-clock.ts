import type { Clock } from '../../src/platform/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time forward and runs what falls due, in order. */
  advance(ms: number): void;
  /** Sets the time without running anything: a step of the clock, also backwards. */
  set(time: number): void;
}

/** A clock that stands still until a test moves it. */
export function createManualClock(start = Date.UTC(2026, 10, 23, 9, 0, 0)): ManualClock {
  let now = start;
  let nextId = 0;
  const waiting = new Map<number, { due: number; run: () => void }>();
  return {
    now: () => now,
    after(delay, run) {
      const id = (nextId += 1);
      waiting.set(id, { due: now + delay, run });
      return () => waiting.delete(id);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...waiting].filter(([, timer]) => timer.due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
        if (next === undefined) break;
        waiting.delete(next[0]);
        now = Math.max(now, next[1].due);
        next[1].run();
      }
      now = end;
    },
    set(time) {
      now = time;
    },
  };
}
