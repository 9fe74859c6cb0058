import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SchalterError } from '../../platform/errors.ts';
import { systemCode, unavailable } from './failures.ts';
import { encodeLines } from './line.ts';
import type { JournalEnd } from './journal-reader.ts';
import { segmentHeader, segmentName, type Segment } from './segment.ts';
import { openSegmentFile, type OpenSegment, type SegmentFile } from './segment-file.ts';
import { syncFolder } from './synced-file.ts';

/** Whether records may be taken now, must wait, or are refused because nothing will make room. */
export type Gate = 'open' | 'wait' | 'refuse';

export interface JournalOptions {
  readonly folder: string;
  /** What was read at start; the journal goes on behind it, in a segment of its own. */
  readonly end: JournalEnd;
  /** Asked before each write; a journal that waits is woken by `resume`. */
  readonly gate?: () => Gate;
  /** A segment that is this long is closed and the next begun. */
  readonly segmentBytes?: number;
  /** Room is reserved in steps of this size: a write that does not make a file longer syncs in half the time. */
  readonly reserveBytes?: number;
  readonly open?: OpenSegment;
}

/** The journal: the one place where a change becomes durable. */
export interface Journal {
  /**
   * Adds a record; all records that arrive while the disk is busy are written and synced together. Once it is durable
   * `apply` is called with its position, in the order of the journal; the promise gives what it returned.
   * @throws SchalterError StorageUnavailable where the write failed: it left no trace, nor did the others of its batch.
   */
  append<T>(payload: string, apply: (position: number) => T): Promise<T>;
  /** Lets go of the segments whose records all stand before `position`: documents hold them now. */
  release(position: number): Promise<void>;
  /** Positions go on behind `position`, where a document knows one that this journal lost. */
  advance(position: number): void;
  /**
   * Begins a new segment, so that the one before can be released although it is not full. It never throws:
   * `figures.failure` says whether it succeeded.
   */
  rotate(): Promise<void>;
  /** Asks the gate again. */
  resume(): void;
  /** Waits until nothing is under way, then closes the file. Later appends are refused. */
  close(): Promise<void>;
  readonly figures: JournalFigures;
}

export interface JournalFigures {
  /** The last durable position. */
  readonly last: number;
  /** Bytes in segments that are still needed. */
  readonly liveBytes: number;
  readonly writes: number;
  readonly records: number;
  /** The error of the last write, null where it succeeded. */
  readonly failure: unknown;
}

