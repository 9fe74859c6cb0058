import type { Brief, EarlierCase, Entry, HeldReply, Person, WholeCase } from '../../../src/console/contract.ts';

/** A conversation as far as it was read. */
export interface Thread {
  readonly entries: readonly Entry[];
  /** The number up to which everything was read. */
  readonly lastSeq: number;
  /** Set while there is more in front of the first entry. */
  readonly earlier: boolean;
  readonly brief: Brief | null;
  /** Other cases of the same customer. */
  readonly cases: readonly EarlierCase[];
  /** Replies that can still be taken back. */
  readonly held: readonly HeldReply[];
}

/** Which part of a conversation was read. */
export type Part = 'whole' | 'after' | 'before';

/** Entries by number, each once; the newer reading of one wins, since deliveries go on. */
function merge(before: readonly Entry[], more: readonly Entry[]): readonly Entry[] {
  const all = new Map([...before, ...more].map((entry) => [entry.seq, entry]));
  return [...all.values()].sort((a, b) => a.seq - b.seq);
}

/** The thread with what was read now. */
export function readInto(before: Thread | undefined, read: WholeCase, part: Part): Thread {
  const { transcript, lastSeq, brief, earlier, held } = read;
  // Read whole again, nothing is lost that was read before, as long as both parts touch.
  const touches = before !== undefined && (part !== 'whole' || (transcript[0]?.seq ?? 0) <= before.lastSeq + 1);
  const entries = merge(touches ? before.entries : [], transcript);
  const known = touches ? before.lastSeq : 0;
  return {
    entries,
    lastSeq: part === 'before' ? (before?.lastSeq ?? lastSeq) : Math.max(known, entries.at(-1)?.seq ?? 0),
    earlier: (entries[0]?.seq ?? 1) > 1,
    brief: brief ?? before?.brief ?? null,
    cases: earlier ?? before?.cases ?? [],
    held: held ?? before?.held ?? [],
  };
}

/** Who writes in a case, until when. */
export interface Writer {
  readonly by: Person;
  readonly until: number;
}
