import { isTalk } from './split.ts';
import type { Reader, Reading } from './read.ts';
import type { Language } from './types.ts';

/** Longer messages say themselves what they are about. */
const LONGEST = 7;
const BEGINS =
  /^\s*(?:und|and|aber|but|what about|how about|wie ist es|wie siehts?|gilt das|geht das|auch|also|same|or|oder)(?![\p{L}])/iu;
/** "das" and "that" point back where no noun follows: in "was kostet das Girokonto?" it is an article. */
const POINTS_BACK =
  /(?<![\p{L}])(?:(?:das|dies|that|this)(?=\s*(?:[?.!,;]|$|(?:auch|denn|eigentlich|genau|immer|noch|bei|für|in|im|am|mit|ohne|too|also|for|in|on|at|with|without|cost|work)(?![\p{L}])))|dafür|davon|dabei|damit|dazu|daran|es|it|those|them|dort|there)(?![\p{L}])/iu;

/**
 * A short message that leans on what was answered before it ("und im Ausland?"), read together with that topic; null where it
 * stands on its own.
 */
export function readFollowUp(
  text: string,
  language: Language,
  alone: Reading,
  previous: string,
  topic: string,
  reader: Reader,
): Reading | null {
  if (reader.features.tokens.count > LONGEST) return null;
  const begins = BEGINS.test(text);
  const sure = alone.zone === 'answer';
  if (sure && isTalk(alone.intent)) return null;
  if (sure && !begins && !POINTS_BACK.test(text)) return null;
  if (!sure && !begins && !POINTS_BACK.test(text) && alone.zone === 'clarify') return null;
  const together = reader.read(`${topic} ${text}`, language);
  if (together.zone === 'fallback' || isTalk(together.intent)) return null;
  // Where the message says nothing and does not point back, the topic alone was read: nonsense is no follow-up.
  if (alone.zone === 'fallback' && together.intent === previous && !begins && !POINTS_BACK.test(text)) return null;
  // What the message says by itself wins over the topic alone: "und im Ausland?" is not the price again.
  const other = alone.alternatives[0];
  const said = together.intent === previous && sure && begins && other !== undefined && other.intent !== previous;
  return said ? null : together;
}