interface Waiting {
  readonly payload: string;
  readonly commit: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

interface Current {
  readonly file: SegmentFile;
  readonly path: string;
  readonly first: number;
  /** Bytes of lines that are durable. */
  length: number;
  /** Bytes of the file, the reserve included. */
  reserved: number;
}

const kib = 1024;

export function createJournal(options: JournalOptions): Journal {
  const { folder, end, gate = () => 'open', segmentBytes = 4096 * kib, reserveBytes = 1024 * kib } = options;
  const open = options.open ?? openSegmentFile;
  const closed: Segment[] = [...end.segments];
  let current: Current | null = null;
  let waiting: Waiting[] = [];
  let last = end.last;
  let skipTo = end.last;
  let rotateNext = false;
  let turned: (() => void)[] = [];
  let stopped = false;
  let running: Promise<void> | null = null;
  let releasing = Promise.resolve();
  const count = { writes: 0, records: 0, failure: null as unknown };

  const retire = async (): Promise<void> => {
    if (current === null) return;
    const { file, path, first, length } = current;
    current = null;
    // Without a record it is nothing to keep: the next segment takes its name.
    if (last >= first) closed.push({ path, first, last, bytes: length });
    // Takes the reserve back and, after a failure, what was half written. Where this fails too, the next segment's
    // header says where this one ended.
    await file.truncate(length).catch(() => undefined);
    await file.close().catch(() => undefined);
  };

  /** Begins a segment behind the last position; its header is durable when this returns. */
  const begin = async (): Promise<Current> => {
    const first = Math.max(last, skipTo) + 1;
    const path = join(folder, segmentName(first));
    // An earlier process began here and wrote no record: this file takes the name over, so nobody may remove it.
    const again = closed.findIndex((other) => other.first === first);
    if (again >= 0) closed.splice(again, 1);
    const segment: Current = { file: await open(path), path, first, length: 0, reserved: 0 };
    current = segment;
    await put(segment, encodeLines([segmentHeader(last)], first));
    return segment;
  };

  const put = async (segment: Current, lines: Buffer): Promise<void> => {
    const ends = segment.length + lines.length;
    const reserve = ends <= segment.reserved ? 0 : reserveBytes - (ends % reserveBytes);
    const bytes = reserve === 0 ? lines : Buffer.concat([lines, Buffer.alloc(reserve)]);
    const written = await segment.file.write(bytes, segment.length, lines.length);
    segment.reserved = Math.max(segment.reserved, segment.length + written);
    segment.length = ends;
  };

  const ready = async (): Promise<Current> => {
    const used = current !== null && last >= current.first;
    if (skipTo > last || (used && (rotateNext || (current?.length ?? 0) >= segmentBytes))) await retire();
    const waiters = turned;
    turned = [];
    rotateNext = false;
    try {
      const segment = current ?? (await begin());
      count.failure = null;
      return segment;
    } finally {
      for (const waiter of waiters) waiter();
    }
  };

  const writeBatch = async (batch: readonly Waiting[]): Promise<void> => {
    const segment = await ready();
    const first = Math.max(last + 1, segment.first);
    const payloads = batch.map((record) => record.payload);
    await put(segment, encodeLines(payloads, first));
    last = first + batch.length - 1;
    count.writes += 1;
    count.records += batch.length;
    count.failure = null;
    batch.forEach((record, index) => record.commit(first + index));
  };

  const drop = async (position: number): Promise<void> => {
    let dropped = false;
    for (let oldest = closed[0]; oldest !== undefined && oldest.last < position; oldest = closed[0]) {
      // The last file keeps the position for the next start.
      if (current === null && closed.length === 1) break;
      await unlink(oldest.path).catch(ignoreMissing);
      closed.shift();
      dropped = true;
    }
    if (dropped) await syncFolder(folder);
  };

  const fail = async (error: unknown): Promise<void> => {
    count.failure ??= error;
    await retire();
  };

  const run = async (): Promise<void> => {
    // All requests that this round of the event loop brings share the first write.
    await new Promise((resolve) => setImmediate(resolve));
    if (rotateNext) await ready().catch(fail);
    while (waiting.length > 0) {
      const state = gate();
      if (state === 'wait' && !stopped) return;
      const batch = waiting;
      waiting = [];
      try {
        if (state !== 'open') throw unavailable(count.failure ?? undefined);
        await writeBatch(batch);
      } catch (error) {
        await fail(error);
        const refusal = unavailable(error);
        for (const record of batch) record.reject(refusal);
      }
    }
  };
  const resume = (): void => {
    if (running !== null || (waiting.length === 0 && !rotateNext)) return;
    running = run().finally(() => {
      running = null;
      // What came between the last look and now.
      if (rotateNext || (waiting.length > 0 && gate() !== 'wait')) resume();
    });
  };

  const settled = async (): Promise<void> => {
    while (running !== null) await running;
  };

  return {
    append: (payload, apply) =>
      new Promise((resolve, reject) => {
        if (stopped) {
          reject(new SchalterError('Stopping'));
          return;
        }
        const commit = (position: number): void => {
          try {
            resolve(apply(position));
          } catch (error) {
            reject(error instanceof Error ? error : new Error('a record could not be applied', { cause: error }));
          }
        };
        waiting.push({ payload, commit, reject });
        if (running === null) resume();
      }),
    release(position) {
      // Oldest first, one after another: a gap would look like a loss.
      releasing = releasing.catch(() => undefined).then(() => drop(position));
      return releasing;
    },
    advance(position) {
      skipTo = Math.max(skipTo, position);
    },
    rotate: () =>
      new Promise((resolve) => {
        rotateNext = true;
        turned.push(resolve);
        resume();
      }),
    resume,
    async close() {
      stopped = true;
      resume();
      await settled();
      await retire();
    },
    get figures() {
      const live = closed.reduce((sum, segment) => sum + segment.bytes, current?.length ?? 0);
      return { last, liveBytes: live, ...count };
    },
  };
}

function ignoreMissing(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') throw error;
}
