/**
 * What the staff's API takes and tells, as docs/console-api.md describes it: types only, without imports, so that the
 * page in `web/console/` reads the same file. Times are ISO 8601 in UTC; `null` says "none", a missing field is never
 * the same as `null`.
 */

export type Role = 'agent' | 'lead' | 'editor' | 'auditor' | 'admin';

/** What a role may do; docs/console-api.md has the table, every call is checked against it. */
export type Right =
  | 'cases.read'
  | 'cases.work'
  | 'cases.manage'
  | 'texts.read'
  | 'feedback.give'
  | 'feedback.read'
  | 'people.read'
  | 'presence.set'
  | 'notices.read'
  | 'notices.publish'
  | 'figures.read'
  | 'trail.read'
  | 'accounts.manage';

/** A text in both languages of the console. */
export type Titles = Readonly<Record<'de' | 'en', string>>;

export interface Person {
  readonly userId: string;
  readonly name: string;
}

export type PresenceState = 'available' | 'away' | 'offline';

/** Who is signed in. */
export interface Me extends Person {
  /** Whether the name that customers read was chosen. */
  readonly named: boolean;
  readonly role: Role;
  readonly rights: readonly Right[];
  readonly teams: readonly string[];
  readonly presence: PresenceState;
  /** Open cases at a time that are assigned automatically. */
  readonly capacity: number;
  /** The password was set by an administrator: every other call answers 403 `PasswordChangeNeeded` until it is changed. */
  readonly mustChangePassword: boolean;
  /** When the session ends if the person does nothing. */
  readonly endsAt: string;
}

export type CaseStatus = 'waiting' | 'active' | 'resolved';

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
  | 'comment'
  | 'error';

/** How surely the bank knows who writes. Only `bank`, the bank's own sign-in, opens account data. */
export type Identity = 'anonymous' | 'channel' | 'bank';

/** A waiting case that is meant for one person: until then they can take it before it goes back to the queue. */
export interface Assignment {
  readonly to: Person;
  /** Who assigned it; null: the desk itself. */
  readonly by: Person | null;
  readonly until: string;
  /** What the colleague wrote along with it; staff only. */
  readonly word: string | null;
}

export interface Case {
  readonly id: string;
  /** What customer and bank call it, such as `261123-7QK4M`. */
  readonly number: string;
  readonly conversationId: string;
  readonly status: CaseStatus;
  readonly reason: CaseReason;
  /** 0 before all others (fraud, despair), 1 soon, 2 as they come. */
  readonly priority: 0 | 1 | 2;
  /** Fraud or despair that nobody has looked at yet. */
  readonly alert: boolean;
  readonly team: string;
  readonly channel: string;
  readonly identity: Identity;
  readonly customerName: string | null;
  readonly language: string;
  readonly intent: string | null;
  readonly title: Titles | null;
  /** The customer's concern in their own words, shortened. */
  readonly preview: string;
  /** What a dialog collected: ids of labels with their titles and values. */
  readonly details: readonly { readonly id: string; readonly title: Titles; readonly value: string }[];
  /** Nobody waits in the chat: it is answered by a call, an appointment or a letter, or by writing. */
  readonly quiet: boolean;
  readonly labels: readonly string[];
  readonly createdAt: string;
  /** Whoever has it; null while it waits. */
  readonly owner: Person | null;
  readonly acceptedAt: string | null;
  readonly assignment: Assignment | null;
  /** Whose word it is: `staff` while the customer waits for a person, `customer` after the reply; null once resolved. */
  readonly awaits: 'staff' | 'customer' | null;
  /** Since when the customer waits for a person's word; null while the word is the customer's. */
  readonly waitingSince: string | null;
  /** When the next word of a person is due. Moves only with what is recorded in the timeline. */
  readonly due: string | null;
  /** When it was escalated to the lead. */
  readonly escalatedAt: string | null;
  readonly snoozedUntil: string | null;
  readonly resolvedAt: string | null;
  readonly returnedToBot: boolean | null;
  readonly outcome: string | null;
  /** How often it was opened again. */
  readonly reopened: number;
  /** Until when it can be opened again; null while it is open. Later a new case is linked to it. */
  readonly reopenableUntil: string | null;
  /** The earlier case of the same customer that this one goes on from. */
  readonly previousCaseId: string | null;
}

