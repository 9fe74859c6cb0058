import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { heldOf, heldIn, type Held } from '../handoff/staff-words.ts';
import { iso } from './case-view.ts';
import type { HeldReply } from './contract.ts';

export function viewHeld({ id, text, due, by }: Held): HeldReply {
  return { id, text, until: iso(due), by: { userId: by.userId, name: by.name } };
}

/** The replies of a case that have not left yet. */
export async function heldReplies(item: Case, store: Store): Promise<readonly HeldReply[]> {
  if (item.status === 'resolved') return [];
  const { result } = await store.write(item.conversationId, {}, (view) => ({ result: heldOf(view, item.id) }));
  return result.flatMap((timer) => {
    const held = heldIn(timer);
    return held === null ? [] : [viewHeld(held)];
  });
}
