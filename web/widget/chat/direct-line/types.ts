/** The fields of an activity that the chat reads or writes. */
export interface Activity {
  readonly type: string;
  readonly id?: string;
  readonly timestamp?: string;
  readonly from?: { readonly id?: string; readonly name?: string; readonly role?: string };
  readonly name?: string;
  readonly text?: string;
  readonly value?: unknown;
  readonly attachments?: readonly SentAttachment[];
  readonly attachmentLayout?: string;
  readonly locale?: string;
  readonly suggestedActions?: { readonly actions?: readonly CardAction[] };
  readonly channelData?: {
    readonly clientActivityID?: string;
    readonly schalter?: { readonly speaker?: string; readonly name?: string; readonly redacted?: boolean };
  };
}

export interface SentAttachment {
  readonly contentType?: string;
  readonly contentUrl?: string;
  readonly content?: unknown;
  readonly name?: string;
}

export interface CardAction {
  readonly type?: string;
  readonly title?: string;
  readonly value?: unknown;
}

/** What the customer writes: resending it with the same key never shows it twice. */
export interface Outgoing {
  readonly key: string;
  readonly text: string;
  readonly value?: unknown;
  readonly locale: string;
  /** Not words but an event by this name. */
  readonly event?: string;
  /** Sent together with the words; they do not outlive the page. */
  readonly files?: readonly File[];
}

/**
 * `connecting` for the first time, `online`, `reconnecting` after a break, `offline` without a network, `ended` when
 * the conversation is gone, `deleted` when the customer has deleted it, `refused` when this page may not open one,
 * `signed-out` when the bank's word for who this is has run out.
 */
export type Status =
  'connecting' | 'online' | 'reconnecting' | 'offline' | 'ended' | 'deleted' | 'refused' | 'signed-out';

export type DirectLineEvent =
  | { readonly kind: 'status'; readonly status: Status }
  /** A conversation is open; `resumed` has a history that comes first. */
  | { readonly kind: 'begun'; readonly conversationId: string; readonly resumed: boolean }
  | { readonly kind: 'activities'; readonly activities: readonly Activity[] }
  | { readonly kind: 'sent'; readonly key: string; readonly id: string }
  | { readonly kind: 'failed'; readonly key: string };

/** Who this is, as the bank's page says. */
export interface Identity {
  /** A user that the bank has signed. */
  readonly user: () => string | undefined;
  /** A token that the bank's server has got for this user. */
  readonly token: () => string | undefined;
}

/** Where a page keeps the credential that finds the conversation again. */
export interface ResumeKeep {
  read(): string | undefined;
  write(resume: string | undefined): void;
  /** Whether the browser is to find the conversation again after it was closed. */
  remembers(): boolean;
}

/** The browser, as far as the client needs it. */
export interface Surroundings {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Dials a WebSocket; returns how to hang up, after which nothing is heard of it. */
  readonly openSocket: (url: string, events: SocketEvents) => () => void;
  /** Runs once after so many milliseconds; returns how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** 0 to 1. */
  readonly random: () => number;
  readonly isOnline: () => boolean;
}

export interface SocketEvents {
  readonly opened: () => void;
  readonly received: (data: unknown) => void;
  /** With the code of the WebSocket protocol. */
  readonly closed: (code: number) => void;
}
