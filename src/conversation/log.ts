import { createHash } from 'node:crypto';
import type { EntryActivity } from './entry.ts';
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
}

const sameReference = (a: Reference | null, b: Reference | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.serviceUrl === b.serviceUrl &&
    a.conversationId === b.conversationId &&
    a.botId === b.botId);

function headChange(head: Head | null, received: Received, customer: Customer): HeadChange | null {
  if (head === null) return null;
  const moved = received.reference !== null && !sameReference(head.reference, received.reference);
  // A sign often comes from the channel itself: only words tell who the customer is.
  const known = { ...head.customer, ...customer };
  const renamed = received.sign !== true && (known.name !== head.customer.name || known.id !== head.customer.id);
  if (!moved && !renamed) return null;
  return { ...(moved && { reference: received.reference }), ...(renamed && { customer: known }) };
}

/** Keys are compared and never read: one in which somebody wrote something secret is kept as its hash. */
function keptKey(key: string, door: Door): string {
  if (door({ text: key }).activity.text === key) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

export function createConversationLog(store: Store, door: Door): ConversationLog {
  return {
    async receive(received) {
      const { conversationId, channel, mustExist = false, sign = false } = received;
      const key = received.key === undefined ? undefined : keptKey(received.key, door);
      const speaker = sign
        ? ({ who: 'system', audience: 'internal' } as const)
        : ({ who: 'customer', audience: 'customer' } as const);
      const { activity } = door(received.activity);
      // The customer's name is written by the customer, so it goes through the door like the text.
      const named = door({ from: { id: '', name: received.customer.name ?? '' } }).activity.from?.name;
      const customer: Customer = {
        id: received.customer.id,
        ...(received.customer.name !== undefined && named && { name: named }),
      };
      const written = await store.write(conversationId, key === undefined ? {} : { keys: [key] }, (view) => {
        const earlier = key === undefined ? undefined : view.seen(key);
        if (earlier !== undefined) return { result: earlier };
        const head = headChange(view.head, received, customer);
        return {
          ...(view.head === null && !mustExist && { begin: { channel, customer, reference: received.reference } }),
          ...(head !== null && { head }),
          entries: [{ ...speaker, input: true, activity, ...(key !== undefined && { key }) }],
          result: undefined,
        };
      });
      const seq = written.result ?? written.entries[0]?.seq ?? 0;
      return { seq, duplicate: written.result !== undefined };
    },
  };
}
