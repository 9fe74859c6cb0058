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
  | 'appointment'
  | 'callback'
  | 'suggestion'
  | 'privacy'
  | 'error';

/** What a dialog collected for whoever takes the case: ids of labels, and the values as staff read them. */
export type CaseDetails = Readonly<Record<string, string>>;

/** 0 before all others: fraud and despair; 1 soon; 2 as they come. */
export type Priority = 0 | 1 | 2;

interface CaseBase {
  readonly id: string;
  readonly conversationId: string;
  readonly channel: string;
  readonly customerName: string | null;
  readonly reason: CaseReason;
  readonly priority: Priority;
  readonly createdAt: number;
  /** The intent that led here, if one was understood. */
  readonly intent: string | null;
  readonly language: string;
  /** The customer's last words before the case, shortened, already through the door. */
  readonly preview: string;
  /** Raised while a person already owns the conversation (fraud, despair): staff are alerted until it is seen. */
  readonly alert: boolean;
  readonly details?: CaseDetails;
  /** Nobody waits in the chat for this one: it is answered another way (a call, an appointment, a letter). */
  readonly quiet?: true;
}

export interface CaseOwner {
  readonly userId: string;
  readonly name: string;
}

/** One concern of a customer. Only these three forms can be written. */
export type Case =
  | (CaseBase & { readonly status: 'waiting' })
  | (CaseBase & { readonly status: 'active'; readonly owner: CaseOwner; readonly acceptedAt: number })
  | (CaseBase & {
      readonly status: 'resolved';
      readonly owner: CaseOwner;
      readonly acceptedAt: number;
      readonly resolvedAt: number;
      readonly returnedToBot: boolean;
    });

export type CaseStatus = Case['status'];
export type OpenCase = Extract<Case, { status: 'waiting' | 'active' }>;

/** The case without what the customer wrote or is called; an open one is closed, since there is nothing left to answer. */
export function withoutContent(item: Case, now: number): Case {
  const { details: _details, ...rest } = item;
  const emptied = { ...rest, preview: '', customerName: null };
  if (emptied.status === 'resolved') return emptied;
  const owner = emptied.status === 'active' ? emptied.owner : { userId: 'system', name: '' };
  const acceptedAt = emptied.status === 'active' ? emptied.acceptedAt : now;
  return { ...emptied, status: 'resolved', owner, acceptedAt, resolvedAt: now, returnedToBot: false };
}
