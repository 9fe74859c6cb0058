import type { Entity, Language } from '../types.ts';
import { hashText } from '../text/hash.ts';
import { hashTable, type HashTable, lookUp } from '../text/table.ts';
import { emptyTokens, tokenise, type Tokens, tokenText } from '../text/tokens.ts';
import { findAmounts } from './amounts.ts';
import { findDates } from './dates.ts';
import { claim, type Spans } from './span.ts';
import { findTimes } from './times.ts';

/** A place or product of the bank, with the words that customers use for it. */
export interface NamedThing {
  readonly kind: 'place' | 'product';
  readonly value: string;
  readonly words: readonly string[];
}

/** Finds what a text names; `tokens` are the text's, `now` is in milliseconds. */
export type EntityFinder = (text: string, tokens: Tokens, language: Language, now: number | undefined) => Entity[];

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const PHONE = /(?<![\p{L}\p{N}])(?:\+|00|0)\d(?:[ /()-]{0,2}\d){5,13}(?!\d)/gu;
const POSTAL_CODE = /(?<![\p{L}\p{N}.,])\d{5}(?![\p{L}\p{N}]|[.,]\d|\s?[€%$£])/gu;
const MARKER = /⟦(\w+)⟧/gu;
const LONGEST = 1000;

/** Words that can begin a date, a time or an amount in words. */
const CUES =
  'heute morgen übermorgen gestern vorgestern montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag tag tagen woche wochen monat monaten monate jahr jahren jahre halb viertel dreiviertel uhr um januar februar märz april mai juni juli august september oktober november dezember euro euros eur dollar ' +
  'abend nachmittag mittag mittags mitternacht montagmorgen dienstagmorgen mittwochmorgen donnerstagmorgen freitagmorgen samstagmorgen montagvormittag dienstagvormittag mittwochvormittag donnerstagvormittag freitagvormittag samstagvormittag montagmittag dienstagmittag mittwochmittag donnerstagmittag freitagmittag montagnachmittag dienstagnachmittag mittwochnachmittag donnerstagnachmittag freitagnachmittag montagabend dienstagabend mittwochabend donnerstagabend freitagabend ' +
  'evening afternoon noon midday midnight today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday day days week weeks month months year years half quarter oclock january february march may june july october december dollars bucks pounds quid';

const CUE = 1;
const NAME = 2;

/** Makes a finder that knows the bank's places and products. */
export function createEntityFinder(names: readonly NamedThing[]): EntityFinder {
  const phrases = names.flatMap(({ kind, value, words }) => words.map((word) => ({ kind, value, word })));
  const cues = cueTable(phrases.map(({ word }) => word));
  const byKey = new Map<string, (typeof phrases)[number]>();
  for (const language of ['de', 'en'] as const)
    for (const phrase of phrases) byKey.set(foldWords(phrase.word, language).join(' '), phrase);

  return (text, tokens, language, now) => {
    let seen = 0;
    for (let i = 0; i < tokens.count; i++) {
      const cue = lookUp(cues, tokens.hashes[i] as number);
      if (cue > 0) seen |= cue;
    }
    const spans: Spans = { found: [] };
    const short = text.length > LONGEST ? text.slice(0, LONGEST) : text;
    const digits = hasDigit(short);
    if (short.includes('⟦')) claim(spans, short, 'redacted', MARKER, (match) => match[1] ?? '');
    if (short.includes('@')) claim(spans, short, 'email', EMAIL, (match) => match[0].toLowerCase());
    if (digits) {
      claim(spans, short, 'phone', PHONE, (match) => match[0].replaceAll(/[^\d+]/g, ''));
    }
    if (digits || (seen & CUE) !== 0) {
      if (now !== undefined) findDates(short, language, now, spans);
      findAmounts(short, language, spans);
      findTimes(short, language, spans);
    }
    if (digits) claim(spans, short, 'postal-code', POSTAL_CODE, (match) => match[0]);
    if ((seen & NAME) !== 0) claimNames(short, language, byKey, spans);
    return spans.found.sort((a, b) => a.start - b.start);
  };
}

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}]+)*/gu;
const LONGEST_NAME = 3;

/** Longer names first: "Filiale Marktplatz" before "Marktplatz". */
function claimNames(
  text: string,
  language: Language,
  byKey: ReadonlyMap<string, { readonly kind: 'place' | 'product'; readonly value: string }>,
  spans: Spans,
): void {
  const words = [...text.matchAll(WORD)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    key: foldWords(match[0], language).join(' '),
  }));
  for (let length = LONGEST_NAME; length >= 1; length--)
    for (let i = 0; i + length <= words.length; i++) {
      const part = words.slice(i, i + length);
      const name = byKey.get(part.map(({ key }) => key).join(' '));
      const start = part[0]?.start ?? 0;
      const end = part.at(-1)?.end ?? 0;
      if (name === undefined || spans.found.some((entity) => start < entity.end && entity.start < end)) continue;
      spans.found.push({ kind: name.kind, text: text.slice(start, end), value: name.value, start, end });
    }
}

const scratch = emptyTokens();

function foldWords(text: string, language: Language): string[] {
  tokenise(text, language, scratch);
  return Array.from({ length: scratch.count }, (_, i) => tokenText(scratch, i));
}

function cueTable(names: readonly string[]): HashTable {
  const kinds = new Map<number, number>();
  const add = (text: string, kind: number): void => {
    for (const language of ['de', 'en'] as const)
      for (const word of foldWords(text, language)) {
        const hash = hashText(word);
        kinds.set(hash, (kinds.get(hash) ?? 0) | kind);
      }
  };
  add(CUES, CUE);
  for (const name of names) add(name, NAME);
  return hashTable([...kinds.keys()], [...kinds.values()]);
}

function hasDigit(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}
