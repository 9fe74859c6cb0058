import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where things stand in a data folder. */
export interface Layout {
  readonly journal: string;
  /** Whole small files: open work, cases, timers, accounts, sessions, secrets. */
  index(name: string): string;
  conversation(id: string): string;
  /** Older entries of a conversation; `page` counts from 0. */
  page(id: string, page: number): string;
  visitor(key: string): string;
  casePointer(id: string): string;
  /** Which visitors' bindings lead to a conversation. */
  visitorsOf(conversationId: string): string;
  audit(chunk: number): string;
  readonly conversations: string;
  readonly visitors: string;
  readonly audits: string;
  readonly cases: string;
  readonly bindings: string;
}

/**
 * Files of which there may be millions stand in 256 subfolders, named by a hash: ids come from platforms and may hold
 * what no file name may, or differ in case alone.
 */
export function layoutOf(folder: string): Layout {
  const hashed = (root: string, id: string): string => {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
    return join(folder, root, name.slice(0, 2), name);
  };
  return {
    journal: join(folder, 'journal'),
    conversations: join(folder, 'conversations'),
    visitors: join(folder, 'visitors'),
    audits: join(folder, 'audit'),
    cases: join(folder, 'cases'),
    bindings: join(folder, 'bindings'),
    index: (name) => join(folder, 'index', `${name}.json`),
    conversation: (id) => `${hashed('conversations', id)}.json`,
    page: (id, page) => `${hashed('conversations', id)}.${page}.json`,
    visitor: (key) => `${hashed('visitors', key)}.json`,
    casePointer: (id) => `${hashed('cases', id)}.json`,
    visitorsOf: (id) => `${hashed('bindings', id)}.json`,
    audit: (chunk) => join(folder, 'audit', `${String(chunk).padStart(8, '0')}.json`),
  };
}
