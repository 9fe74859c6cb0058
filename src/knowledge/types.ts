import type { Language } from '../understanding/types.ts';
import type { Facts } from './facts.ts';

/** How the bank addresses its German-speaking customers. */
export type Address = 'Sie' | 'du';

/** One of the three ways a wording exists in. English knows no difference of address. */
export type Voice = 'de-Sie' | 'de-du' | 'en';

/** What an answer is for: the first time, asked again, as a part of a double request, under a public post. */
export type Use = 'first' | 'again' | 'short' | 'public';

/** A choice that the customer can tap: an intent with its title in the customer's language. */
export interface Button {
  readonly intent: string;
  readonly label: string;
}

/** A wording that is ready to send. `answerId` goes into the conversation's set of shown wordings. */
export interface Wording {
  readonly answerId: string;
  readonly text: string;
}

/** An answer that is ready to send, with what usually follows. `version` is kept as evidence of what was said. */
export interface ChosenAnswer extends Wording {
  readonly version: number;
  readonly buttons: readonly Button[];
}

/** Who answers for a text, and until when it may be said. */
export interface Review {
  readonly owner: string;
  readonly version: number;
  /** The day of the last review, YYYY-MM-DD. */
  readonly reviewed: string;
  /** The last day on which the text may be said, YYYY-MM-DD. */
  readonly validUntil: string;
}

export interface Answer {
  readonly id: string;
  readonly use: Use;
  readonly review: Review;
  /** Milliseconds since the epoch from which on it is never said: its own date or that of a fact in it. */
  readonly expiresAt: number;
  readonly voices: Readonly<Record<Voice, ChosenAnswer>>;
}

/** Something that customers want, with the bank's approved answers to it. */
export interface Intent {
  readonly id: string;
  /** At most 30 characters: it is a button's label too. */
  readonly title: Readonly<Record<Language, string>>;
  /** May be answered in public, under a post. */
  readonly public: boolean;
  /** A person is offered at once. */
  readonly handoff: boolean;
  /** The dialog with steps that serves the intent. */
  readonly dialog?: string;
  readonly answers: readonly Answer[];
  readonly publicAnswer?: Answer;
}

/** A group of intents with the name that customers and reports know it by. */
interface Topic {
  readonly id: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly intents: readonly string[];
}

/** Literal text and named values in turn: literal, name, literal, … */
export type Segments = readonly string[];

/** A sentence of the system or a dialog's prompt, in as many wordings as it has. */
export interface Phrase {
  readonly id: string;
  readonly review: Review;
  readonly voices: Readonly<Record<Voice, readonly PhraseWording[]>>;
}

/** One wording of a phrase. It is never said from `expiresAt` on (milliseconds since the epoch). */
export interface PhraseWording {
  readonly answerId: string;
  readonly segments: Segments;
  readonly expiresAt: number;
}

/** Everything that the counter can say and learn from, valid as a whole. */
export interface Knowledge {
  readonly intents: ReadonlyMap<string, Intent>;
  readonly facts: Facts;
  readonly phrases: ReadonlyMap<string, Phrase>;
  readonly labels: ReadonlyMap<string, Readonly<Record<Language, string>>>;
  /** All intents that the counter promises to know, by topic. */
  readonly catalogue: readonly Topic[];
  /** The intents offered to a customer who is lost. */
  readonly topics: readonly string[];
  /** Ids of answers and wordings that were expired when the knowledge was loaded. They are never said. */
  readonly expired: readonly string[];
}
