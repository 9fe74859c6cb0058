import type { Store } from '../../conversation/store.ts';
import { isEcho, isShown, toJson, type Framing } from './outgoing.ts';

/** An activity with its number, serialised once. */
export interface Item {
  readonly seq: number;
  readonly json: string;
}

/** A stretch of what a customer may read. */
export interface Page {
  readonly items: readonly Item[];
  /** Everything up to here is in this page or before it; internal entries are passed over. */
  readonly watermark: number;
}

/** Remembers which of the customer's entries a reader was sent, so that replies can name them. */
export class Echoes {
  readonly #seqs = new Set<number>();

  add(seq: number): void {
    this.#seqs.add(seq);
    // Replies follow closely; what is older is looked up in the store.
    if (this.#seqs.size > 16) for (const oldest of this.#seqs) return void this.#seqs.delete(oldest);
  }

  has(seq: number): boolean {
    return this.#seqs.has(seq);
  }
}

export interface Stretch {
  readonly after: number;
  /** A number known to be committed before the reading begins. */
  readonly newest: number;
  /** Most entries to read; absent: all. */
  readonly limit?: number;
}

/**
 * Reads what the customer may read after a number.
 * @throws SchalterError ConversationNotFound
 */
export async function readPage(
  store: Store,
  framing: Framing,
  echoes: Echoes,
  { after, newest, limit }: Stretch,
): Promise<Page> {
  const options = { after, audience: 'customer' as const, ...(limit !== undefined && { limit }) };
  const entries = await store.entries(framing.conversationId, options);
  const items: Item[] = [];
  for (const entry of entries) {
    if (!isShown(entry)) continue;
    const { seq, replyTo } = entry;
    if (isEcho(entry)) echoes.add(seq);
    const echoed = replyTo !== undefined && (echoes.has(replyTo) || (await wasEcho(store, framing, replyTo)));
    items.push({ seq, json: toJson(entry, framing, echoed) });
  }
  const last = entries.at(-1)?.seq ?? after;
  // A full page may end before the newest entry: what stands behind it is still to be read.
  return { items, watermark: entries.length === limit ? last : Math.max(last, newest, after) };
}

async function wasEcho(store: Store, { conversationId }: Framing, seq: number): Promise<boolean> {
  const [entry] = await store.entries(conversationId, { after: seq - 1, audience: 'customer', limit: 1 });
  return entry?.seq === seq && isEcho(entry);
}

/** The set of activities that clients read, with its watermark as text. */
export function activitySet(items: readonly Item[], watermark: number): string {
  return `{"activities":[${items.map(({ json }) => json).join(',')}],"watermark":"${String(watermark)}"}`;
}
