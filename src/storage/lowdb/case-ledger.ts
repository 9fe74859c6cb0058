import { z } from 'zod';
import { createCaseBook } from '../../conversation/case-book.ts';
import type { Case } from '../../conversation/case.ts';
import type { CaseQuery } from '../../conversation/store.ts';
import type { Ledger } from './ledger.ts';

const shape = z.array(z.looseObject({ id: z.string(), conversationId: z.string(), status: z.string() }));

/** All open cases and the newest resolved ones; older ones are found through their conversation. */
export interface CaseLedger extends Ledger {
  get(id: string): Case | null;
  list(query: CaseQuery): readonly Case[];
}

/** Resolved cases in memory: what a desk looks back at. Twice as many may gather before the older half goes. */
const resolvedKept = 1000;

export function createCaseLedger(): CaseLedger {
  let book = createCaseBook();
  let resolved = 0;

  const put = (item: Case): void => {
    if (item.status === 'resolved' && book.get(item.id)?.status !== 'resolved') resolved += 1;
    book.put(item);
    if (resolved > 2 * resolvedKept) trim();
  };
  const trim = (): void => {
    const newest = book.list({ status: 'resolved', limit: resolvedKept });
    book = createCaseBook([...[...book.all()].filter((item) => item.status !== 'resolved'), ...newest]);
    resolved = newest.length;
  };

  return {
    name: 'cases',
    get: (id) => book.get(id),
    list: (query) => book.list(query),
    data: () => [...book.all()],
    restore(data) {
      const parsed = shape.safeParse(data);
      if (parsed.success) (data as Case[]).forEach(put);
      return parsed.success;
    },
    apply({ commit }) {
      commit.cases?.forEach(put);
      return commit.cases !== undefined;
    },
  };
}
