import type { Case, CaseStatus } from './case.ts';
import type { Delivery } from './delivery.ts';
import type { Audience, Entry, NewEntry } from './entry.ts';
import type { Customer, Head, HeadChange, Json, JsonObject, Reference } from './head.ts';
import type { Timer } from './timer.ts';

/** How a conversation begins. */
export interface Beginning {
  readonly channel: string;
  readonly customer: Customer;
  readonly reference: Reference | null;
  readonly state?: JsonObject;
}

/** What a decision may look at: the committed state, nothing else. */
export interface View {
  /** Null where the conversation does not exist (or was erased). */
  readonly head: Head | null;
  readonly openCase: Case | null;
  /** The conversation's case of that id, in any status. */
  caseOf(id: string): Case | null;
  /** All cases of the conversation, in any status and order. */
  cases(): readonly Case[];
  /** The number of the entry that came with this de-duplication key; the key must stand in `WriteOptions.keys`. */
  seen(key: string): number | undefined;
  deliveries(): readonly Delivery[];
  timers(): readonly Timer[];
}

/**
 * A small document beside the conversations: an account, a session, a visitor's binding, a secret, who is at the desk,
 * a notice to customers, wrong passwords, what staff reported of the assistant, what is to be told to other systems.
 */
export type RecordKind =
  'account' | 'session' | 'visitor' | 'secret' | 'presence' | 'notice' | 'attempt' | 'feedback' | 'outbox';
export type RecordChange =
  | { readonly kind: RecordKind; readonly key: string; readonly put: Json }
  | { readonly kind: RecordKind; readonly key: string; readonly delete: true };

/** Who saw or did what; append-only. */
export interface AuditEntry {
  readonly time: number;
  readonly actor: string;
  readonly action: string;
  readonly conversationId?: string;
  readonly caseId?: string;
  /** The account, notice or field that it concerns; never words of anybody. */
  readonly subject?: string;
}

/** All of it happens or none of it. */
export interface Change<T = undefined> {
  /** Required in the first change of a conversation, not allowed later. */
  readonly begin?: Beginning;
  readonly entries?: readonly NewEntry[];
  readonly head?: HeadChange;
  /** Written whole, by id; a case belongs to this conversation for ever. */
  readonly cases?: readonly Case[];
  readonly deliveries?: readonly Delivery[];
  readonly timers?: { readonly set?: readonly Timer[]; readonly cancel?: readonly string[] };
  readonly records?: readonly RecordChange[];
  readonly audit?: readonly AuditEntry[];
  readonly result: T;
}

export interface WriteOptions {
  /** De-duplication keys that the decision asks `seen` about. */
  readonly keys?: readonly string[];
  /** The claim under which the work is done: the write throws FenceLost when another worker took it over. */
  readonly fence?: Fence;
}

export interface Written<T> {
  /** The appended entries with number and time. */
  readonly entries: readonly Entry[];
  readonly head: Head | null;
  readonly result: T;
}

/** `start`: what only one of several processes that start at once may do. */
export type Work = 'turn' | 'delivery' | 'start';

/** The right to work on a conversation until the lease ends; `number` rises with every claim. */
export interface Fence {
  readonly conversationId: string;
  readonly work: Work;
  readonly number: number;
  /** The lease of the holder before ended without being given back: the work may be what ended that process. */
  readonly takenOver?: true;
}

/** What the bot has yet to look at. */
export interface Unread {
  readonly head: Head;
  /** The inputs behind the cursor, in order. */
  readonly inputs: readonly Entry[];
}

/** What has to be done for a conversation; read at start and, with several processes, by polling. */
export interface OpenWork {
  readonly conversationId: string;
  readonly unanswered: boolean;
  readonly undelivered: boolean;
}

/** Tells that something was committed; ids only, the listener reads what it needs. */
export interface Notice {
  readonly conversationId: string;
  readonly lastSeq: number;
  readonly unanswered: boolean;
  readonly undelivered: boolean;
  /** Ids of the cases that the commit wrote. */
  readonly cases: readonly string[];
  readonly timers: boolean;
}

export interface ReadOptions {
  /** Entries with a higher number only. */
  readonly after?: number;
  readonly limit?: number;
  /** Absent: all. */
  readonly audience?: Audience;
}

export interface CaseQuery {
  readonly status: CaseStatus;
  readonly limit?: number;
}

export interface StoreHealth {
  readonly writable: boolean;
  /** Code of the last error while not writable. */
  readonly reason?: string;
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Where conversations live. Implementations: in memory (tests), lowdb with a journal (the embedded default) and
 * PostgreSQL; one conformance suite proves the same promises of each.
 *
 * - Writes of one conversation are serial: `decide` sees the committed state and is run exactly once for a
 *   committed write. It must be pure and quick: it runs while others wait.
 * - A write that resolved is durable; one that rejected left no trace. Full disks reject with StorageUnavailable.
 * - Numbers rise by one, times strictly, within a conversation, across restarts and steps of the clock.
 * - Every outgoing entry (bot or staff, audience customer, not inline) of a conversation with a reference gets a
 *   pending delivery record in the same write.
 */
export interface Store {
  write<T>(conversationId: string, options: WriteOptions, decide: (view: View) => Change<T>): Promise<Written<T>>;
  head(conversationId: string): Promise<Head | null>;
  /**
   * What is unread, or null where nothing is. What another process appended a moment ago may be missing: it is that
   * process's to see to, and a commit that rests on this is checked against it.
   */
  unread(conversationId: string): Promise<Unread | null>;
  /** In order of number. Throws ConversationNotFound. */
  entries(conversationId: string, options?: ReadOptions): Promise<readonly Entry[]>;
  deliveries(conversationId: string): Promise<readonly Delivery[]>;

  case(id: string): Promise<Case | null>;
  /** Waiting and active: oldest first within a priority; resolved: newest first. */
  cases(query: CaseQuery): Promise<readonly Case[]>;
  /** All cases of a conversation, in any status and order; none where there is no such conversation. */
  casesOf(conversationId: string): Promise<readonly Case[]>;

  /** Null while another worker holds the claim. */
  claim(conversationId: string, work: Work, leaseMs: number): Promise<Fence | null>;
  release(fence: Fence): Promise<void>;
  openWork(): Promise<readonly OpenWork[]>;
  /** Earliest first. */
  timers(limit: number): Promise<readonly Timer[]>;

  record(kind: RecordKind, key: string): Promise<Json | null>;
  records(kind: RecordKind): Promise<ReadonlyMap<string, Json>>;
  writeRecords(changes: readonly RecordChange[], audit?: readonly AuditEntry[]): Promise<void>;
  /** Newest first; `before`: only what is older than this moment. */
  audit(limit: number, before?: number): Promise<readonly AuditEntry[]>;

  /** Takes the content of one entry, also out of the previews of cases; number, time and speaker remain. */
  redact(conversationId: string, seq: number): Promise<void>;
  /** Takes all content of a conversation, its cases' previews and names, and the visitors' bindings to it. */
  erase(conversationId: string): Promise<void>;

  /** Called after each commit, in the order of commits; returns how to stop it. */
  subscribe(listener: (notice: Notice) => void): () => void;
  health(): StoreHealth;
  /** Waits for what is under way, writes what is to be written, lets go of the data. */
  close(): Promise<void>;
}

/** How long a de-duplication key is remembered, in milliseconds (Meta and Azure repeat for hours, not days). */
export const keyLifetime = 48 * 3600_000;