export interface CaseList {
  readonly cases: readonly Case[];
  /** How many fit the filters, also beyond this answer. */
  readonly total: number;
  /** Hand it in as `cursor` for what follows; null at the end. */
  readonly next: string | null;
  readonly counts: {
    readonly waiting: number;
    readonly mine: number;
    readonly active: number;
    readonly snoozed: number;
    readonly overdue: number;
  };
}

/** What was understood of one message and what was decided. */
export interface Understood {
  readonly decision: string;
  readonly intent: string | null;
  readonly title: Titles | null;
  /** 0 to 1; null where nothing was read, as at a greeting. */
  readonly confidence: number | null;
  readonly language: string | null;
  readonly alternatives: readonly { readonly intent: string; readonly title: Titles | null }[];
  /** The pressing intent that was heard while a person had the conversation. */
  readonly alert: string | null;
}

/** What happened, where an entry is no message; the page has the words for it. Names are names of staff. */
export type Happening =
  | { readonly kind: 'arrived' | 'still-waiting' | 'failed-turn' | 'other' }
  | {
      readonly kind: 'handed-over';
      readonly caseId: string;
      readonly reason: CaseReason;
      readonly priority: number;
      readonly raised: boolean;
    }
  | {
      readonly kind: 'accepted' | 'completed' | 'reopened' | 'woken';
      readonly caseId: string;
      readonly by: string | null;
    }
  | { readonly kind: 'returned'; readonly announced: boolean }
  | {
      readonly kind: 'assigned';
      readonly caseId: string;
      readonly to: string;
      /** Null: the desk itself. */
      readonly by: string | null;
      readonly word: string | null;
    }
  | {
      readonly kind: 'queued';
      readonly caseId: string;
      readonly why: 'transferred' | 'not-taken' | 'no-reply' | 'absent';
      readonly team: string;
      readonly by: string | null;
      readonly word: string | null;
    }
  | { readonly kind: 'escalated'; readonly caseId: string; readonly why: 'overdue' | 'unseen' }
  | { readonly kind: 'snoozed'; readonly caseId: string; readonly by: string; readonly until: string }
  | {
      readonly kind: 'changed';
      readonly caseId: string;
      readonly by: string;
      readonly field: 'priority' | 'labels' | 'team';
      readonly to: string;
    }
  | {
      readonly kind: 'feedback';
      readonly by: string;
      readonly seq: number;
      readonly right: string | null;
      readonly title: Titles | null;
      readonly comment: string | null;
    }
  /** A held reply was taken back, or could not leave because the case had changed hands: its words are kept for staff. */
  | { readonly kind: 'reply-undone' | 'reply-dropped'; readonly by: string; readonly text: string | null };

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'failed' | 'skipped';

/** A line of the timeline. A note is a message of `staff` with audience `staff`. */
export interface Entry {
  readonly seq: number;
  readonly time: string;
  readonly who: 'customer' | 'bot' | 'staff' | 'system';
  readonly name: string | null;
  readonly audience: 'customer' | 'staff' | 'internal';
  readonly text: string | null;
  readonly buttons: readonly string[];
  readonly attachments: readonly string[];
  readonly redacted: boolean;
  /** Null where the customer's client fetches. `failed` can be sent again. */
  readonly delivery: DeliveryState | null;
  readonly understood: readonly Understood[] | null;
  readonly happening: Happening | null;
}

/** A reply that has not left yet: it can be taken back until then. */
export interface HeldReply {
  readonly id: string;
  readonly text: string;
  readonly until: string;
  readonly by: Person;
}

export type Risk =
  'fraud' | 'despair' | 'death' | 'insult' | 'threat' | 'secret-given' | 'not-identified' | 'window-closing';

