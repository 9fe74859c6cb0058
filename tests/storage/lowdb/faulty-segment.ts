import { openSegmentFile, type OpenSegment } from '../../../src/storage/lowdb/segment-file.ts';

export interface Faults {
  readonly open: OpenSegment;
  /** Writes fail with this code until it is null again. */
  code: string | null;
  /** Bytes of a failing write that reach the file nevertheless. */
  partial: number;
  truncateFails: boolean;
  /** Sizes of the writes that succeeded, the reserve included. */
  readonly writes: number[];
  /** While set, writes wait for it. */
  hold: Promise<void> | null;
}

export function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Real files whose writes fail when the test says so. */
export function faultySegments(): Faults {
  const faults: Faults = {
    code: null,
    partial: 0,
    truncateFails: false,
    writes: [],
    hold: null,
    async open(path) {
      const file = await openSegmentFile(path);
      return {
        async write(bytes, at, needed) {
          await faults.hold;
          if (faults.code !== null) {
            if (faults.partial > 0) await file.write(bytes.subarray(0, faults.partial), at, faults.partial);
            throw fault(faults.code);
          }
          const written = await file.write(bytes, at, needed);
          faults.writes.push(written);
          return written;
        },
        async truncate(length) {
          if (faults.truncateFails) throw fault('EIO');
          await file.truncate(length);
        },
        close: () => file.close(),
      };
    },
  };
  return faults;
}
