import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Low, type Adapter } from 'lowdb';
import { damaged, systemCode } from './failures.ts';
import { plainDisk } from './disk.ts';

/** How a kind of document becomes text and is read back. */
export interface Form<T> {
  readonly write: (data: T) => string;
  /** The content of a parsed file; null where it is not of this kind. */
  readonly read: (json: unknown) => T | null;
}

/**
 * A lowdb adapter that does not lose: lowdb's own writes and renames without syncing, so that a power cut can leave an
 * empty file in the place of a whole one.
 */
export function syncedAdapter<T>(path: string, form: Form<T>, disk = plainDisk): Adapter<T | null> {
  return {
    async read() {
      const text = await readText(path);
      if (text === null) return null;
      const data = parse(path, text);
      return form.read(data) ?? refuse(path);
    },
    async write(data) {
      if (data === null) return;
      await disk.replace(path, form.write(data));
      await disk.settle(dirname(path));
    },
  };
}

/** The document at `path`; its `data` is null until it was read or set, and stays null where there is no file. */
export function openDocument<T>(path: string, form: Form<T>, disk = plainDisk): Low<T | null> {
  return new Low(syncedAdapter(path, form, disk), null);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw damaged(path, 'The document is not valid JSON.');
  }
}

function refuse(path: string): never {
  throw damaged(path, 'The document is of another kind or of an unknown format.');
}
