import type { Language } from '../types.ts';
import { createRandom, shuffled } from '../random.ts';
import { HASH_START, hashEnd, hashStep } from '../text/hash.ts';

/** How much each hashed character n-gram or word speaks for German (above zero) or English (below). */
export interface LanguageModel {
  readonly weights: Float32Array;
}

const BUCKETS = 1 << 15;
const LONGEST = 4;
const MAX_UNITS = 400;
const SPACE = 32;
const GRAM = 0x51ed;
const LONGEST_FRAGMENT = 3;
const EPOCHS = 2;
/** Errors smaller than this teach nothing. */
const LEAST_ERROR = 0.02;
const RATE = 0.2;
const FIRST_SQUARE = 1e-4;
const ignore = (): void => undefined;
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

/** Visits the hashed features of a text word by word; `wordEnd` follows each word's. */
function eachBucket(text: string, visit: (bucket: number) => void, wordEnd: () => void): void {
  const end = letters(text);
  let word = HASH_START;
  for (let from = 0; from < end - 1; from++) {
    const code = codes[from] ?? SPACE;
    if (code !== SPACE) word = hashStep(word, code);
    let hash = HASH_START;
    const last = Math.min(end, from + LONGEST);
    for (let at = from; at < last; at++) {
      hash = hashStep(hash, codes[at] ?? SPACE);
      visit(hashEnd(hash ^ GRAM) & (BUCKETS - 1));
      if (at > from && codes[at] === SPACE) break;
    }
    if (codes[from + 1] !== SPACE) continue;
    visit(hashEnd(word) & (BUCKETS - 1));
    word = HASH_START;
    wordEnd();
  }
}

/** A training text: the buckets of one word after the other. */
function bucketsByWord(text: string): number[][] {
  const words: number[][] = [];
  let word: number[] = [];
  eachBucket(
    text,
    (bucket) => word.push(bucket),
    () => {
      words.push(word);
      word = [];
    },
  );
  return words;
}

/**
 * Learns the two languages from texts of each by logistic regression (AdaGrad) over whole texts and over fragments of one to
 * three words, because customers write fragments.
 */
export function trainLanguages(texts: Readonly<Record<Language, readonly string[]>>, seed: number): LanguageModel {
  const random = createRandom(seed);
  const samples = (['de', 'en'] as const).flatMap((language) =>
    texts[language].flatMap((text) => {
      const words = bucketsByWord(text);
      const from = Math.floor(random() * words.length);
      const length = 1 + Math.floor(random() * LONGEST_FRAGMENT);
      const target = language === 'de' ? 1 : 0;
      return [words.flat(), words.slice(from, from + length).flat()].map((buckets) => ({ buckets, target }));
    }),
  );
  const weights = new Float32Array(BUCKETS);
  const squares = new Float32Array(BUCKETS).fill(FIRST_SQUARE);
  const german = texts.de.length / Math.max(1, texts.de.length + texts.en.length);
  for (let epoch = 0; epoch < EPOCHS; epoch++)
    for (const index of shuffled(samples.length, random)) {
      const sample = samples[index];
      if (sample === undefined || sample.buckets.length === 0) continue;
      const { buckets, target } = sample;
      const scale = 1 / Math.sqrt(buckets.length);
      let sum = 0;
      for (const bucket of buckets) sum += weights[bucket] as number;
      // The rarer language's texts weigh more, so that neither has a head start.
      const balance = target === 1 ? 0.5 / german : 0.5 / (1 - german);
      const error = target - 1 / (1 + Math.exp(-sum * scale));
      if (Math.abs(error) < LEAST_ERROR) continue;
      const step = error * balance * scale;
      for (const bucket of buckets) {
        squares[bucket] = (squares[bucket] as number) + step * step;
        weights[bucket] = (weights[bucket] as number) + (RATE * step) / Math.sqrt(squares[bucket]);
      }
    }
  return { weights };
}

/** How strongly a text looks German (above zero) or English (below), as log-odds. 0: no idea. */
export function germanness(model: LanguageModel, text: string): number {
  let sum = 0;
  let count = 0;
  const { weights } = model;
  eachBucket(
    text,
    (bucket) => {
      sum += weights[bucket] as number;
      count++;
    },
    ignore,
  );
  return count === 0 ? 0 : sum / Math.sqrt(count);
}
