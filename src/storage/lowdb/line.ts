import { crc32 } from 'node:zlib';

/**
 * A line of the journal: `checksum position index payload`. The checksum (CRC-32, 8 hex digits) covers what follows
 * it; positions rise by one; the index counts the lines of one write, so that a reader can tell a write that was cut
 * off (never acknowledged) from damage among older writes (acknowledged, so it must not be passed over).
 */
export interface Line {
  readonly position: number;
  readonly index: number;
  /** JSON without line breaks. */
  readonly payload: string;
}

const placeholder = '00000000';
const newline = 10;

/** The bytes of one write: lines with the positions `first`, `first + 1` … */
export function encodeLines(payloads: readonly string[], first: number): Buffer {
  const text = payloads.map((payload, index) => `${placeholder} ${first + index} ${index} ${payload}\n`).join('');
  const bytes = Buffer.from(text, 'utf8');
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(newline, start);
    const sum = crc32(bytes.subarray(start + placeholder.length + 1, end));
    bytes.write(sum.toString(16).padStart(placeholder.length, '0'), start, 'latin1');
    start = end + 1;
  }
  return bytes;
}

const shape = /^([0-9a-f]{8}) (\d{1,16}) (\d{1,16}) /;

/** The line in `bytes` (without its line break), or null where it is not a whole one. */
export function decodeLine(bytes: Buffer): Line | null {
  const match = shape.exec(bytes.toString('latin1', 0, 48));
  if (match === null) return null;
  const [head, sum, position, index] = match;
  if (crc32(bytes.subarray(placeholder.length + 1)) !== parseInt(sum ?? '', 16)) return null;
  return { position: Number(position), index: Number(index), payload: bytes.toString('utf8', head.length) };
}

/** The whole lines in `bytes` from `start` on, with the offset of each; what is no line is passed over as null. */
export function* linesOf(bytes: Buffer, start = 0): Generator<{ readonly at: number; readonly line: Line | null }> {
  for (let at = start; at < bytes.length;) {
    // Room that was reserved and not yet written to is zeros.
    if (bytes[at] === 0) at = nextText(bytes, at);
    if (at >= bytes.length) return;
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    yield { at, line: found < 0 ? null : decodeLine(bytes.subarray(at, end)) };
    at = end + 1;
  }
}

function nextText(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] === 0) at += 1;
  return at;
}
