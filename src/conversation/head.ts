/** JSON that the store keeps without looking inside. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Who answers the customer. */
export type Owner =
  | { readonly kind: 'bot' }
  /** `since` is the entry with which the person took over: unsent words of the bot before it are skipped. */
  | { readonly kind: 'person'; readonly userId: string; readonly name: string; readonly since: number };

/** The customer as the channel names them. */
export interface Customer {
  readonly id: string;
  readonly name?: string;
  /**
   * How sure the bank is of who this is. `signed-in`: the bank itself vouches for `id` (its own online banking or app
   * signed it). Absent: nobody does, and a name is a courtesy that proves nothing.
   */
  readonly identity?: 'signed-in';
}

/** Where a channel that is pushed to must send: what a Bot Framework conversation reference holds. */
export interface Reference {
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly botId: string;
  readonly botName?: string;
  readonly locale?: string;
  /** When the customer last wrote by the platform's clock, where it lets nobody answer later than so long afterwards. */
  readonly heardAt?: number;
}

/** The small, often changed part of a conversation; the entries are the large, growing one. */
export interface Head {
  readonly id: string;
  /** Bot Framework's channelId: `directline`, `emulator`, `facebook` … */
  readonly channel: string;
  readonly createdAt: number;
  readonly lastSeq: number;
  readonly lastTime: number;
  /** The newest entry that the bot must look at. */
  readonly lastInput: number;
  /** Every input up to here was looked at. Unanswered is: `lastInput > cursor`. */
  readonly cursor: number;
  /** Attempts at the turn after the cursor that are known to have failed or to have been cut off. */
  readonly attempts: number;
  readonly owner: Owner;
  /** What the bot remembers; its shape is the bot's alone. */
  readonly state: JsonObject;
  readonly customer: Customer;
  /** Set where replies are pushed; null where the customer's client fetches them. */
  readonly reference: Reference | null;
  readonly openCase: string | null;
  readonly erased?: true;
}

/** What a change may set in a head. */
export type HeadChange = Partial<
  Pick<Head, 'cursor' | 'attempts' | 'owner' | 'state' | 'customer' | 'reference' | 'openCase' | 'erased'>
>;

/** Whether the bot has something to look at. */
export function unanswered(head: Head): boolean {
  return head.lastInput > head.cursor;
}
