/** What the staff's API tells, as docs/console.md describes it. Times are ISO 8601, UTC. */

export type Reason =
  | 'asked'
  | 'offered'
  | 'not-understood'
  | 'fraud'
  | 'despair'
  | 'death'
  | 'sensitive'
  | 'complaint'
  | 'insult'
  | 'error';

export type Titles = Readonly<Record<'de' | 'en', string>>;

export interface Person {
  readonly userId: string;
  readonly name: string;
}

export interface Me extends Person {
  /** Whether the name that customers read was chosen. */
  readonly named: boolean;
}

export interface Case {
  readonly id: string;
  readonly conversationId: string;
  readonly status: 'waiting' | 'active' | 'resolved';
  readonly reason: Reason;
  readonly priority: number;
  readonly alert: boolean;
  readonly channel: string;
  readonly customerName: string | null;
  readonly language: string;
  readonly title: Titles | null;
  readonly preview: string;
  readonly createdAt: string;
  readonly owner: Person | null;
  readonly acceptedAt: string | null;
  readonly resolvedAt: string | null;
  readonly returnedToBot: boolean | null;
  readonly waitingSince: string | null;
}

export interface Understood {
  readonly decision: string;
  readonly intent: string | null;
  readonly title: Titles | null;
  readonly confidence: number | null;
  readonly language: string | null;
  readonly alternatives: readonly { readonly intent: string; readonly title: Titles | null }[];
  readonly alert: string | null;
}

export type Happening =
  | { readonly kind: 'arrived' | 'still-waiting' | 'failed-turn' | 'other' }
  | { readonly kind: 'handed-over'; readonly reason: Reason; readonly priority: number; readonly raised: boolean }
  | { readonly kind: 'accepted' | 'completed'; readonly by: string }
  | { readonly kind: 'returned'; readonly announced: boolean };

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
  readonly delivery: 'pending' | 'sending' | 'sent' | 'failed' | 'skipped' | null;
  readonly understood: readonly Understood[] | null;
  readonly happening: Happening | null;
}

/** A case with a part of its conversation. */
export interface WholeCase extends Case {
  readonly transcript: readonly Entry[];
  readonly lastSeq: number;
}

/** What the live stream tells of a conversation. */
export interface ConversationNews {
  readonly conversationId: string;
  readonly caseId: string;
  readonly lastSeq: number;
  readonly waitingSince: string | null;
}
