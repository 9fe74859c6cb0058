import { z } from 'zod';
import type { OpenWork } from '../../conversation/store.ts';
import type { Ledger } from './ledger.ts';
import { noConversation } from './record.ts';

const shape = z.array(z.object({ conversationId: z.string(), unanswered: z.boolean(), undelivered: z.boolean() }));

/** What has to be done for which conversation. */
export interface OpenWorkLedger extends Ledger {
  list(): readonly OpenWork[];
}

export function createOpenWork(): OpenWorkLedger {
  const open = new Map<string, OpenWork>();
  return {
    name: 'open-work',
    list: () => [...open.values()],
    data: () => [...open.values()],
    restore(data) {
      const parsed = shape.safeParse(data);
      for (const item of parsed.data ?? []) open.set(item.conversationId, item);
      return parsed.success;
    },
    apply({ commit, unanswered, undelivered }) {
      if (commit.id === noConversation) return false;
      const before = open.get(commit.id);
      if (before === undefined && !unanswered && !undelivered) return false;
      if (before?.unanswered === unanswered && before.undelivered === undelivered) return false;
      if (unanswered || undelivered) open.set(commit.id, { conversationId: commit.id, unanswered, undelivered });
      else open.delete(commit.id);
      return true;
    },
  };
}