/** The five lines on top of a case. */
export interface Brief {
  readonly customer: {
    readonly name: string | null;
    readonly identity: Identity;
    readonly language: string;
    readonly firstSeen: string;
    /** Cases of this conversation before this one. */
    readonly earlierCases: number;
  };
  readonly channel: {
    readonly id: string;
    /** Whether everybody can read replies. */
    readonly public: boolean;
    /** Until when the channel takes replies; null: always. */
    readonly replyUntil: string | null;
    /** Characters that one message may have. */
    readonly characters: number;
  };
  /** The last request that was understood before a person was asked for. */
  readonly understood: {
    readonly intent: string | null;
    readonly title: Titles | null;
    readonly confidence: number | null;
    /** The entry with the customer's words. */
    readonly seq: number | null;
  } | null;
  /** Intents that the assistant answered in this conversation, newest last, at most five. */
  readonly answered: readonly { readonly intent: string; readonly title: Titles | null; readonly seq: number }[];
  readonly handedOver: { readonly reason: CaseReason; readonly time: string; readonly intent: string | null };
  readonly risks: readonly Risk[];
}

/** A case of the same customer in the list of earlier ones. */
export interface EarlierCase {
  readonly id: string;
  readonly number: string;
  readonly status: CaseStatus;
  readonly reason: CaseReason;
  readonly title: Titles | null;
  readonly preview: string;
  readonly createdAt: string;
  readonly resolvedAt: string | null;
  readonly outcome: string | null;
}

/** `GET /cases/:id`; brief, earlier cases, held replies and writers only where neither `after` nor `before` is asked for. */
export interface WholeCase extends Case {
  readonly transcript: readonly Entry[];
  /** The number of the conversation's newest entry, in this answer or not. */
  readonly lastSeq: number;
  readonly brief?: Brief;
  /** Other cases of the same conversation, newest first, open ones too. */
  readonly earlier?: readonly EarlierCase[];
  readonly held?: readonly HeldReply[];
  readonly writing?: readonly Person[];
}

export type FindingKind =
  | 'secret'
  | 'personal-data'
  | 'account-data'
  | 'confirms-customer'
  | 'accepts-order'
  | 'address-form'
  | 'length'
  | 'public'
  | 'window-closed'
  | 'placeholder';

/** Something about a reply. `block`: the service refuses it (422 `ReplyBlocked`); `warn`: the person decides. */
export interface Finding {
  readonly kind: FindingKind;
  readonly level: 'block' | 'warn' | 'info';
  readonly text: Titles;
  /** Where it stands in the text, in UTF-16 units; null: all of it. */
  readonly at: { readonly from: number; readonly to: number } | null;
}

export interface ReplyCheck {
  readonly findings: readonly Finding[];
  readonly blocked: boolean;
  /** What is said beside the send button. */
  readonly audience: 'private' | 'public';
  readonly identity: Identity;
  readonly characters: number;
  readonly limit: number;
}

/** An approved answer for what the customer wrote. */
export interface Suggestion {
  readonly intent: string;
  readonly title: Titles;
  /** 0 to 1. */
  readonly confidence: number;
  /** Filled in, in the customer's language and the bank's address; ready to be inserted. */
  readonly text: string;
  /** Whether the assistant has said this very wording in this conversation. */
  readonly said: boolean;
}

/** A canned text. Placeholders that are known are filled; the others stand as `{=name}` and block sending. */
export interface CannedText {
  readonly id: string;
  readonly title: Titles;
  readonly group: Titles;
  readonly text: string;
  readonly open: readonly string[];
}

export interface Team {
  readonly id: string;
  readonly name: Titles;
  readonly languages: readonly string[];
  /** Cases are given to people (`automatic`), or people pick them. */
  readonly routing: 'automatic' | 'pick';
  readonly open: boolean;
  /** Until when it is open, or when it opens next; null: not within two weeks. */
  readonly changesAt: string | null;
  readonly waiting: number;
}

/** `GET /desk`: what the page needs to know once. */
export interface DeskInfo {
  readonly teams: readonly Team[];
  readonly labels: readonly { readonly id: string; readonly title: Titles }[];
  readonly outcomes: readonly { readonly id: string; readonly title: Titles }[];
  /** All intents that the assistant knows, for "what would have been right". */
  readonly intents: readonly { readonly intent: string; readonly title: Titles }[];
  readonly addressForm: 'Sie' | 'du';
  /** How long a reply can be taken back, in milliseconds. */
  readonly undoMs: number;
  /** After how many milliseconds without anybody having looked a case raises an alert. */
  readonly unseenMs: number;
}

