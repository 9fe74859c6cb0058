import type { Language } from '../types.ts';
import { HASH_START, hashEnd, hashStep } from './hash.ts';

/** Longer texts are read up to here: nobody's request begins after two pages. */
const MAX_UNITS = 2000;
const MAX_TOKENS = 400;

/** A text cut into folded tokens, in reusable arrays (the hot path makes no garbage). */
export interface Tokens {
  /** The folded characters of all tokens, one after the other. */
  readonly codes: Uint16Array;
  /** Token `i` is `codes[starts[i]] … codes[starts[i + 1] - 1]`. */
  readonly starts: Int32Array;
  readonly hashes: Int32Array;
  count: number;
  /** Share of letters written in capitals, 0 to 1. */
  capitals: number;
}

/** Makes empty token arrays for `tokenise`. */
export function emptyTokens(): Tokens {
  return {
    codes: new Uint16Array(MAX_UNITS * 2 + 8),
    starts: new Int32Array(MAX_TOKENS + 1),
    hashes: new Int32Array(MAX_TOKENS),
    count: 0,
    capitals: 0,
  };
}

const LETTER = 1;
const DIGIT = 2;
const MARK = 3;
const INSIDE = 4;
const KNOWN = 0x250;
const kinds = new Uint8Array(KNOWN);
const folded = new Uint16Array(KNOWN);
for (let code = 0; code < KNOWN; code++) {
  const char = String.fromCharCode(code);
  // Accents and umlauts go: "ü", "u" and (below) "ue" must read alike, whatever keyboard the customer has.
  const plain = char.toLowerCase().normalize('NFD').charCodeAt(0);
  folded[code] = plain;
  if (/\p{L}/u.test(char)) kinds[code] = LETTER;
  else if (/\d/.test(char)) kinds[code] = DIGIT;
  else if ('?!$€£%'.includes(char)) kinds[code] = MARK;
  else if ("'`´".includes(char)) kinds[code] = INSIDE;
}
const SHARP_S = 0xdf;
const APOSTROPHE = 0x2019;
const EURO = 0x20ac;
const [A, E, O, U, Q, S, HASH_SIGN] = [97, 101, 111, 117, 113, 115, 35];

function needsNormalForm(text: string, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= KNOWN && code !== APOSTROPHE && code !== EURO) return true;
  }
  return false;
}

/**
 * Cuts a text into tokens: words (lower case, without accents, apostrophes and drawn-out letters), runs of digits (as their
 * length), and the marks ? ! $ € £ %. In German, ae, oe, ue count as the umlauts they stand for.
 */
export function tokenise(input: string, language: Language, tokens: Tokens): void {
  let text = input;
  let length = Math.min(text.length, MAX_UNITS);
  if (needsNormalForm(text, length)) {
    text = text.slice(0, length).normalize('NFKC');
    length = Math.min(text.length, MAX_UNITS);
  }
  const german = language === 'de';
  const { codes, starts, hashes } = tokens;
  let count = 0;
  let end = 0;
  let at = 0;
  let letters = 0;
  let capitals = 0;
  starts[0] = 0;
  while (at < length && count < MAX_TOKENS) {
    const start = end;
    let code = text.charCodeAt(at);
    let kind = kindOf(code, text, at);
    if (kind === LETTER) {
      let previous = 0;
      let run = 0;
      while (kind === LETTER || kind === INSIDE) {
        if (kind === LETTER) {
          const low = fold(code, text, at);
          letters++;
          if (low !== code && code < 0xc0) capitals++;
          run = low === previous ? run + 1 : 1;
          const umlautE =
            german &&
            low === E &&
            (previous === A || previous === O || previous === U) &&
            !(previous === U && end - start > 1 && isVowelOrQ(codes[end - 2] ?? 0));
          if (run === 3) end--;
          if (run < 3 && !umlautE) codes[end++] = low;
          if (code === SHARP_S) codes[end++] = S;
          previous = umlautE ? 0 : low;
        }
        at += code > 0xffff ? 2 : 1;
        if (at >= length) break;
        code = text.charCodeAt(at);
        kind = kindOf(code, text, at);
      }
    } else if (kind === DIGIT) {
      let run = 0;
      while (at < length && kindOf(text.charCodeAt(at), text, at) === DIGIT) {
        run++;
        at++;
      }
      codes[end++] = HASH_SIGN;
      codes[end++] = 48 + Math.min(run, 9);
    } else {
      if (kind === MARK) codes[end++] = code;
      at++;
    }
    if (end > start) {
      let hash = HASH_START;
      for (let i = start; i < end; i++) hash = hashStep(hash, codes[i] ?? 0);
      hashes[count++] = hashEnd(hash);
      starts[count] = end;
    }
  }
  tokens.count = count;
  tokens.capitals = letters === 0 ? 0 : capitals / letters;
}

/** The folded text of token `i`. */
export function tokenText(tokens: Tokens, i: number): string {
  let text = '';
  const end = tokens.starts[i + 1] ?? 0;
  for (let at = tokens.starts[i] ?? 0; at < end; at++) text += String.fromCharCode(tokens.codes[at] ?? 0);
  return text;
}

function isVowelOrQ(code: number): boolean {
  return code === A || code === E || code === O || code === Q;
}

function kindOf(code: number, text: string, at: number): number {
  if (code < KNOWN) return kinds[code] ?? 0;
  if (code === APOSTROPHE) return INSIDE;
  if (code === EURO) return MARK;
  return /^[\p{L}\p{M}]/u.test(text.slice(at, at + 1)) ? LETTER : 0;
}

function fold(code: number, text: string, at: number): number {
  return code < KNOWN ? (folded[code] ?? code) : text.charAt(at).toLowerCase().charCodeAt(0);
}
