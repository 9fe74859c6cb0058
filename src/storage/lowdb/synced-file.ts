import { close, constants, fdatasync, fsync, open, rename, write } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from './failures.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);
const renameFile = promisify(rename);

/** The flag that makes a write sync at once, one call instead of two; undefined where a system does not know it. */
export const synced = (constants as Partial<typeof constants>).O_DSYNC;

/** Makes the entries of a folder (new, renamed, removed files) durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await openFile(folder, constants.O_RDONLY);
  try {
    await syncAll(handle);
  } finally {
    await closeFile(handle);
  }
}

/**
 * Puts `text` in the place of the file at `path`: readers see the old or the new content whole, even across a power
 * cut. It is durable once the folder was synced too, which is the caller's part: one sync serves many files.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const handle = await openForWriting(temporary);
  try {
    await writeWhole(handle, Buffer.from(text));
    if (synced === undefined) await syncData(handle);
  } finally {
    await closeFile(handle);
  }
  await renameFile(temporary, path);
}

/** Plain calls with file numbers: FileHandle and writeFile cost the main thread as much again for each document. */
async function writeWhole(handle: number, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length;) from += await writeSome(handle, bytes, from);
}

function writeSome(handle: number, bytes: Buffer, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(handle, bytes, from, bytes.length - from, null, (error, written) => {
      if (error === null) resolve(written);
      else reject(error);
    });
  });
}

async function openForWriting(path: string): Promise<number> {
  const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY | (synced ?? 0);
  try {
    return await openFile(path, flags, 0o600);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await makeFolder(dirname(path));
    return openFile(path, flags, 0o600);
  }
}

/** Makes a folder with those above it, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 }).catch(async (error: unknown) => {
    // On a read-only disk the recursive form says ENOENT, the plain one why.
    if (systemCode(error) === 'ENOENT') await mkdir(folder, { mode: 0o700 });
    throw error;
  });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}
