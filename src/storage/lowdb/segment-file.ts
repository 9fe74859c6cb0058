import { close, constants, fdatasync, ftruncate, open, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from './failures.ts';
import { syncFolder, synced } from './synced-file.ts';

// File numbers rather than FileHandle objects: the journal is the hottest path, and they cost a third.
const openFile = promisify(open);
const closeFile = promisify(close);
const truncateFile = promisify(ftruncate);
const syncFile = promisify(fdatasync);

/** A file whose writes are durable when they return. */
export interface SegmentFile {
  /** Writes at an offset; returns how many bytes are durable, at least `needed`. */
  write(bytes: Buffer, at: number, needed: number): Promise<number>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export type OpenSegment = (path: string) => Promise<SegmentFile>;

/** Opens an empty segment at `path`; the folder's entry is durable when it returns. */
export const openSegmentFile: OpenSegment = async (path) => {
  const file = await openFile(path, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY | (synced ?? 0), 0o600);
  try {
    await syncFolder(dirname(path));
  } catch (error) {
    await closeFile(file);
    throw error;
  }
  return {
    async write(bytes, at, needed) {
      let written = 0;
      while (written < bytes.length) {
        const more = await writeOnce(file, bytes, written, at + written).catch((error: unknown) => {
          // The reserve behind the lines did not fit any more: the lines did.
          if (written >= needed && systemCode(error) === 'ENOSPC') return 0;
          throw error;
        });
        if (more === 0) break;
        written += more;
      }
      if (synced === undefined) await syncFile(file);
      return written;
    },
    truncate: (length) => truncateFile(file, length),
    close: () => closeFile(file),
  };
};

function writeOnce(file: number, bytes: Buffer, from: number, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(file, bytes, from, bytes.length - from, at, (error, written) => {
      if (error === null) resolve(written);
      else reject(error);
    });
  });
}
