import type { Activity } from 'botframework-schema';

/** Who speaks in an entry. */
export type Who = 'customer' | 'bot' | 'staff' | 'system';

/** Who may read an entry: set where it is made. Only `customer` entries ever leave the house. */
export type Audience = 'customer' | 'staff' | 'internal';

export type EntryActivity = Readonly<Partial<Activity>>;

/** An entry as its maker hands it in; the store gives it number and time. */
export interface NewEntry {
  readonly who: Who;
  readonly audience: Audience;
  readonly activity: EntryActivity;
  /** Platform id for de-duplication within the conversation, kept 48 hours. */
  readonly key?: string;
  /** The bot must look at it: a customer's entry, or a system entry that wakes the bot. */
  readonly input?: true;
  /** The entry that this one answers. */
  readonly replyTo?: number;
  /** Handed over with the HTTP answer (`expectReplies`): no delivery record. */
  readonly inline?: true;
}

/** One entry of a conversation's log. Never changed, except that erasure takes its content. */
export interface Entry extends NewEntry {
  /** 1, 2, 3 … within the conversation: the watermark of a website customer. */
  readonly seq: number;
  /** Milliseconds since the epoch, strictly rising within the conversation. */
  readonly time: number;
  /** The content was erased: number, time and speaker remain. */
  readonly redacted?: true;
}

/** What remains of an entry whose content was erased. */
export function tombstone(entry: Entry): Entry {
  const { seq, time, who, audience, input } = entry;
  return { seq, time, who, audience, ...(input && { input }), activity: { type: 'message' }, redacted: true };
}

/** The id by which clients know an entry: the same at every reading, sortable within the conversation. */
export function activityId(conversationId: string, seq: number): string {
  return `${conversationId}|${String(seq).padStart(7, '0')}`;
}
