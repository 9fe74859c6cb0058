import type { Language } from '../types.ts';
import { hashPair, hashPhrase, hashText } from '../text/hash.ts';
import { hashTable, type HashTable, lookUp } from '../text/table.ts';
import { emptyTokens, tokenise } from '../text/tokens.ts';
import type { Concepts } from './lexicon.ts';
import { collectWords, conceptFeature, type Vocabulary, vocabularyOf, type Words } from './vocabulary.ts';

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

/** Counts in how many texts each feature occurs. */
class Counter {
  readonly texts = new Map<number, number>();
  readonly #last = new Map<number, number>();

  see(feature: number, text: number): void {
    if (this.#last.get(feature) === text) return;
    this.#last.set(feature, text);
    this.texts.set(feature, (this.texts.get(feature) ?? 0) + 1);
  }
}

/** Learns the words and features of `texts` (and the lexicon's words beside them). */
export function learnSpace(texts: readonly LabelledText[], concepts: Readonly<Record<Language, Concepts>>): Space {
  const tokens = emptyTokens();
  const words: Readonly<Record<Language, Words>> = {
    de: collectWords('de', concepts.de),
    en: collectWords('en', concepts.en),
  };
  const own = new Counter();
  const pairs = new Counter();
  const grams = new Counter();
  const units = new Int32Array(tokens.hashes.length);
  texts.forEach(({ text, language }, index) => {
    const { word, phrases } = words[language];
    tokenise(text, language, tokens);
    for (let i = 0; i < tokens.count; i++) {
      const found = word(tokens, i);
      found.count++;
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
  const keep = (counter: Counter, least: number): void => {
    for (const [hash, count] of counter.texts) {
      if (count < least) continue;
      keys.push(hash);
      weights.push((1 + Math.log((texts.length + 1) / (count + 1))) ** IDF_POWER);
    }
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
