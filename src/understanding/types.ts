/** The languages that the counter speaks. */
export type Language = 'de' | 'en';

/** An intent with the share of belief that it was meant, 0 to 1. */
export interface ScoredIntent {
  readonly intent: string;
  readonly confidence: number;
}

/** What the confidence allows: answer, ask back with choices, or admit not to know. */
export type Zone = 'answer' | 'clarify' | 'fallback';

/** Something named in the text; `value` is normalised (ISO date, cents, digits), `start`/`end` are UTF-16 offsets. */
export interface Entity {
  readonly kind: 'amount' | 'date' | 'time' | 'postal-code' | 'place' | 'phone' | 'email' | 'product' | 'redacted';
  readonly text: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export type Mood = 'angry' | 'worried' | 'grieving' | 'hurried' | 'thankful';

/** What a message of a customer was understood to mean. */
export interface Understanding {
  /** The language to answer in: sticky within a conversation. */
  readonly language: Language;
  /** The language that this message itself is written in; null where nothing shows it. For `Context.otherLanguage`. */
  readonly detected: Language | null;
  /** The best intent, or null where nothing came near. */
  readonly intent: string | null;
  readonly confidence: number;
  /** Best first, the best intent included; at most five. */
  readonly alternatives: readonly ScoredIntent[];
  readonly zone: Zone;
  readonly entities: readonly Entity[];
  /** Moods whose precision on labelled data is high enough to act on. */
  readonly moods: readonly Mood[];
  /** The requests one by one where a message holds several, in the order of the text; empty where it holds one. */
  readonly parts: readonly Understanding[];
}

/** What went before in the conversation, as far as it changes how a message is read. */
export interface Context {
  /** The conversation's language so far. */
  readonly language?: Language;
  /** The detected languages of the last messages that disagreed with it, newest last. */
  readonly otherLanguage?: Language;
  /** The intent that was answered last: a short follow-up is read with it. */
  readonly previousIntent?: string;
  /** Now, in milliseconds since the epoch, for relative dates. */
  readonly now?: number;
}

/** A training text. `intent: null` is out of scope. */
export interface Example {
  readonly text: string;
  readonly language: Language;
  readonly intent: string | null;
  /** Who wrote it: held-out folds keep an author's texts together, because customers are other people than our writers. */
  readonly author?: string;
}

/** A word, concept or other sign of the message that spoke for (above zero) or against an intent. */
export interface Evidence {
  readonly intent: string;
  readonly sign: string;
  readonly weight: number;
}

/** Why a message was understood as it was. */
export interface Explanation {
  readonly understanding: Understanding;
  /** The strongest signs for the best intents, strongest first. */
  readonly evidence: readonly Evidence[];
  /** Words that neither examples nor lexicon know, folded; candidates for the lexicon. */
  readonly unknownWords: readonly string[];
}
