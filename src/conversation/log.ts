import { createHash } from 'node:crypto';
import type { EntryActivity, NewEntry } from './entry.ts';
import type { Customer, Head, HeadChange, Reference } from './head.ts';
import type { Store } from './store.ts';

/** Takes what must never be stored out of an activity; see the door. */
export type Door = (activity: EntryActivity) => { readonly activity: EntryActivity };

/** What a channel hands in: one activity of a customer. */
export interface Received {
  readonly conversationId: string;
  readonly channel: string;
  readonly customer: Customer;
  /** Where replies are pushed to; null where the client fetches them. */
  readonly reference: Reference | null;
  readonly activity: EntryActivity;
  /** Platform id for de-duplication. */
  readonly key?: string;
  /** Not words of the customer but a sign of the channel (`conversationUpdate`): wakes the bot, is shown to nobody. */
  readonly sign?: boolean;
  /** A sign that is only kept: the bot has nothing to do with it. */
  readonly silent?: boolean;
  /** Whether the conversation must exist already; else the first activity begins it. */
  readonly mustExist?: boolean;
}

export interface Receipt {
  readonly seq: number;
  /** The same platform id came before; `seq` is the entry of the first time. */
  readonly duplicate: boolean;
}

/** The way in for channels: through the door, de-duplicated, durable before it resolves. */
export interface ConversationLog {
  /** @throws SchalterError StorageUnavailable, ConversationNotFound; then nothing was kept. */
  receive(received: Received): Promise<Receipt>;
  /** Several activities of one conversation in one write, in this order: all are kept or none. @throws as `receive` */
  receiveAll(batch: readonly Received[]): Promise<readonly Receipt[]>;
}

const sameReference = (a: Reference | null, b: Reference | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.serviceUrl === b.serviceUrl &&
    a.conversationId === b.conversationId &&
    a.botId === b.botId &&
    a.heardAt === b.heardAt);

/** The new reference; when the customer was last heard never goes back, whatever order events come in. */
function latest(known: Reference | null, received: Reference | null): Reference | null {
  if (received === null) return null;
  const heardAt = Math.max(known?.heardAt ?? 0, received.heardAt ?? 0);
  return { ...received, ...(heardAt > 0 && { heardAt }) };
}

function headChange(head: Head | null, received: Received, customer: Customer): HeadChange | null {
  if (head === null) return null;
  const reference = latest(head.reference, received.reference);
  const moved = reference !== null && !sameReference(head.reference, reference);
  // A sign often comes from the channel itself: only words tell who the customer is.
  const known = { ...head.customer, ...customer };
  const renamed =
    received.sign !== true &&
    (known.name !== head.customer.name || known.id !== head.customer.id || known.identity !== head.customer.identity);
  if (!moved && !renamed) return null;
  return { ...(moved && { reference }), ...(renamed && { customer: known }) };
}

/** Keys are compared and never read: one in which somebody wrote something secret is kept as its hash. */
function keptKey(key: string, door: Door): string {
  if (door({ text: key }).activity.text === key) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

interface Prepared {
  readonly received: Received;
  readonly key: string | undefined;
  readonly customer: Customer;
  readonly entry: NewEntry;
}

function entryOf(
  { sign = false, silent = false }: Received,
  activity: EntryActivity,
  key: string | undefined,
): NewEntry {
  return {
    ...(sign
      ? ({ who: 'system', audience: 'internal' } as const)
      : ({ who: 'customer', audience: 'customer' } as const)),
    ...(!silent && { input: true as const }),
    activity,
    ...(key !== undefined && { key }),
  };
}

export function createConversationLog(store: Store, door: Door): ConversationLog {
  const prepare = (received: Received): Prepared => {
    const key = received.key === undefined ? undefined : keptKey(received.key, door);
    const { activity } = door(received.activity);
    // The customer's name is written by the customer, so it goes through the door like the text.
    const named = door({ from: { id: '', name: received.customer.name ?? '' } }).activity.from?.name;
    const customer: Customer = {
      id: received.customer.id,
      ...(received.customer.name !== undefined && named && { name: named }),
      ...(received.customer.identity !== undefined && { identity: received.customer.identity }),
    };
    return { received, key, customer, entry: entryOf(received, activity, key) };
  };

  const receiveAll = async (batch: readonly Received[]): Promise<readonly Receipt[]> => {
    const prepared = batch.map(prepare);
    const [first] = prepared;
    if (first === undefined) return [];
    const { conversationId, channel, mustExist = false, reference } = first.received;
    const keys = prepared.flatMap(({ key }) => key ?? []);
    const written = await store.write(conversationId, keys.length === 0 ? {} : { keys }, (view) => {
      const begins = view.head === null && !mustExist;
      const entries: NewEntry[] = [];
      const found = new Map<string, number>();
      let change: HeadChange = {};
      /** For each of the batch: the number of its first time, or its place among the new entries. */
      const places = prepared.map(({ received, key, customer, entry }): { seq: number } | { place: number } => {
        const earlier = key === undefined ? undefined : view.seen(key);
        if (earlier !== undefined) return { seq: earlier };
        const twin = key === undefined ? undefined : found.get(key);
        if (twin !== undefined) return { place: twin };
        if (view.head !== null) change = { ...change, ...headChange({ ...view.head, ...change }, received, customer) };
        entries.push(entry);
        if (key !== undefined) found.set(key, entries.length - 1);
        return { place: entries.length - 1 };
      });
      return {
        ...(begins && entries.length > 0 && { begin: { channel, customer: first.customer, reference } }),
        ...(Object.keys(change).length > 0 && { head: change }),
        ...(entries.length > 0 && { entries }),
        result: places,
      };
    });
    const taken = new Set<number>();
    return written.result.map((one): Receipt => {
      if ('seq' in one) return { seq: one.seq, duplicate: true };
      const duplicate = taken.has(one.place);
      taken.add(one.place);
      return { seq: written.entries[one.place]?.seq ?? 0, duplicate };
    });
  };

  return {
    receiveAll,
    async receive(received) {
      const [receipt] = await receiveAll([received]);
      return receipt ?? { seq: 0, duplicate: false };
    },
  };
}
