import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, systemCode } from './failures.ts';
import { linesOf } from './line.ts';
import { readHeader, segmentFirst, type Segment } from './segment.ts';

/** What a journal on disk holds. */
export interface JournalEnd {
  /** Oldest first. */
  readonly segments: readonly Segment[];
  /** The last position that was ever given, 0 where there is none. */
  readonly last: number;
  /** Whether there is a journal at all: documents without one are a folder that lost it. */
  readonly found: boolean;
}

interface Opened {
  readonly path: string;
  readonly first: number;
  readonly bytes: Buffer;
  /** The last position before this segment; null where its header was cut off. */
  readonly after: number | null;
  /** Offset of the first record. */
  readonly start: number;
}

/**
 * Reads the journal in `folder`, oldest record first. A write at the very end that was cut off is dropped: nobody was
 * told that it succeeded. Anything else that does not add up is refused.
 * @throws SchalterError DataDamaged, naming file and byte, where acknowledged records are unreadable or missing.
 */
export function readJournal(folder: string, visit: (position: number, payload: string) => void): JournalEnd {
  const names = listSegments(folder);
  const segments: Segment[] = [];
  let last: number | null = null;
  let current = names.length > 0 ? openSegment(folder, names[0] ?? '') : null;
  for (let index = 0; current !== null; index += 1) {
    const nextName = names[index + 1];
    const next: Opened | null = nextName === undefined ? null : openSegment(folder, nextName);
    last ??= current.after ?? current.first - 1;
    if (current.after !== null && current.after !== last)
      throw damaged(current.path, `The journal before position ${current.first} is missing.`);
    // A header that was cut off belongs to a segment that never held a record.
    const { end, bytes } = readRecords(current, next, visit);
    segments.push({ path: current.path, first: current.first, last: end, bytes });
    last = Math.max(last, end);
    current = next;
  }
  return { segments, last: last ?? 0, found: names.length > 0 };
}

function listSegments(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => segmentFirst(name) !== null)
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function openSegment(folder: string, name: string): Opened {
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const top = linesOf(bytes).next();
  const line = top.done === true || top.value.at !== 0 ? null : top.value.line;
  const header = line === null ? null : readHeader(line.payload);
  const start = header === null ? 0 : bytes.indexOf(10) + 1;
  return { path, first: segmentFirst(name) ?? 0, bytes, after: header?.after ?? null, start };
}

/** Visits the records of one segment; returns the last position in it and where its lines end. */
function readRecords(
  segment: Opened,
  next: Opened | null,
  visit: (position: number, payload: string) => void,
): { readonly end: number; readonly bytes: number } {
  // What stands behind the next segment's beginning was rejected when it was written: its callers were told so.
  const until = next?.after ?? Infinity;
  let expected = segment.first;
  let bytes = segment.start;
  for (const { at, line } of linesOf(segment.bytes, segment.start)) {
    if (expected > until) break;
    if (line?.position !== expected || segment.after === null) {
      const cutOff = next?.after == null && wasCutOff(segment.bytes, at, expected);
      if (!cutOff) throw damaged(segment.path, `The journal is damaged at byte ${at} (position ${expected}).`);
      break;
    }
    visit(expected, line.payload);
    expected += 1;
    bytes = segment.bytes.indexOf(10, at) + 1;
  }
  if (until !== Infinity && expected <= until)
    throw damaged(segment.path, `The journal ends at position ${expected - 1}; ${until} was expected.`);
  return { end: expected - 1, bytes };
}

/** Whether nothing from a later write follows the damage: writes come one after another, so it was the last. */
function wasCutOff(bytes: Buffer, at: number, expected: number): boolean {
  for (const { line } of linesOf(bytes, at)) if (line !== null && line.position - line.index > expected) return false;
  return true;
}
