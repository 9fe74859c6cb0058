import type { Case } from '../../src/conversation/case.ts';
import type { Delivery } from '../../src/conversation/delivery.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import type { Head } from '../../src/conversation/head.ts';
import type { Store } from '../../src/conversation/store.ts';

/** What a store holds of a conversation. */
export interface Stored {
  readonly head: Head;
  readonly entries: readonly Entry[];
  readonly deliveries: readonly Delivery[];
  readonly cases: readonly Case[];
}

/** The ids of the cases that a log tells of, once for each time that one began. */
export function casesBegun(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ activity }) => {
    if (activity.type !== 'event' || activity.name !== 'handoff.initiate') return [];
    const value = activity.value as {
      readonly caseId?: string;
      readonly raised?: boolean;
      readonly reopened?: boolean;
    };
    return value.caseId === undefined || value.raised === true || value.reopened === true ? [] : [value.caseId];
  });
}

/** Reads conversations out of a store; those that it does not have are missing. */
export async function readStored(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
  const found = new Map<string, Stored>();
  for (const id of ids) {
    const head = await store.head(id);
    if (head === null) continue;
    const entries = await store.entries(id);
    found.set(id, {
      head,
      entries,
      deliveries: await store.deliveries(id),
      cases: await store.casesOf(id),
    });
  }
  return found;
}

/** Whether nothing is left to do for it. */
export function isAtRest({ head, deliveries }: Stored): boolean {
  return (
    head.cursor >= head.lastInput && deliveries.every(({ status }) => status !== 'pending' && status !== 'sending')
  );
}
