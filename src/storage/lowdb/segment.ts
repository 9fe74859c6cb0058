import { z } from 'zod';

/** The first line of a segment. `after` is the last position before it: it proves that no segment is missing. */
const headerShape = z.object({ journal: z.literal(1), after: z.number().int().nonnegative() });

/** Payload of a segment's first line; it stands at the segment's first position and is no record. */
export function segmentHeader(after: number): string {
  return JSON.stringify({ journal: 1, after });
}

/** What a header says, or null where it is none (or of a format that this version does not know). */
export function readHeader(payload: string): { readonly after: number } | null {
  try {
    return headerShape.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

const digits = 16;

/** The file name of the segment whose first record stands at `first`; names sort as the positions do. */
export function segmentName(first: number): string {
  return `${String(first).padStart(digits, '0')}.log`;
}

/** The first position of a segment by its file name, or null where the file is none. */
export function segmentFirst(name: string): number | null {
  return /^\d{16}\.log$/.test(name) ? Number(name.slice(0, digits)) : null;
}

/** A segment on disk that still holds records which no document is known to contain. */
export interface Segment {
  readonly path: string;
  readonly first: number;
  /** The last position in it; `first - 1` where it holds none. */
  readonly last: number;
  readonly bytes: number;
}
