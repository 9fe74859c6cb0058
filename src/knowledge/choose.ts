import type { Language } from '../understanding/types.ts';
import type { Address, Answer, ChosenAnswer, Intent, Use, Voice, Wording } from './types.ts';

/** For each use, whose turn it is once its own answers have been shown. */
const order: Readonly<Record<Exclude<Use, 'public'>, readonly Use[]>> = {
  first: ['first', 'again', 'short'],
  again: ['again', 'short', 'first'],
  short: ['short', 'first', 'again'],
};

/** What the choice of an answer depends on. `now` is in milliseconds since the epoch. */
export interface AnswerWish {
  readonly language: Language;
  readonly address: Address;
  readonly use: Use;
  /** The ids of the wordings that this conversation has seen, oldest first. */
  readonly shown: ReadonlySet<string>;
  readonly now: number;
}

/**
 * Chooses what to say to an intent. No wording comes twice while another is left; when all were shown, the one shown
 * longest ago comes again. In public only the public answer is ever chosen.
 * @returns the answer, filled in and ready to send, or null when no valid one exists (none written, or all expired)
 */
export function chooseAnswer(intent: Intent, wish: AnswerWish): ChosenAnswer | null {
  const voice = voiceOf(wish.language, wish.address);
  const valid = candidates(intent, wish.use).filter((answer) => wish.now < answer.expiresAt);
  return pickUnshown(
    valid.map((answer) => answer.voices[voice]),
    wish.shown,
  );
}

function candidates(intent: Intent, use: Use): readonly Answer[] {
  if (use === 'public') return intent.publicAnswer === undefined ? [] : [intent.publicAnswer];
  return order[use].flatMap((next) => intent.answers.filter((answer) => answer.use === next));
}

/** The voice of a language and an address. */
export function voiceOf(language: Language, address: Address): Voice {
  return language === 'en' ? 'en' : address === 'du' ? 'de-du' : 'de-Sie';
}

/** The first that was not shown yet, else the one shown longest ago (sets keep their order), else null. */
export function pickUnshown<T extends Pick<Wording, 'answerId'>>(
  wordings: readonly T[],
  shown: ReadonlySet<string>,
): T | null {
  const fresh = wordings.find((wording) => !shown.has(wording.answerId));
  if (fresh !== undefined) return fresh;
  for (const id of shown) {
    const oldest = wordings.find((wording) => wording.answerId === id);
    if (oldest !== undefined) return oldest;
  }
  return null;
}
