import type { Keep } from './keep.ts';

/** What is being written: words for the customer, or a note for colleagues. */
export type Kind = 'reply' | 'note';

/** The prefix of all drafts in the browser's storage. */
export const draftPrefix = 'draft:';

/** Texts that were begun, for each case one of each kind. They outlive a reload. */
export interface Drafts {
  get(caseId: string, kind: Kind): string;
  set(caseId: string, kind: Kind, text: string): void;
  /** Puts a text that came back in front of what was written meanwhile. */
  giveBack(caseId: string, kind: Kind, text: string): void;
  /** The key under which this very text is sent: the same for a second try, so that nothing is sent twice. */
  keyOf(caseId: string, kind: Kind): string;
}

export function createDrafts(keep: Keep, ids: () => string = () => crypto.randomUUID()): Drafts {
  const textAt = (caseId: string, kind: Kind): string => `${draftPrefix}${kind}:${caseId}`;
  const keyAt = (caseId: string, kind: Kind): string => `${draftPrefix}key:${kind}:${caseId}`;
  const drafts: Drafts = {
    get: (caseId, kind) => keep.get(textAt(caseId, kind)) ?? '',
    set(caseId, kind, text) {
      keep.set(textAt(caseId, kind), text === '' ? null : text);
      keep.set(keyAt(caseId, kind), null);
    },
    giveBack(caseId, kind, text) {
      const now = drafts.get(caseId, kind).trim();
      drafts.set(caseId, kind, now === '' ? text : `${text}\n\n${now}`);
    },
    keyOf(caseId, kind) {
      const key = keep.get(keyAt(caseId, kind)) ?? ids();
      keep.set(keyAt(caseId, kind), key);
      return key;
    },
  };
  return drafts;
}
