import { z } from 'zod';
import type { Commit } from '../../conversation/commit.ts';

/** What a journal record holds besides the commit, so that a start need not open documents to understand it. */
export interface Recorded {
  readonly commit: Commit;
  /** Position of the conversation's record before this one, 0 for the first: shows that a document is out of date. */
  readonly previous: number;
  /** What remains to be done for the conversation after the commit. */
  readonly unanswered: boolean;
  readonly undelivered: boolean;
  /** Number of the commit's first audit entry. */
  readonly audit?: number;
}

/** Ids of conversations are never empty: this one marks a commit that belongs to none. */
export const noConversation = '';

/**
 * The text of a record. `entries` are the commit's entries as JSON: each is turned into text once and serves the
 * journal and the document.
 */
export function recordText(recorded: Recorded, entries: readonly string[]): string {
  const { commit, previous, unanswered, undelivered, audit } = recorded;
  const { entries: _, ...rest } = commit;
  const open = (unanswered ? 1 : 0) + (undelivered ? 2 : 0);
  const text = JSON.stringify({ previous, open, ...(audit !== undefined && { audit0: audit }), ...rest });
  return entries.length === 0 ? text : `${text.slice(0, -1)},"entries":[${entries.join(',')}]}`;
}

const shape = z.looseObject({
  previous: z.number(),
  open: z.number(),
  audit0: z.number().optional(),
  id: z.string(),
  at: z.number(),
});

/** Reads a record back, or null where it is none that this version knows. */
export function readRecord(text: string): Recorded | null {
  const parsed = shape.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const { previous, open, audit0, ...commit } = parsed.data;
  return {
    commit: commit as unknown as Commit,
    previous,
    unanswered: (open & 1) !== 0,
    undelivered: (open & 2) !== 0,
    ...(audit0 !== undefined && { audit: audit0 }),
  };
}
