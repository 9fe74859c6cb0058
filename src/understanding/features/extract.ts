import type { Language } from '../types.ts';
import { hashPair, hashPhrase, hashText } from '../text/hash.ts';
import { lookUp } from '../text/table.ts';
import { emptyTokens, tokenise, type Tokens, tokenText } from '../text/tokens.ts';
import { splitCompound } from './compounds.ts';
import { eachGram } from './grams.ts';
import { repair } from './repair.ts';
import { PAIR_WINDOW, type Space, stemFeature } from './space.ts';
import { stem } from './stem.ts';
import { conceptOf, type Vocabulary } from './vocabulary.ts';

/** A message as a sparse vector, in arrays that the next message overwrites. */
export interface Features {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  count: number;
  /** IDF-weighted share of the words that the training texts know, 0 to 1; repaired words count half. */
  known: number;
  readonly tokens: Tokens;
}

/** Reads a text into the feature space; the result is overwritten by the next call. */
export type Extractor = (text: string, language: Language) => Features;

/** Where an extractor writes its vectors. */
export interface Target {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** A vector has at most so many features. */
export const MOST_FEATURES = 4096;
const UNKNOWN_WEIGHT = 6;
/** How much a repaired word, or one known by its stem or concept only, counts as known. */
const HALF_KNOWN = 0.5;

/** Makes an extractor with its own scratch arrays. */
export function createExtractor(
  space: Space,
  target: Target = { ids: new Int32Array(MOST_FEATURES), values: new Float32Array(MOST_FEATURES) },
): Extractor {
  const tokens = emptyTokens();
  const { weights, firstPair, firstGram } = space;
  const sums = new Float32Array(weights.length);
  const units = new Int32Array(tokens.hashes.length);
  const { ids, values } = target;
  const features: Features = { ids, values, count: 0, known: 0, tokens };
  let unitCount = 0;
  let knownWeight = 0;
  let allWeight = 0;
  const add = (id: number): void => {
    if (id < 0) return;
    const sum = sums[id] as number;
    if (sum === 0) {
      if (features.count === MOST_FEATURES) return;
      ids[features.count++] = id;
    }
    sums[id] = sum + 1;
  };
  const addGram = (hash: number): void => add(lookUp(space.features, hash));

  function addKnown(vocabulary: Vocabulary, word: number, share: number): void {
    units[unitCount++] = vocabulary.units[word] as number;
    const first = vocabulary.idStarts[word] as number;
    const last = vocabulary.idStarts[word + 1] as number;
    addOwn(vocabulary, word);
    const weight = last > first ? (weights[vocabulary.ids[first] as number] as number) : UNKNOWN_WEIGHT;
    if (last > first) knownWeight += weight * share;
    allWeight += weight;
    const lastGram = vocabulary.gramStarts[word + 1] as number;
    for (let at = vocabulary.gramStarts[word] as number; at < lastGram; at++) add(vocabulary.grams[at] as number);
  }

  function addOwn(vocabulary: Vocabulary, word: number): void {
    const last = vocabulary.idStarts[word + 1] as number;
    for (let at = vocabulary.idStarts[word] as number; at < last; at++) add(vocabulary.ids[at] as number);
  }

  function addUnknown(vocabulary: Vocabulary, i: number, language: Language): void {
    const text = tokenText(tokens, i);
    const parts = language === 'de' ? splitCompound(text, (part) => lookUp(vocabulary.words, hashText(part))) : null;
    if (parts !== null) for (const part of parts) addOwn(vocabulary, part);
    const concept = conceptOf(vocabulary, text, language);
    add(concept);
    const root = stemFeature(stem(text, language));
    const id = lookUp(space.features, root);
    add(id);
    if (id >= 0) units[unitCount++] = root;
    const weight = id < 0 ? UNKNOWN_WEIGHT : (weights[id] as number);
    if (id >= 0 || concept >= 0 || parts !== null) knownWeight += weight * HALF_KNOWN;
    allWeight += weight;
    eachGram(tokens.codes, tokens.starts[i] as number, tokens.starts[i + 1] as number, addGram);
  }

  return (text, language) => {
    const vocabulary = space.vocabularies[language];
    const other = space.vocabularies[language === 'de' ? 'en' : 'de'];
    tokenise(text, language, tokens);
    features.count = 0;
    unitCount = 0;
    knownWeight = 0;
    allWeight = 0;
    for (let i = 0; i < tokens.count; i++) {
      const hash = tokens.hashes[i] as number;
      if (i > 0) add(lookUp(vocabulary.phrases, hashPhrase(tokens.hashes[i - 1] as number, hash)));
      const word = lookUp(vocabulary.words, hash);
      if (word >= 0) {
        addKnown(vocabulary, word, 1);
        continue;
      }
      const foreign = lookUp(other.words, hash);
      if (foreign >= 0) {
        addKnown(other, foreign, 1);
        continue;
      }
      const meant = repair(vocabulary, tokens.codes, tokens.starts[i] as number, tokens.starts[i + 1] as number);
      if (meant >= 0) addKnown(vocabulary, meant, HALF_KNOWN);
      else addUnknown(vocabulary, i, language);
    }
    for (let i = 0; i < unitCount; i++) {
      const stop = Math.min(unitCount, i + PAIR_WINDOW + 1);
      for (let j = i + 1; j < stop; j++) add(lookUp(space.features, hashPair(units[i] as number, units[j] as number)));
    }
    features.known = allWeight === 0 ? 0 : knownWeight / allWeight;
    normalise();
    return features;
  };

  /** Turns counts into (1 + log) · idf, each block of features to length one. */
  function normalise(): void {
    const { count } = features;
    let words = 0;
    let pairs = 0;
    let grams = 0;
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      const sum = sums[id] as number;
      const value = (sum === 1 ? 1 : 1 + Math.log(sum)) * (weights[id] as number);
      sums[id] = 0;
      values[i] = value;
      if (id < firstPair) words += value * value;
      else if (id < firstGram) pairs += value * value;
      else grams += value * value;
    }
    const wordScale = words === 0 ? 0 : 1 / Math.sqrt(words);
    const pairScale = pairs === 0 ? 0 : 1 / Math.sqrt(pairs);
    const gramScale = grams === 0 ? 0 : 1 / Math.sqrt(grams);
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      values[i] = (values[i] as number) * (id < firstPair ? wordScale : id < firstGram ? pairScale : gramScale);
    }
  }
}
