import type { Language } from '../understanding/types.ts';
import { pickUnshown, voiceOf } from './choose.ts';
import { FillError } from './problems.ts';
import { join } from './template.ts';
import type { Address, Knowledge, Wording } from './types.ts';

/** How a sentence of the system is to be said. */
export interface PhraseWish {
  readonly language: Language;
  readonly address: Address;
  /** The named values of the sentence (`{=name}`), already in the customer's language. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** The ids of the wordings that this conversation has seen, oldest first. */
  readonly shown?: ReadonlySet<string>;
  /** Milliseconds since the epoch: what is expired by then is not said. Left out for what is never out of date. */
  readonly now?: number;
}

/** Said in the place of a phrase whose wordings are all expired; it holds no facts, so that it never is itself. */
const instead = 'expired.answer';

const nothingShown: ReadonlySet<string> = new Set();

/**
 * Says a sentence of the system (`greeting`) or a dialog's prompt (`lost-card.numbers`), in a wording that the
 * conversation has not seen while there is one.
 * @returns the text and the wording's id, for the conversation's set of shown wordings
 * @throws FillError for an unknown id or a missing value: both are mistakes of the caller
 */
export function phrase(knowledge: Pick<Knowledge, 'phrases'>, id: string, wish: PhraseWish): Wording {
  const found = knowledge.phrases.get(id);
  if (found === undefined) throw new FillError(`there is no phrase "${id}": add it to phrases.json or to its dialog`);
  const { now = -Infinity } = wish;
  const all = found.voices[voiceOf(wish.language, wish.address)];
  const valid = id === instead ? all : all.filter((each) => now < each.expiresAt);
  if (valid.length === 0 && all.length > 0) return phrase(knowledge, instead, wish);
  const wording = pickUnshown(valid, wish.shown ?? nothingShown);
  if (wording === null) throw new FillError(`the phrase "${id}" has no wording: write one`);
  return { answerId: wording.answerId, text: join(wording.segments, wish.values ?? {}) };
}

/**
 * The text of a button of the system (`button.human`) or of a dialog (`lost-card.yes`).
 * @throws FillError for an unknown id
 */
export function label(knowledge: Pick<Knowledge, 'labels'>, id: string, language: Language): string {
  const found = knowledge.labels.get(id);
  if (found === undefined) throw new FillError(`there is no label "${id}": add it to phrases.json or to its dialog`);
  return found[language];
}
