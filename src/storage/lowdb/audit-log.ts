import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import type { AuditEntry } from '../../conversation/store.ts';
import { openDocument, type Form } from './document.ts';
import type { Disk } from './disk.ts';
import { damaged, systemCode } from './failures.ts';
import type { Layout } from './layout.ts';

/** Who saw or did what, in files of a few hundred entries; each entry has a number, so replaying repeats nothing. */
export interface AuditLog {
  /** Finds where the log ends. */
  restore(): Promise<void>;
  /** Takes numbers for so many entries. A write that fails leaves a hole. */
  reserve(count: number): number;
  /** Reads the files in which entries with these numbers stand, so that `put` may follow: needed at recovery only. */
  open(first: number, count: number): Promise<void>;
  /** Puts entries in their places; returns the chunks that changed. */
  put(first: number, entries: readonly AuditEntry[]): readonly number[];
  save(chunk: number): Promise<void>;
  /** The newest entries, or the newest of those before a moment. */
  newest(limit: number, before?: number): Promise<readonly AuditEntry[]>;
}

const chunkLength = 500;

/** Chunks that stay in memory behind the newest: writes under way may still have places in them. */
const chunksKept = 4;

type Chunk = (AuditEntry | null)[];

const shape = z.looseObject({ format: z.literal(1), entries: z.array(z.unknown()) });

const form: Form<Chunk> = {
  write: (entries) => `{"format":1,"entries":[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]}\n`,
  read: (json) => (shape.safeParse(json).data?.entries as Chunk | undefined) ?? null,
};

export function createAuditLog(layout: Layout, disk: Disk): AuditLog {
  /** The last chunk and those that the files do not have yet. */
  const chunks = new Map<number, Chunk>();
  let next = 0;

  const read = async (chunk: number): Promise<Chunk | null> => {
    const document = openDocument(layout.audit(chunk), form, disk);
    await document.read();
    return document.data;
  };
  const newestChunk = (): number => chunkOf(Math.max(0, next - 1));

  return {
    async restore() {
      const last = await lastChunk(layout.audits);
      if (last === null) return;
      const entries = await read(last);
      if (entries === null) throw damaged(layout.audit(last), 'This part of the audit log is missing.');
      chunks.set(last, entries);
      next = last * chunkLength + entries.length;
    },
    reserve(count) {
      next += count;
      return next - count;
    },
    async open(first, count) {
      for (let chunk = chunkOf(first); chunk <= chunkOf(first + count - 1); chunk += 1)
        if (!chunks.has(chunk)) chunks.set(chunk, (await read(chunk)) ?? []);
    },
    put(first, entries) {
      const changed = new Set<number>();
      entries.forEach((entry, index) => {
        const number = first + index;
        const chunk = chunkOf(number);
        const list = chunks.get(chunk) ?? [];
        chunks.set(chunk, list);
        while (list.length < number % chunkLength) list.push(null);
        list[number % chunkLength] = entry;
        next = Math.max(next, number + 1);
        changed.add(chunk);
      });
      return [...changed];
    },
    async save(chunk) {
      const entries = chunks.get(chunk);
      if (entries === undefined) return;
      const document = openDocument(layout.audit(chunk), form, disk);
      document.data = [...entries];
      await document.write();
      if (chunk <= newestChunk() - chunksKept) chunks.delete(chunk);
    },
    async newest(limit, before = Infinity) {
      const found: AuditEntry[] = [];
      for (let chunk = newestChunk(); chunk >= 0 && found.length < limit; chunk -= 1) {
        const entries = chunks.get(chunk) ?? (await read(chunk)) ?? [];
        for (let index = entries.length - 1; index >= 0 && found.length < limit; index -= 1) {
          const entry = entries[index];
          if (entry != null && entry.time < before) found.push(entry);
        }
      }
      return found;
    },
  };
}

function chunkOf(number: number): number {
  return Math.floor(number / chunkLength);
}

async function lastChunk(folder: string): Promise<number | null> {
  try {
    const names = (await readdir(folder)).filter((name) => /^\d{8}\.json$/.test(name)).sort();
    const last = names.at(-1);
    return last === undefined ? null : Number(last.slice(0, 8));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
