/** The value below which the share `p` (0 to 1) of the sorted values lies. */
export function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

export interface Figures {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

export function figuresOf(millis: readonly number[], seconds: number): Figures {
  const sorted = [...millis].sort((a, b) => a - b);
  return {
    perSecond: sorted.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    count: sorted.length,
  };
}

/** Numbers that look random and are the same at every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Runs `task` on `workers` side by side until `seconds` have passed; returns the milliseconds of each call after a warm-up. */
export async function sustain(
  workers: number,
  seconds: number,
  task: (worker: number, turn: number) => Promise<void>,
  warmUpSeconds = 5,
): Promise<Figures> {
  const millis: number[] = [];
  const begin = performance.now();
  const measured = begin + warmUpSeconds * 1000;
  const end = measured + seconds * 1000;
  let turn = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_unused, worker) => {
      for (;;) {
        const started = performance.now();
        if (started >= end) return;
        turn += 1;
        await task(worker, turn);
        const done = performance.now();
        if (started >= measured) millis.push(done - started);
      }
    }),
  );
  return figuresOf(millis, (performance.now() - measured) / 1000);
}
