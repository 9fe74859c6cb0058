import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileKinds } from '../../conversation/uploads/file-kind.ts';
import type { Shelf, StoredFile } from '../../conversation/uploads/shelf.ts';
import { SchalterError } from '../../platform/errors.ts';

const stored = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  conversationId: z.string(),
  name: z.string(),
  type: z.string().transform((type, context) => {
    const kind = fileKinds.find((each) => each === type);
    if (kind !== undefined) return kind;
    context.addIssue('no kind that is taken');
    return z.NEVER;
  }),
  size: z.number(),
  madeAt: z.number(),
  keptBy: z.string().optional(),
});

async function writeSynced(path: string, content: Buffer | string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** Makes a renamed file's name durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readNote(path: string): Promise<StoredFile | null> {
  try {
    const { keptBy, ...file } = stored.parse(JSON.parse(await readFile(path, 'utf8')));
    return { ...file, ...(keptBy !== undefined && { keptBy }) };
  } catch {
    return null;
  }
}

/**
 * Keeps files in a folder, each with a note beside it. Content is written first and the note last, so that a file
 * without a note was never acknowledged: it goes at the next start.
 */
export async function openShelf(folder: string): Promise<Shelf> {
  const known = new Map<string, StoredFile>();
  /** Asked at every commit of every conversation, nearly always for one without files. */
  const byConversation = new Map<string, ReadonlySet<string>>();
  const learn = (file: StoredFile): void => {
    known.set(file.id, file);
    byConversation.set(file.conversationId, new Set([...(byConversation.get(file.conversationId) ?? []), file.id]));
  };
  const forget = ({ id, conversationId }: StoredFile): void => {
    known.delete(id);
    const left = [...(byConversation.get(conversationId) ?? [])].filter((other) => other !== id);
    if (left.length === 0) byConversation.delete(conversationId);
    else byConversation.set(conversationId, new Set(left));
  };
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const note = name.endsWith('.json') ? await readNote(join(folder, name)) : null;
    if (note !== null && name === `${note.id}.json`) learn(note);
  }
  const ours = new Set([...known.keys()].flatMap((id) => [id, `${id}.json`]));
  for (const name of names) if (!ours.has(name)) await rm(join(folder, name), { force: true });

  const noteOf = (id: string): string => join(folder, `${id}.json`);
  const guarded = async (write: () => Promise<void>): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await write();
    } catch (cause) {
      throw new SchalterError('StorageUnavailable', { cause });
    }
  };
  const note = (file: StoredFile): Promise<void> =>
    guarded(async () => {
      await writeSynced(noteOf(file.id), JSON.stringify(file));
      await syncFolder(folder);
      learn(file);
    });

  return {
    list: () => [...known.values()],
    ofConversation: (conversationId) =>
      [...(byConversation.get(conversationId) ?? [])].flatMap((id) => known.get(id) ?? []),
    get: (id) => known.get(id) ?? null,
    async put(file, bytes) {
      stored.shape.id.parse(file.id);
      await guarded(() => writeSynced(join(folder, file.id), bytes));
      await note(file);
    },
    read: async (id) => (known.has(id) ? readFile(join(folder, id)).catch(() => null) : null),
    note,
    async remove(id) {
      const file = known.get(id);
      if (file === undefined) return;
      forget(file);
      await rm(join(folder, id), { force: true });
      await rm(noteOf(id), { force: true });
    },
  };
}
