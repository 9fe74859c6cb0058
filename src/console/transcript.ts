import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Names } from './case-view.ts';
import type { Entry } from './contract.ts';
import { viewEntry } from './entry-view.ts';

/** Entries in one answer: a screen scrolls through them, more are fetched when asked for. */
export const pageSize = 300;

/** Which part of a conversation is wanted: what came after a number, or what stood before one; neither: the newest. */
export interface Range {
  readonly after: number | null;
  readonly before: number | null;
}

export interface Transcript {
  readonly transcript: readonly Entry[];
  /** The number of the conversation's newest entry, in this answer or not. */
  readonly lastSeq: number;
}

/** Reads a part of the conversation of a case. @throws SchalterError CaseNotFound where nothing is left of it */
export async function readTranscript(
  item: Case,
  { after, before }: Range,
  { store, names, staffNames }: { store: Store; names: Names; staffNames: ReadonlyMap<string, string> },
): Promise<Transcript> {
  const head = await store.head(item.conversationId);
  if (head === null) throw new SchalterError('CaseNotFound');
  const end = before ?? head.lastSeq + 1;
  const from = after ?? Math.max(0, end - 1 - pageSize);
  const [entries, deliveries] = await Promise.all([
    store.entries(item.conversationId, { after: from, limit: pageSize }),
    store.deliveries(item.conversationId),
  ]);
  const context = { customerName: head.customer.name ?? null, staffNames, deliveries, names };
  return {
    transcript: entries.filter((entry) => entry.seq < end).map((entry) => viewEntry(entry, context)),
    lastSeq: head.lastSeq,
  };
}
