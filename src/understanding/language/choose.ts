import type { Context, Language } from '../types.ts';

/** How sure (in log-odds) a message must be written in another language than the conversation's to count as such. */
const SURE = 1;
/** A bank in Germany: what could be either is German. Measured on training texts of other sources. */
const PRIOR = 0.6;

const WISHES: readonly (readonly [Language, RegExp])[] = [
  [
    'en',
    /\b(?:in english|english,? please|(?:speak|talk|write|switch to) english|(?:auf|in) englisch|englisch,? bitte|sprech\p{L}* (?:sie |du |ihr )?englisch|^english\??$)/iu,
  ],
  [
    'de',
    /\b(?:auf deutsch|deutsch,? bitte|in german|german,? please|(?:speak|switch to) german|sprech\p{L}* (?:sie |du |ihr )?deutsch|^deutsch\??$)/iu,
  ],
];
const LONGEST_WISH = 80;

/** The language that a message asks for in so many words, or null. */
export function languageWish(text: string): Language | null {
  if (text.length > LONGEST_WISH || !/engl|deutsch|german/i.test(text)) return null;
  return WISHES.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** The language that a message itself is written in, from its log-odds of being German; null where too little shows. */
export function detectedLanguage(german: number, context: Context): Language | null {
  if (german === 0) return null;
  const odds = german + PRIOR;
  const language = odds > 0 ? 'de' : 'en';
  if (context.language !== undefined && language !== context.language && Math.abs(odds) < SURE) return null;
  return language;
}

/** The language to answer in: it changes on a wish or when two messages in a row agree; one foreign word changes nothing. */
export function chooseLanguage(detected: Language | null, wish: Language | null, context: Context): Language {
  if (wish !== null) return wish;
  if (context.language === undefined) return detected ?? 'de';
  if (detected === null || detected === context.language) return context.language;
  return context.otherLanguage === detected ? detected : context.language;
}
