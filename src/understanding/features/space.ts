import type { Language } from '../types.ts';
import { hashPair, hashPhrase, hashText } from '../text/hash.ts';
import { hashTable, type HashTable, lookUp } from '../text/table.ts';
import { emptyTokens, tokenise } from '../text/tokens.ts';
import { type Counter, createCounter } from './counter.ts';
import type { Concepts } from './lexicon.ts';
import {
  collectWords,
  conceptFeature,
  joinCompounds,
  type Vocabulary,
  vocabularyOf,
  type Words,
} from './vocabulary.ts';

/**
 * The features that the training texts of both languages share: stems, concepts, pairs of these, character n-grams. A concept
 * learnt from English examples serves German messages too.
 */
export interface Space {
  readonly features: HashTable;
  /** Inverse document frequencies, damped. */
  readonly weights: Float32Array;
  /** Features from here on are pairs; before: stems and concepts. */
  readonly firstPair: number;
  /** Features from here on are character n-grams. */
  readonly firstGram: number;
  readonly vocabularies: Readonly<Record<Language, Vocabulary>>;
}

export interface LabelledText {
  readonly text: string;
  readonly language: Language;
}

/** Words further apart than this make no pair. */
export const PAIR_WINDOW = 12;
const IDF_POWER = 0.7;
const MIN_PAIR_TEXTS = 2;
/** How much a feature gains that occurs in one class only; the fewer examples a class has, the more. */
const GAIN_AT = 80;
const MOST_GAIN = 3;

/**
 * Learns the words and features of `texts` (and the lexicon's words beside them).
 * @param labels the class of each text; texts without one (-1, or beyond the end) say nothing about what a feature tells
 */
export function learnSpace(
  texts: readonly LabelledText[],
  labels: Int32Array,
  classes: number,
  concepts: Readonly<Record<Language, Concepts>>,
): Space {
  const tokens = emptyTokens();
  const words: Readonly<Record<Language, Words>> = {
    de: collectWords('de', concepts.de),
    en: collectWords('en', concepts.en),
  };
  texts.forEach(({ text, language }) => {
    tokenise(text, language, tokens);
    for (let i = 0; i < tokens.count; i++) words[language].word(tokens, i).count++;
  });
  joinCompounds(words.de);
  const own = createCounter();
  const pairs = createCounter();
  const grams = createCounter();
  const units = new Int32Array(tokens.hashes.length);
  texts.forEach(({ text, language }, index) => {
    const { word, phrases } = words[language];
    tokenise(text, language, tokens);
    for (let i = 0; i < tokens.count; i++) {
      const found = word(tokens, i);
      for (const id of found.own) own.see(id, index);
      for (const id of found.grams) grams.see(id, index);
      units[i] = found.unit;
      const phrase = i === 0 ? undefined : phrases.get(hashPhrase(tokens.hashes[i - 1] ?? 0, tokens.hashes[i] ?? 0));
      if (phrase !== undefined) own.see(conceptFeature(phrase), index);
    }
    for (let i = 0; i < tokens.count; i++)
      for (let j = i + 1; j < tokens.count && j <= i + PAIR_WINDOW; j++)
        pairs.see(hashPair(units[i] ?? 0, units[j] ?? 0), index);
  });
  const keys: number[] = [];
  const weights: number[] = [];
  const gain = Math.min(MOST_GAIN, (GAIN_AT * classes) / labels.length);
  const keep = (counter: Counter, least: number): void => {
    const told = counter.concentration(labels, classes);
    counter.features.forEach((hash, i) => {
      const count = counter.counts[i] ?? 0;
      if (count < least) return;
      keys.push(hash);
      weights.push((1 + Math.log((texts.length + 1) / (count + 1))) ** IDF_POWER * (1 + gain * (told[i] ?? 0)));
    });
  };
  keep(own, 1);
  const firstPair = keys.length;
  keep(pairs, MIN_PAIR_TEXTS);
  const firstGram = keys.length;
  keep(grams, 1);
  const features = hashTable(keys);
  const idOf = (hash: number): number => lookUp(features, hash);
  return {
    features,
    weights: Float32Array.from(weights),
    firstPair,
    firstGram,
    vocabularies: { de: vocabularyOf(words.de, idOf), en: vocabularyOf(words.en, idOf) },
  };
}

/** The feature of a stem. */
export const stemFeature = (stem: string): number => hashText('w ' + stem);
