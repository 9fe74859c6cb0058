import { z } from 'zod';
import type { Case } from '../../conversation/case.ts';
import { deliveryKey, isOpen, type Delivery } from '../../conversation/delivery.ts';
import type { Entry } from '../../conversation/entry.ts';
import type { Head } from '../../conversation/head.ts';
import type { Timer } from '../../conversation/timer.ts';
import type { Form } from './document.ts';
import { storedLine, type Line } from './entry-lines.ts';
import { emptyResident, type Resident } from './resident.ts';

/** A conversation's document as it is read: the state and the newest entries. */
interface ConversationDocument {
  readonly id: string;
  /** Position of the last journal record that it contains. */
  readonly position: number;
  readonly head: Head;
  readonly pages: readonly number[];
  readonly redactions: readonly number[];
  readonly cases: readonly Case[];
  readonly visitors: readonly string[];
  readonly keys: readonly (readonly [string, number, number])[];
  readonly deliveries: readonly Delivery[];
  readonly timers: readonly Timer[];
  readonly entries: readonly Entry[];
}

const list = z.array(z.unknown());
const envelope = z.looseObject({
  format: z.literal(1),
  id: z.string(),
  position: z.number(),
  head: z.looseObject({ id: z.string(), lastSeq: z.number() }),
  pages: list,
  redactions: list,
  cases: list,
  visitors: list,
  keys: list,
  deliveries: list,
  timers: list,
  entries: list,
});

/** Checks the frame only: what is inside was checked when it was written, and loads must be quick. */
function readConversation(id: string, json: unknown): ConversationDocument | null {
  const parsed = envelope.safeParse(json);
  if (!parsed.success || parsed.data.id !== id) return null;
  const document = json as ConversationDocument;
  const { entries, head } = document;
  return entries.length > 0 && entries.at(-1)?.seq !== head.lastSeq ? null : document;
}

/** The document as text; the entries are text already, each stands on a line of its own. */
function conversationText(resident: Resident): string {
  const { id, position, data, pages, redactions, cases, visitors, tail } = resident;
  if (data === null) throw new TypeError('a conversation without a commit has no document');
  const frame = JSON.stringify({
    format: 1,
    id,
    position,
    head: data.head,
    pages,
    redactions: [...redactions],
    cases: [...cases.values()],
    visitors: [...visitors],
    keys: Array.from(data.keys, ([key, { seq, time }]) => [key, seq, time]),
    deliveries: [...data.deliveries.values()],
    timers: [...data.timers.values()],
  });
  return withEntries(frame, tail);
}

/** Brings a document to life. */
function residentOf(document: ConversationDocument, path: string): Resident {
  const resident = emptyResident(document.id, path);
  resident.data = {
    head: document.head,
    entries: [],
    keys: new Map(document.keys.map(([key, seq, time]) => [key, { seq, time }])),
    deliveries: new Map(document.deliveries.map((item) => [deliveryKey(item), item])),
    timers: new Map(document.timers.map((timer) => [timer.id, timer])),
  };
  resident.tail = document.entries.map(storedLine);
  resident.pages = document.pages;
  for (const seq of document.redactions) resident.redactions.add(seq);
  for (const item of document.cases) resident.cases.set(item.id, item);
  for (const key of document.visitors) resident.visitors.add(key);
  resident.position = document.position;
  resident.undelivered = document.deliveries.filter(isOpen).length;
  resident.size = resident.tail.reduce((sum, line) => sum + line.size, 0);
  return resident;
}

export function conversationForm(id: string, path: string): Form<Resident> {
  return {
    write: conversationText,
    read(json) {
      const document = readConversation(id, json);
      return document === null ? null : residentOf(document, path);
    },
  };
}

/** Entries that are older than those in the conversation's document. */
export interface Page {
  readonly id: string;
  readonly page: number;
  readonly lines: readonly Line[];
}

const pageShape = z.looseObject({ format: z.literal(1), id: z.string(), page: z.number(), entries: list });

export function pageForm(id: string, page: number): Form<Page> {
  return {
    write: ({ lines }) => withEntries(JSON.stringify({ format: 1, id, page }), lines),
    read(json) {
      const parsed = pageShape.safeParse(json);
      if (!parsed.success || parsed.data.id !== id || parsed.data.page !== page) return null;
      return { id, page, lines: (parsed.data.entries as Entry[]).map(storedLine) };
    },
  };
}

function withEntries(frame: string, lines: readonly Line[]): string {
  return `${frame.slice(0, -1)},"entries":[\n${lines.map((line) => line.text).join(',\n')}\n]}\n`;
}
