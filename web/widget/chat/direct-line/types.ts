/** The fields of an activity that the chat reads or writes. */
export interface Activity {
  readonly type: string;
  readonly id?: string;
  readonly timestamp?: string;
  readonly from?: { readonly id?: string; readonly name?: string; readonly role?: string };
  readonly text?: string;
  readonly value?: unknown;
  readonly locale?: string;
  readonly suggestedActions?: { readonly actions?: readonly CardAction[] };
  readonly channelData?: {
    readonly clientActivityID?: string;
    readonly schalter?: { readonly speaker?: string; readonly name?: string; readonly redacted?: boolean };
  };
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
}

/**
 * `connecting` for the first time, `online`, `reconnecting` after a break, `offline` without a network, `ended` when
 * the conversation is gone, `refused` when this page may not open one.
 */
export type Status = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'ended' | 'refused';

export type DirectLineEvent =
  | { readonly kind: 'status'; readonly status: Status }
  /** A conversation is open; `resumed` has a history that comes first. */
  | { readonly kind: 'begun'; readonly conversationId: string; readonly resumed: boolean }
  | { readonly kind: 'activities'; readonly activities: readonly Activity[] }
  | { readonly kind: 'sent'; readonly key: string; readonly id: string }
  | { readonly kind: 'failed'; readonly key: string };

/** Where a page keeps the credential that finds the conversation again. */
export interface ResumeKeep {
  read(): string | undefined;
  write(resume: string | undefined): void;
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
