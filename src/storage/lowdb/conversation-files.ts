import { rm } from 'node:fs/promises';
import { tombstone, type Entry } from '../../conversation/entry.ts';
import type { ReadOptions } from '../../conversation/store.ts';
import { conversationForm, pageForm, type Page } from './conversation-document.ts';
import { openDocument } from './document.ts';
import type { Disk } from './disk.ts';
import { storedLine, type Line } from './entry-lines.ts';
import { damaged } from './failures.ts';
import type { Layout } from './layout.ts';
import { emptyResident, tailStart, type Resident } from './resident.ts';

/** Reads and writes the files of a conversation: its document and the pages with its older entries. */
export interface ConversationFiles {
  /** The conversation as its document says; without commits where there is none. */
  load(id: string): Promise<Resident>;
  save(resident: Resident): Promise<void>;
  entries(resident: Resident, options: ReadOptions): Promise<readonly Entry[]>;
}

/** Entries that stay in the document when older ones move to a page: what a turn or a reconnecting client reads. */
const kept = 16;
/** Length at which older entries move: a document is written again and again, a page once. */
const longest = 64;
const pageLength = 256;

export function createConversationFiles(layout: Layout, disk: Disk): ConversationFiles {
  const pageOf = (id: string, page: number): ReturnType<typeof openDocument<Page>> =>
    openDocument(layout.page(id, page), pageForm(id, page), disk);

  const readPage = async (id: string, page: number): Promise<readonly Line[]> => {
    const document = pageOf(id, page);
    await document.read();
    if (document.data === null) throw damaged(layout.page(id, page), 'This part of a conversation is missing.');
    return document.data.lines;
  };

  const writePage = async (id: string, page: number, lines: readonly Line[]): Promise<void> => {
    const document = pageOf(id, page);
    document.data = { id, page, lines };
    await document.write();
  };

  /** Takes the content of redacted entries out of the pages that hold them. */
  const emptyPages = async ({ id, pages, redactions }: Resident, before: number): Promise<void> => {
    for (const [page, first] of pages.entries()) {
      const end = pages[page + 1] ?? before;
      if (![...redactions].some((seq) => seq >= first && seq < end)) continue;
      const lines = await readPage(id, page);
      await writePage(
        id,
        page,
        lines.map((line) => (redactions.has(line.seq) ? storedLine(tombstone(line.entry())) : line)),
      );
    }
  };

  /** Writes the older part of the tail to pages; returns where the pages begin then and how many entries moved. */
  const seal = async ({ id, tail, pages }: Resident): Promise<{ pages: readonly number[]; moved: number }> => {
    if (tail.length < longest) return { pages, moved: 0 };
    const older = tail.slice(0, -kept);
    const all = [...pages];
    for (let start = 0; start < older.length; start += pageLength) {
      const lines = older.slice(start, start + pageLength);
      await writePage(id, all.length, lines);
      all.push(lines[0]?.seq ?? 0);
    }
    return { pages: all, moved: older.length };
  };

  return {
    async load(id) {
      const path = layout.conversation(id);
      const document = openDocument(path, conversationForm(id, path), disk);
      await document.read();
      return document.data ?? emptyResident(id, path);
    },
    async save(resident) {
      const { id, path } = resident;
      const emptied = new Set(resident.redactions);
      if (emptied.size > 0) {
        await emptyPages(resident, tailStart(resident));
        // A page that a crash left without its document: nobody reads it, but it may hold what was to go.
        for (const end of ['', '.tmp']) await rm(`${layout.page(id, resident.pages.length)}${end}`, { force: true });
      }
      const { pages, moved } = await seal(resident);
      // From here to the snapshot nothing waits: what is committed later makes the document dirty again.
      const redactions = new Set([...resident.redactions].filter((seq) => !emptied.has(seq)));
      const document = openDocument(path, conversationForm(id, path), disk);
      document.data = { ...resident, pages, redactions, tail: resident.tail.slice(moved) };
      await document.write();
      for (const line of resident.tail.slice(0, moved)) resident.size -= line.size;
      resident.tail = resident.tail.slice(moved);
      resident.pages = pages;
      for (const seq of emptied) resident.redactions.delete(seq);
    },
    async entries(resident, { after = 0, limit = Infinity, audience }) {
      const { id, pages, tail, redactions } = resident;
      const found: Entry[] = [];
      const take = (line: Line): void => {
        if (line.seq <= after || found.length >= limit || (audience ?? line.audience) !== line.audience) return;
        found.push(line.entry());
      };
      const start = tailStart(resident);
      for (const [page] of pages.entries()) {
        if (found.length >= limit || (pages[page + 1] ?? start) <= after + 1) continue;
        (await readPage(id, page)).forEach(take);
      }
      const older = found.length;
      for (let index = Math.max(0, after + 1 - start); index < tail.length && found.length < limit; index += 1) {
        const line = tail[index];
        if (line !== undefined) take(line);
      }
      // Redacted and not yet taken from the page.
      return found.map((entry, index) =>
        index < older && redactions.has(entry.seq) && entry.redacted !== true ? tombstone(entry) : entry,
      );
    },
  };
}
