import type { Case } from './case.ts';
import type { CaseQuery } from './store.ts';

/** Cases by id and by status, in the order in which a desk works: shared by the stores that keep them in memory. */
export interface CaseBook {
  put(item: Case): void;
  get(id: string): Case | null;
  list(query: CaseQuery): readonly Case[];
  /** All cases of a conversation that the book holds. */
  of(conversationId: string): readonly Case[];
  all(): Iterable<Case>;
}

const byDue = (a: Case, b: Case): number =>
  a.priority - b.priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
const newestFirst = (a: Case, b: Case): number =>
  (b.status === 'resolved' ? b.resolvedAt : 0) - (a.status === 'resolved' ? a.resolvedAt : 0) || (a.id < b.id ? -1 : 1);

export function createCaseBook(cases: Iterable<Case> = []): CaseBook {
  const byId = new Map<string, Case>();
  const open = new Set<string>();
  const byConversation = new Map<string, Set<string>>();
  const put = (item: Case): void => {
    if (!byId.has(item.id)) {
      const ids = byConversation.get(item.conversationId) ?? new Set();
      byConversation.set(item.conversationId, ids.add(item.id));
    }
    byId.set(item.id, item);
    if (item.status === 'resolved') open.delete(item.id);
    else open.add(item.id);
  };
  for (const item of cases) put(item);
  return {
    put,
    get: (id) => byId.get(id) ?? null,
    list({ status, limit = 200 }) {
      const pool = status === 'resolved' ? [...byId.values()] : [...open].flatMap((id) => byId.get(id) ?? []);
      const found = pool.filter((item) => item.status === status);
      return found.sort(status === 'resolved' ? newestFirst : byDue).slice(0, limit);
    },
    of: (conversationId) => [...(byConversation.get(conversationId) ?? [])].flatMap((id) => byId.get(id) ?? []),
    all: () => byId.values(),
  };
}
