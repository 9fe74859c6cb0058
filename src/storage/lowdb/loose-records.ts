import { readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../../conversation/head.ts';
import { openDocument, type Form } from './document.ts';
import type { Disk } from './disk.ts';
import { systemCode } from './failures.ts';

/**
 * Records of which there may be millions, each in a file of its own that is read when it is asked for. Every record of
 * the journal replaces the whole value, so replaying needs no look at the file.
 */
export interface LooseRecords {
  get(key: string): Promise<Json | null>;
  all(): Promise<Map<string, Json>>;
  /** The value from now on; null takes the record away. The file follows with `save`. */
  set(key: string, value: Json | null): void;
  save(key: string): Promise<void>;
}

interface RecordFile {
  readonly key: string;
  readonly value: Json;
}

const shape = z.looseObject({ format: z.literal(1), key: z.string(), value: z.json() });

const form: Form<RecordFile> = {
  write: ({ key, value }) => `${JSON.stringify({ format: 1, key, value })}\n`,
  read: (json) => (shape.safeParse(json).data as RecordFile | undefined) ?? null,
};

export function createLooseRecords(root: string, pathOf: (key: string) => string, disk: Disk): LooseRecords {
  /** What the files do not have yet. */
  const unsaved = new Map<string, { readonly value: Json | null }>();

  const read = async (path: string): Promise<RecordFile | null> => {
    const document = openDocument(path, form, disk);
    await document.read();
    return document.data;
  };

  return {
    async get(key) {
      const newest = unsaved.get(key);
      if (newest !== undefined) return newest.value;
      return (await read(pathOf(key)))?.value ?? null;
    },
    async all() {
      const found = new Map<string, Json>();
      for (const path of await filesUnder(root)) {
        const file = await read(path);
        if (file !== null) found.set(file.key, file.value);
      }
      for (const [key, { value }] of unsaved)
        if (value === null) found.delete(key);
        else found.set(key, value);
      return found;
    },
    set(key, value) {
      unsaved.set(key, { value });
    },
    async save(key) {
      const newest = unsaved.get(key);
      if (newest === undefined) return;
      const path = pathOf(key);
      if (newest.value === null) {
        for (const file of [path, `${path}.tmp`]) if (await remove(file)) await disk.settle(dirname(path));
      } else {
        const document = openDocument(path, form, disk);
        document.data = { key, value: newest.value };
        await document.write();
      }
      if (unsaved.get(key) === newest) unsaved.delete(key);
    },
  };
}

/** Whether there was a file to remove. */
async function remove(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function filesUnder(root: string): Promise<string[]> {
  try {
    const names = await readdir(root, { recursive: true });
    return names.filter((name) => name.endsWith('.json')).map((name) => join(root, name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