export interface Colleague extends Person {
  readonly role: Role;
  readonly teams: readonly string[];
  readonly languages: readonly string[];
  readonly presence: PresenceState;
  /** Open cases with them that are not snoozed and not waiting for the customer. */
  readonly load: number;
  readonly capacity: number;
}

export interface Notice {
  readonly id: string;
  readonly text: Titles;
  /** Intents before whose answers it stands; empty: before every answer. */
  readonly intents: readonly string[];
  /** While it stands nothing is answered automatically in public. */
  readonly pausesPublic: boolean;
  readonly from: string;
  readonly until: string;
  readonly by: Person;
  readonly createdAt: string;
  /** Ended before its time. */
  readonly ended: { readonly at: string; readonly by: Person } | null;
  readonly state: 'planned' | 'standing' | 'over';
}

export interface Account extends Person {
  readonly named: boolean;
  readonly role: Role;
  readonly disabled: boolean;
  readonly teams: readonly string[];
  readonly languages: readonly string[];
  readonly capacity: number;
  readonly mustChangePassword: boolean;
  /** Locked after too many wrong passwords, until then. */
  readonly lockedUntil: string | null;
  readonly createdAt: string | null;
  readonly lastSignIn: string | null;
}

/** A line of the trail: who saw or did what. No customer's words. */
export interface TrailLine {
  readonly time: string;
  readonly actor: string;
  readonly name: string | null;
  readonly action: string;
  readonly caseId: string | null;
  readonly conversationId: string | null;
  /** The account, notice or field that it concerns. */
  readonly subject: string | null;
}

export interface FeedbackLine {
  readonly time: string;
  readonly by: Person;
  readonly caseId: string;
  readonly conversationId: string;
  readonly seq: number;
  /** What the assistant had understood. */
  readonly intent: string | null;
  readonly right: string | null;
  readonly comment: string | null;
}

/** Durations in seconds; null where nothing was measured. */
export interface Spread {
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
}

/** `GET /figures`: docs/measures.md defines each. */
export interface Figures {
  readonly from: string;
  readonly to: string;
  readonly cases: {
    readonly created: number;
    readonly resolved: number;
    readonly reopened: number;
    readonly open: number;
  };
  readonly firstResponse: Spread;
  readonly resolution: Spread;
  /** What the assistant needed to hand over, apart from both. */
  readonly assistant: Spread;
  /** Share of first responses by the deadline, 0 to 1. */
  readonly onTime: number | null;
  readonly byReason: readonly { readonly reason: CaseReason; readonly count: number }[];
  readonly byTeam: readonly { readonly team: string; readonly count: number; readonly firstResponse: Spread }[];
  readonly byOutcome: readonly { readonly outcome: string; readonly count: number }[];
  readonly byDay: readonly { readonly day: string; readonly created: number; readonly resolved: number }[];
}

/** The events of `GET /events`, by name. */
export interface LiveEvents {
  /** The first of each connection; `resumed: false`: read the list and the open case anew. */
  readonly ready: { readonly resumed: boolean };
  readonly case: Case;
  readonly conversation: {
    readonly conversationId: string;
    readonly caseId: string;
    readonly lastSeq: number;
    readonly waitingSince: string | null;
  };
  /** Somebody writes in a case; over after `until`. */
  readonly writing: { readonly caseId: string; readonly by: Person; readonly until: string };
  readonly presence: Colleague;
  readonly notice: Notice;
  /** Something needs eyes now; goes to everybody who may read cases, leads are meant where `lead` is true. */
  readonly alert: {
    readonly kind: 'fraud' | 'despair' | 'unseen' | 'overdue' | 'assigned';
    readonly caseId: string;
    readonly number: string;
    readonly lead: boolean;
    /** The person meant; null: all. */
    readonly to: string | null;
  };
  /** A reply began or ceased to be held back; read the case anew. */
  readonly held: { readonly caseId: string };
}

/** A file that the customer sent because somebody asked for it. */
export interface CustomerFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly at: string;
  /** Stays until the conversation is erased; else it is gone after a day. */
  readonly kept: boolean;
}

/** The files of a case; until when more may come, null where nobody waits for any. */
export interface CustomerFiles {
  readonly openUntil: string | null;
  readonly files: readonly CustomerFile[];
}
