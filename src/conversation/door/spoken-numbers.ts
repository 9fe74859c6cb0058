import type { SecretKind } from './markers.ts';
import type { NamedKind, SecretName } from './named-secrets.ts';
import type { Span } from './view.ts';
import { COUNTS, FILLERS, LEADS, MAY_FOLLOW_NAME, NAMED_AFTER, SPOKEN_DIGITS, TELLS, TURNS, UNITS } from './words.ts';

/** A secret and what it is. */
export interface SecretSpan extends Span {
  readonly kind: SecretKind;
}

type NumberKind = Exclude<NamedKind, 'password'>;

/** Digits that such a secret has: fewer are gathered from groups, "123 456". */
const NATURAL: Readonly<Record<NumberKind, number>> = { pin: 4, tan: 6, cvc: 3, code: 3, sms: 6 };
const LEAST: Readonly<Record<NumberKind, number>> = { pin: 3, tan: 4, cvc: 3, code: 3, sms: 6 };
const MOST: Readonly<Record<NumberKind, number>> = { pin: 12, tan: 12, cvc: 6, code: 10, sms: 8 };
const MOST_WHEN_TOLD = 20;
const MOST_WORDS = 8;
const REACH = 120;
const WORD = /[a-zäöüß]+/y;
const TOKEN = /[a-zäöüß0-9!$%&*+#@^]+/y;
const DIGITS = /\d+/y;
const NEXT_GROUP = /[\s.\-_*]{1,3}(\d+)/y;
// "… 1234 und für Visa 5678": digits of the same length, after a few words that only lead on.
const ANOTHER =
  /\s?(?:,|\/|&|;|und|oder|and|or|bzw\.?|sondern|but)\s?(?:(?:dann|auch|then|also|nicht|not|sondern|für|for|die|der|the|meine|my|alte|neue|old|new|andere|other|zweite|second|visa|ec|mastercard|girocard|karte|card|ist|is)[:\s]\s?){0,4}(\d+)(?![\d.,]*\d|[a-zäöüß])/y;
// Numbers that everybody may know: the German blocking hotline, medical and spiritual help lines.
const PUBLIC_NUMBERS: ReadonlySet<string> = new Set(['116116', '116117', '116123', '116111']);

/**
 * Finds the digits that a customer calls their PIN, TAN or card code.
 * @param plain the view of a text
 * @param name the word that names the secret
 */
export function spokenNumbers(plain: string, name: SecretName): SecretSpan[] {
  if (name.kind === 'password') return [];
  const kind = name.kind;
  const after = digitsAfter(plain, name.end, kind);
  if (kind === 'sms') return after.map((span) => ({ ...span, kind: 'tan' }));
  const spans = after.length > 0 ? after : digitsBefore(plain, name, kind);
  return spans.map((span) => ({ ...span, kind: kindOf(kind, plain, span) }));
}

// A "security code" is on the card's back when it is short, and in an SMS when it is long.
function kindOf(kind: Exclude<NumberKind, 'sms'>, plain: string, span: Span): SecretKind {
  if (kind !== 'code') return kind;
  return plain.slice(span.start, span.end).replace(/\D/g, '').length <= 4 ? 'cvc' : 'tan';
}

/** What has been read between the name and the digits. */
interface Way {
  readonly told: boolean;
  readonly open: boolean;
  readonly words: number;
  readonly sentenceOver: boolean;
  readonly paused: boolean;
}

function digitsAfter(plain: string, from: number, kind: NumberKind): Span[] {
  let way: Way = { told: false, open: true, words: 0, sentenceOver: false, paused: false };
  let at = from;
  const limit = Math.min(plain.length, from + REACH);
  while (at < limit) {
    const character = plain.charAt(at);
    if (character === '⟦' || character === '+') return [];
    if (character >= '0' && character <= '9') return numberAt(plain, at, kind, way);
    const word = matchAt(WORD, plain, at);
    if (word === null) {
      const next = pastMark(plain, at, way);
      if (next === null) return [];
      way = next;
      at += 1;
      continue;
    }
    if (/\d/.test(plain.charAt(at + word.length))) return way.told && kind !== 'sms' ? mixedTokenAt(plain, at) : [];
    if (SPOKEN_DIGITS.has(word)) return spokenDigitsAt(plain, at, kind, way);
    const next = pastWord(word, way);
    if (next === null) return [];
    way = next;
    at += word.length;
  }
  return [];
}

function pastMark(plain: string, at: number, way: Way): Way | null {
  const mark = plain.charAt(at);
  if (mark === ':' || mark === '=' || mark === '→' || mark === '>') return { ...way, told: true, open: true };
  if (mark === ',' || mark === '\n') return { ...way, paused: true };
  if (mark !== '.' && mark !== '!' && mark !== '?') return way;
  if (mark === '.' && (plain.charAt(at + 1) === '.' || plain.charAt(at - 1) === '.')) return way;
  return way.sentenceOver || !way.open ? null : { ...way, sentenceOver: true };
}

function pastWord(word: string, way: Way): Way | null {
  const words = way.words + 1;
  if (words > MOST_WORDS || way.sentenceOver) return null;
  if (TELLS.has(word)) return { ...way, told: true, open: true, words };
  if (way.told && (word === 'nicht' || word === 'not')) return { ...way, words };
  if (LEADS.has(word)) return { ...way, open: true, words };
  if (TURNS.has(word)) return way.paused && !way.open ? null : { ...way, open: false, told: false, words };
  return FILLERS.has(word) ? { ...way, words } : null;
}

function numberAt(plain: string, at: number, kind: NumberKind, way: Way): Span[] {
  if (!way.open) return [];
  const end = endOfNumber(plain, at, kind);
  const digits = plain.slice(at, end).replace(/\D/g, '');
  const most = way.told && (kind === 'pin' || kind === 'tan') ? MOST_WHEN_TOLD : MOST[kind];
  if (/[a-zäöüß]/.test(plain.charAt(end))) {
    const natural = digits.length >= NATURAL[kind];
    return !COUNTS.test(plain.slice(end, end + 20)) && (way.told || natural) ? mixedTokenAt(plain, at) : [];
  }
  if (digits.length < LEAST[kind] || digits.length > most || PUBLIC_NUMBERS.has(digits)) return [];
  if (isSomethingElse(plain, at, end)) return [];
  if (!way.told) {
    if (kind === 'sms') return [];
    if (way.words > 0 && /^(?:19|20)\d\d$/.test(digits)) return [];
    if (way.paused && /^\d{5}$/.test(digits) && /^ [a-zäöüß]{3}/.test(plain.slice(end, end + 4))) return [];
  }
  if (way.sentenceOver && !(digits.length <= 8 && /^[\s.!?"')]*$/.test(plain.slice(end, end + 40)))) return [];
  return [{ start: at, end }, ...others(plain, end, digits.length)];
}

// Groups until the number is as long as such numbers are, then groups of the same size.
function endOfNumber(plain: string, at: number, kind: NumberKind): number {
  const first = matchAt(DIGITS, plain, at) ?? '';
  let end = at + first.length;
  let length = first.length;
  if (length >= NATURAL[kind]) return end;
  for (;;) {
    NEXT_GROUP.lastIndex = end;
    const group = NEXT_GROUP.exec(plain)?.[1];
    if (group === undefined) return end;
    const wanted = length < NATURAL[kind] || group.length === first.length;
    if (!wanted || length + group.length > 10) return end;
    end = NEXT_GROUP.lastIndex;
    length += group.length;
  }
}

function isSomethingElse(plain: string, at: number, end: number): boolean {
  const rest = plain.slice(at, at + 40);
  if (/^(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?(?:0?[1-9]|1[0-2])\s?[./-]\s?(?:(?:19|20)\d\d|\d\d)(?!\d)/.test(rest))
    return true;
  if (/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d(?!\d)/.test(rest)) return true;
  if (/^\d{1,3}(?:[. ]\d{3})*,\d\d(?!\d)|^\d+[.,]\d\d\s?(?:€|\$|£|eur|usd)/.test(rest)) return true;
  if (/[€$£]\s?$/.test(plain.slice(Math.max(0, at - 2), at))) return true;
  // A telephone number: a leading zero and nine digits or more.
  const dialled = /^0[\d\s/()-]*/.exec(rest)?.[0].replace(/\D/g, '').length ?? 0;
  if (dialled >= 9) return true;
  return UNITS.test(plain.slice(end, end + 20));
}

function others(plain: string, from: number, length: number): Span[] {
  const spans: Span[] = [];
  ANOTHER.lastIndex = from;
  for (let match = ANOTHER.exec(plain); match?.[1]?.length === length; match = ANOTHER.exec(plain)) {
    spans.push({ start: ANOTHER.lastIndex - length, end: ANOTHER.lastIndex });
  }
  return spans;
}

function mixedTokenAt(plain: string, at: number): Span[] {
  const token = matchAt(TOKEN, plain, at) ?? '';
  return token.length >= 4 ? [{ start: at, end: at + token.length }] : [];
}

function spokenDigitsAt(plain: string, at: number, kind: NumberKind, way: Way): Span[] {
  if (!way.open) return [];
  let count = 0;
  let end = at;
  let cursor = at;
  for (;;) {
    const word = matchAt(WORD, plain, cursor);
    if (word === null || !SPOKEN_DIGITS.has(word)) break;
    count += 1;
    end = cursor + word.length;
    cursor = end;
    while (/[\s,\-.]/.test(plain.charAt(cursor)) && cursor - end < 3) cursor += 1;
  }
  return count >= NATURAL[kind] ? [{ start: at, end }] : [];
}

const NUMBER_AT_END = /(?<![\d+.,/:-]|\d\s)\d(?:[\s.-]?\d){2,11}(?=["'”“’»)\]*]{0,2}\s?$)/;

// "1234 ist meine PIN": only as a whole statement, never "in 2024 ist meine PIN abgelaufen".
function digitsBefore(plain: string, name: SecretName, kind: NumberKind): Span[] {
  const offset = Math.max(0, name.start - 100);
  const before = plain.slice(offset, name.start);
  const bridge = NAMED_AFTER.exec(before);
  if (bridge === null) return [];
  const number = NUMBER_AT_END.exec(before.slice(0, bridge.index));
  if (number === null) return [];
  const digits = number[0].replace(/\D/g, '');
  if (digits.length < NATURAL[kind] || digits.length > 10 || PUBLIC_NUMBERS.has(digits)) return [];
  const start = offset + number.index;
  const end = start + number[0].length;
  if (isSomethingElse(plain, start, end) || !mayEndHere(plain, name.end)) return [];
  return [{ start, end }];
}

/** Says whether a statement that ends with the name of a secret ends there, or goes on about something else. */
export function mayEndHere(plain: string, at: number): boolean {
  const next = /^[\s"'”“)\]*]{0,4}([a-zäöüß]+)/.exec(plain.slice(at, at + 32))?.[1];
  return next === undefined || MAY_FOLLOW_NAME.has(next);
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
