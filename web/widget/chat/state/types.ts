import type { Status } from '../direct-line/types.ts';

export type Language = 'de' | 'en';

export type Speaker =
  { readonly kind: 'customer' } | { readonly kind: 'assistant' } | { readonly kind: 'staff'; readonly name: string };

export interface Choice {
  readonly title: string;
  readonly value: unknown;
}

/** What comes with a message besides its words. */
export type Attachment =
  /** A file of the customer's own, which the service keeps for a while. */
  | { readonly kind: 'own'; readonly name: string; readonly url: string }
  /** A file whose content came along, such as a calendar entry. */
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly content: string }
  | { readonly kind: 'image'; readonly name: string; readonly url: string }
  | { readonly kind: 'link'; readonly name: string; readonly url: string }
  | Card;

export interface Card {
  readonly kind: 'card';
  readonly title: string;
  readonly text: string;
  readonly image: string | undefined;
  readonly choices: readonly Choice[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

interface Said {
  /** The same from the first sight of a message to the last: the client's own key, or the service's id. */
  readonly key: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attachments?: readonly Attachment[];
}

/** What the customer wrote. */
export interface OwnMessage extends Said {
  readonly speaker: Extract<Speaker, { kind: 'customer' }>;
  readonly delivery: 'sending' | 'sent' | 'failed';
  readonly value?: unknown;
  readonly redacted: boolean;
}

/** What the bank's side wrote. */
export interface OtherMessage extends Said {
  readonly speaker: Exclude<Speaker, { kind: 'customer' }>;
  readonly choices: readonly Choice[];
  readonly redacted: boolean;
}

export type Message = OwnMessage | OtherMessage;

/** Something to be read out, once. */
export type News =
  | { readonly kind: 'message'; readonly key: string; readonly message: OtherMessage }
  | {
      readonly kind: 'note';
      readonly key: string;
      readonly label: 'status.offline' | 'status.restored' | 'delivery.failed' | 'files.asked';
    }
  | { readonly kind: 'place'; readonly key: string; readonly place: number };

/** A member of staff waits for files. */
export interface FileRequest {
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Bytes of one file. */
  readonly bytes: number;
  readonly types: readonly string[];
  /** How many may still be sent. */
  readonly left: number;
}

export interface ChatState {
  readonly connection: Status;
  readonly language: Language;
  readonly open: boolean;
  /** What is written and not sent. */
  readonly draft: string;
  readonly conversationId: string | null;
  /** Confirmed ones in the service's order, then those on their way. */
  readonly messages: readonly Message[];
  /** The history of an earlier visit is still coming in: it is not news. */
  readonly restoring: boolean;
  /** Who is typing; ends with the next message, and by itself. */
  readonly typing: OtherMessage['speaker'] | null;
  /** Key of the newest message that was on screen. */
  readonly lastRead: string | null;
  readonly news: readonly News[];
  /** Whether files may be sent, and which. */
  readonly files: FileRequest | null;
  /** The customer's place among those who wait for a person; null while they don't. */
  readonly place: number | null;
  /** A person was here and has left, and nobody has said yet how it was. */
  readonly rating: 'none' | 'open' | 'given';
}
