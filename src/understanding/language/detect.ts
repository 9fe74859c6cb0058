import type { Language } from '../types.ts';
import { HASH_START, hashEnd, hashStep } from '../text/hash.ts';

/** How much each hashed character n-gram or word speaks for German (above zero) or English (below). */
export interface LanguageModel {
  readonly weights: Float32Array;
}

const BUCKETS = 1 << 15;
const LONGEST = 4;
const SMOOTHING = 0.3;
const MAX_UNITS = 400;
const SPACE = 32;
const codes = new Uint16Array(MAX_UNITS + 2);

/** Letters in lower case with one space around words, drawn-out ones once; everything else is a space. */
function letters(text: string): number {
  let end = 0;
  let run = 0;
  codes[end++] = SPACE;
  const length = Math.min(text.length, MAX_UNITS);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    let low = SPACE;
    if (code >= 97 && code <= 122) low = code;
    else if (code >= 65 && code <= 90) low = code + 32;
    else if (code >= 0xdf && code < 0x180) low = code;
    else if (code >= 0xc0 && code < 0xdf) low = code + 32;
    run = low === codes[end - 1] ? run + 1 : 1;
    if (low !== SPACE && run === 3) end--;
    if (low === SPACE ? run === 1 : run < 3) codes[end++] = low;
  }
  if (codes[end - 1] !== SPACE) codes[end++] = SPACE;
  return end;
}

function eachBucket(text: string, visit: (bucket: number) => void): void {
  const end = letters(text);
  let word = HASH_START;
  for (let from = 0; from < end; from++) {
    const code = codes[from] ?? SPACE;
    if (code === SPACE) {
      if (word !== HASH_START) visit(hashEnd(word) & (BUCKETS - 1));
      word = HASH_START;
    } else word = hashStep(word, code);
    let hash = HASH_START;
    const last = Math.min(end, from + LONGEST);
    for (let at = from; at < last; at++) {
      hash = hashStep(hash, codes[at] ?? SPACE);
      visit(hashEnd(hash ^ 0x51ed) & (BUCKETS - 1));
      if (at > from && codes[at] === SPACE) break;
    }
  }
}

/** Learns the two languages from texts of each. */
export function trainLanguages(texts: Readonly<Record<Language, readonly string[]>>): LanguageModel {
  const count = (list: readonly string[]): Float32Array => {
    const counts = new Float32Array(BUCKETS).fill(SMOOTHING);
    for (const text of list) eachBucket(text, (bucket) => (counts[bucket] = (counts[bucket] ?? 0) + 1));
    return counts;
  };
  const german = count(texts.de);
  const english = count(texts.en);
  const germanTotal = german.reduce((a, b) => a + b, 0);
  const englishTotal = english.reduce((a, b) => a + b, 0);
  const weights = german.map((value, i) => Math.log(value / germanTotal) - Math.log((english[i] ?? 1) / englishTotal));
  return { weights };
}

/** How strongly a text looks German (above zero) or English (below), as a sum of log-likelihood ratios; 0: no idea. */
export function germanness(model: LanguageModel, text: string): number {
  let sum = 0;
  const { weights } = model;
  eachBucket(text, (bucket) => (sum += weights[bucket] ?? 0));
  return sum;
}
