/** Why a person is needed. */
export type CaseReason =
  | 'asked'
  | 'offered'
  | 'not-understood'
  | 'fraud'
  | 'despair'
  | 'death'
  | 'sensitive'
  | 'complaint'
  | 'insult'
  | 'comment'
  | 'appointment'
  | 'callback'
  | 'suggestion'
  | 'privacy'
  | 'error';

/** What a dialog collected for whoever takes the case: ids of labels, and the values as staff read them. */
export type CaseDetails = Readonly<Record<string, string>>;

/** 0 before all others: fraud and despair; 1 soon; 2 as they come. */
export type Priority = 0 | 1 | 2;

export interface CaseOwner {
  readonly userId: string;
  readonly name: string;
}

interface CaseBase {
  readonly id: string;
  readonly conversationId: string;
  readonly channel: string;
  readonly customerName: string | null;
  readonly reason: CaseReason;
  readonly priority: Priority;
  readonly createdAt: number;
  /** The team that it waits for or that has it. */
  readonly team: string;
  /** The intent that led here, if one was understood. */
  readonly intent: string | null;
  readonly language: string;
  /** The customer's concern in their own words, shortened, already through the door. */
  readonly preview: string;
  /** The number of the entry that the preview is taken from. */
  readonly about?: number;
  /** Raised while a person already owns the conversation (fraud, despair): staff are alerted until it is seen. */
  readonly alert: boolean;
  readonly details?: CaseDetails;
  /** Nobody waits in the chat for this one: it is answered another way (a call, an appointment, a letter). */
  readonly quiet?: true;
  readonly labels?: readonly string[];
  /** When somebody first looked at it. */
  readonly seenAt?: number;
  /** When a person first wrote to the customer in it. */
  readonly firstReplyAt?: number;
  /** When it went to the lead, because nobody looked or the deadline passed. */
  readonly escalatedAt?: number;
  /** How often it was opened again. */
  readonly reopened?: number;
  /** The earlier case that this one goes on from. */
  readonly previous?: string;
  /** Signed in at the bank when the case began. */
  readonly identity?: 'signed-in';
  /** How often the customer was told that it takes longer. */
  readonly reminded?: number;
  /** Those who were given it and did not take it, oldest first: others come before them. */
  readonly passed?: readonly string[];
}

/** A waiting case that is meant for one person, who can take it until then. */
export interface Assignment {
  readonly to: CaseOwner;
  /** Null: the desk itself. */
  readonly by: CaseOwner | null;
  readonly at: number;
  readonly until: number;
  /** What the colleague wrote along with it. */
  readonly word?: string;
}

interface Owned {
  readonly owner: CaseOwner;
  readonly acceptedAt: number;
}

/** The customer waits for a person's word: since when, and when it is due. */
interface AwaitsStaff {
  readonly waitingSince: number;
  readonly due: number;
}

/** One concern of a customer. Only these forms can be written. */
export type Case =
  | (CaseBase &
      AwaitsStaff & {
        readonly status: 'waiting';
        readonly assignment?: Assignment;
        /** When it came back to the queue. */
        readonly queuedAt?: number;
      })
  | (CaseBase &
      Owned &
      AwaitsStaff & { readonly status: 'active'; readonly awaits: 'staff'; readonly snoozedUntil?: number })
  /** Waiting for the customer: a person has answered. */
  | (CaseBase & Owned & { readonly status: 'active'; readonly awaits: 'customer'; readonly snoozedUntil?: number })
  | (CaseBase &
      Owned & {
        readonly status: 'resolved';
        readonly resolvedAt: number;
        readonly returnedToBot: boolean;
        readonly outcome: string;
      });

export type CaseStatus = Case['status'];
export type OpenCase = Extract<Case, { status: 'waiting' | 'active' }>;
export type WaitingCase = Extract<Case, { status: 'waiting' }>;
export type ActiveCase = Extract<Case, { status: 'active' }>;
export type ResolvedCase = Extract<Case, { status: 'resolved' }>;

/** The case after the entry was redacted that its preview is taken from. */
export function withoutEntry(item: Case): Case {
  return { ...item, preview: '' };
}

/** The outcome of a case that ended because its conversation was erased. */
export const erasedOutcome = 'erased';

/** The case without what the customer wrote or is called; an open one is closed, since there is nothing left to answer. */
export function withoutContent(item: Case, now: number): ResolvedCase {
  const { id, conversationId, channel, reason, priority, createdAt, team, intent, language } = item;
  const { labels, seenAt, firstReplyAt, escalatedAt, reopened, previous } = item;
  const base = {
    ...{ id, conversationId, channel, reason, priority, createdAt, team, intent, language },
    customerName: null,
    preview: '',
    alert: false,
    ...(item.quiet === true && { quiet: true as const }),
    ...(labels !== undefined && { labels }),
    ...(seenAt !== undefined && { seenAt }),
    ...(firstReplyAt !== undefined && { firstReplyAt }),
    ...(escalatedAt !== undefined && { escalatedAt }),
    ...(reopened !== undefined && { reopened }),
    ...(item.identity !== undefined && { identity: item.identity }),
    ...(previous !== undefined && { previous }),
    status: 'resolved' as const,
  };
  const owner = item.status === 'waiting' ? { userId: 'system', name: '' } : item.owner;
  const acceptedAt = item.status === 'waiting' ? now : item.acceptedAt;
  if (item.status !== 'resolved')
    return { ...base, owner, acceptedAt, resolvedAt: now, returnedToBot: false, outcome: erasedOutcome };
  const { resolvedAt, returnedToBot, outcome } = item;
  return { ...base, owner, acceptedAt, resolvedAt, returnedToBot, outcome };
}
