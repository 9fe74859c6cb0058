import type { Activity } from 'botframework-schema';
import type { Address } from '../address.ts';

/** What an event means for the house beside being kept. */
export type Effect =
  /** Words or a press: the bot is to answer. */
  | { readonly kind: 'says' }
  /** A sign that wakes the bot: somebody opened the chat. */
  | { readonly kind: 'opens' }
  /** A comment or post in public: its own policy decides. */
  | { readonly kind: 'comments' }
  /** Kept, and nothing else. */
  | { readonly kind: 'kept'; readonly who: 'customer' | 'system' }
  /** Only counted: receipts, and the bank's own comments. */
  | { readonly kind: 'counted' }
  /** A message of the page itself, sent by us, by staff in Meta's inbox, or by another app. */
  | { readonly kind: 'echo'; readonly mid: string; readonly appId: string | null; readonly metadata: string | null }
  /** The customer took a message or comment back. */
  | { readonly kind: 'unsends'; readonly id: string }
  /** The thread went to another app or came to ours. */
  | { readonly kind: 'control'; readonly owner: string | null };

/** One event of a webhook, read. */
export interface MetaEvent {
  readonly address: Address;
  /** Milliseconds since the epoch, by Meta's clock. */
  readonly time: number;
  /** Platform id for de-duplication. */
  readonly key: string;
  /** In Bot Framework's form, with what Azure's Facebook channel puts into it. */
  readonly activity: Partial<Activity>;
  readonly effect: Effect;
  /** Whether it gives the bank another 24 hours to write. */
  readonly opensWindow: boolean;
  /** The name of whoever wrote, where the event tells it. */
  readonly name?: string;
}
