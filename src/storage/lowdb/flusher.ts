import type { Clock } from '../../platform/clock.ts';

export interface FlusherOptions {
  readonly clock: Clock;
  /** Writes the present content of a document to its place; further changes may come while it does. */
  write(key: string): Promise<void>;
  /** Makes the places of all documents written so far durable. */
  settle(): Promise<void>;
  /** All records before `position` are in documents. */
  safe(position: number): Promise<void>;
  /** How full the journal is, 0 to 1. */
  pressure(): number;
  /** Called when documents cannot be written and when they can again (null). */
  failed(error: unknown): void;
  /** Documents that may be unwritten. */
  readonly limit?: number;
  /** Milliseconds after which a document is written although nothing presses. */
  readonly maxAge?: number;
}

/**
 * Writes documents behind the journal: as late as the limits allow, since a document that changed ten times is written
 * once; oldest first, so that the journal can let go of its oldest segment.
 */
export interface Flusher {
  /** The document's content changed with the record at `position`. */
  mark(key: string, position: number): void;
  isDirty(key: string): boolean;
  /** Looks again whether something must be written now. */
  wake(): void;
  /** Tells which records are in documents, although nothing was written. */
  checkpoint(): Promise<void>;
  /** Writes everything; false where that fails. */
  drain(): Promise<boolean>;
  stop(): Promise<void>;
  readonly figures: {
    readonly unwritten: number;
    readonly written: number;
    readonly full: boolean;
    readonly failure: unknown;
  };
}

interface Dirty {
  /** Position of the oldest record that the document on disk lacks. */
  readonly since: number;
  readonly at: number;
}

const roundSize = 512;
/** Of the limits: from here on documents are written although they are young. */
const lowWater = 0.8;
const firstDelay = 250;
const longestDelay = 10_000;

export function createFlusher(options: FlusherOptions): Flusher {
  const { clock, limit = 20_000, maxAge = 60_000 } = options;
  // Oldest first: marks come in the order of the journal.
  let dirty = new Map<string, Dirty>();
  const flying = new Map<string, Dirty>();
  let round: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let failures = 0;
  let failure: unknown = null;
  let written = 0;
  let draining = false;
  let stopped = false;

  const unwritten = (): number => dirty.size + flying.size;
  const pressure = (): number => Math.max(options.pressure(), unwritten() / limit);
  const oldest = (): number => {
    let least = Infinity;
    for (const { since } of dirty.values()) least = Math.min(least, since);
    for (const { since } of flying.values()) least = Math.min(least, since);
    return least;
  };
  const age = (): number => clock.now() - (dirty.values().next().value?.at ?? Infinity);
  const due = (): boolean => dirty.size > 0 && (draining || pressure() >= lowWater || age() >= maxAge);

  /** The oldest documents; without pressure only those that are at least half as old as they may become. */
  const take = (): string[] => {
    const old = clock.now() - maxAge / 2;
    const all = draining || pressure() >= lowWater;
    const keys: string[] = [];
    for (const [key, item] of dirty) {
      if (keys.length >= roundSize || (!all && item.at > old)) break;
      keys.push(key);
      flying.set(key, item);
    }
    for (const key of keys) dirty.delete(key);
    return keys;
  };

  const writeAll = async (keys: readonly string[]): Promise<void> => {
    let next = 0;
    let broken = false;
    const writer = async (): Promise<void> => {
      for (let key = keys[next]; key !== undefined && !broken; key = keys[next]) {
        next += 1;
        try {
          await options.write(key);
          written += 1;
        } catch (error) {
          broken = true;
          throw error;
        }
      }
    };
    // Few at a time: the journal shares the disk and the threads, and its writes have somebody waiting.
    const count = draining || pressure() > 0.9 ? 6 : 3;
    const writers = Array.from({ length: count }, writer);
    await Promise.allSettled(writers);
    await Promise.all(writers);
    await options.settle();
  };

  const runRound = async (): Promise<void> => {
    const keys = take();
    try {
      await writeAll(keys);
      flying.clear();
      if (failures > 0) options.failed(null);
      failures = 0;
      failure = null;
    } catch (error) {
      putBack();
      failures += 1;
      failure = error;
      options.failed(error);
      return;
    }
    // The documents are safe all the same; the journal lets go after the next round.
    await checkpoint();
  };
  const checkpoint = (): Promise<void> => options.safe(oldest()).catch((error: unknown) => options.failed(error));

  const putBack = (): void => {
    if (flying.size === 0) return;
    const merged = new Map(flying);
    for (const [key, item] of dirty) if (!merged.has(key)) merged.set(key, item);
    dirty = merged;
    flying.clear();
  };

  const startTimer = (delay: number): void => {
    cancelTimer = clock.after(delay, () => {
      cancelTimer = null;
      wake();
    });
  };

  const wake = (): void => {
    if (round !== null || stopped || dirty.size === 0) return;
    if (cancelTimer !== null) {
      if (failure !== null || !due()) return;
      cancelTimer();
      cancelTimer = null;
    }
    if (!due()) {
      startTimer(Math.max(1, maxAge - age()));
      return;
    }
    round = startRound();
  };

  const startRound = (): Promise<void> =>
    runRound().finally(() => {
      round = null;
      if (draining) return;
      if (failure === null) wake();
      else startTimer(Math.min(longestDelay, firstDelay * 2 ** (failures - 1)));
    });

  return {
    mark(key, position) {
      if (dirty.has(key)) return;
      dirty.set(key, { since: position, at: clock.now() });
      // Looking at every mark would cost more than it brings; the first one starts the timer.
      if (dirty.size === 1 || dirty.size % 64 === 0) wake();
    },
    isDirty: (key) => dirty.has(key) || flying.has(key),
    wake,
    checkpoint,
    async drain() {
      draining = true;
      cancelTimer?.();
      cancelTimer = null;
      if (round !== null) await round;
      const before = failures;
      while (dirty.size > 0 && failures <= before) {
        round ??= startRound();
        await round;
      }
      draining = false;
      wake();
      return dirty.size === 0;
    },
    async stop() {
      stopped = true;
      cancelTimer?.();
      cancelTimer = null;
      if (round !== null) await round;
    },
    get figures() {
      return { unwritten: unwritten(), written, full: unwritten() >= limit, failure };
    },
  };
}
