import type { Language } from '../types.ts';
import { hashPair, hashPhrase, hashText } from '../text/hash.ts';
import { lookUp } from '../text/table.ts';
import { emptyTokens, tokenise, type Tokens, tokenText } from '../text/tokens.ts';
import { eachGram } from './grams.ts';
import { nearest } from './lexicon.ts';
import { repair } from './repair.ts';
import { PAIR_WINDOW, type Space } from './space.ts';
import { stem } from './stem.ts';

/** A message as a sparse vector, in arrays that the next message overwrites. */
export interface Features {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  count: number;
  /** IDF-weighted share of the words that the training texts know, 0 to 1; repaired words count half. */
  known: number;
  /** For each token the word that it was read as, -1 where none. */
  readonly wordOf: Int32Array;
  readonly tokens: Tokens;
}

/** Reads a text into the feature space; the result is overwritten by the next call. */
export type Extractor = (text: string) => Features;

/** A vector has at most so many features. */
export const MOST_FEATURES = 4096;
const UNKNOWN_WEIGHT = 6;

/** Where an extractor writes its vectors. */
export interface Target {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** Makes an extractor with its own scratch arrays. */
export function createExtractor(
  space: Space,
  language: Language,
  target: Target = { ids: new Int32Array(MOST_FEATURES), values: new Float32Array(MOST_FEATURES) },
): Extractor {
  const tokens = emptyTokens();
  const sums = new Float32Array(space.featureCount);
  const units = new Int32Array(tokens.hashes.length);
  const features: Features = {
    ids: target.ids,
    values: target.values,
    count: 0,
    known: 0,
    wordOf: new Int32Array(tokens.hashes.length),
    tokens,
  };
  const { ids, values, wordOf } = features;
  const add = (id: number): void => {
    if (id < 0) return;
    const sum = sums[id] ?? 0;
    if (sum === 0) {
      if (features.count === MOST_FEATURES) return;
      ids[features.count++] = id;
    }
    sums[id] = sum + 1;
  };
  const pattern = (key: string): number | undefined => {
    const id = lookUp(space.patterns, hashText(key));
    return id < 0 ? undefined : id;
  };
  const addGram = (hash: number): void => add(lookUp(space.features, hash));

  return (text) => {
    tokenise(text, language, tokens);
    features.count = 0;
    let unitCount = 0;
    let knownWeight = 0;
    let allWeight = 0;
    for (let i = 0; i < tokens.count; i++) {
      const start = tokens.starts[i] ?? 0;
      const end = tokens.starts[i + 1] ?? 0;
      let word = lookUp(space.words, tokens.hashes[i] ?? 0);
      let share = 1;
      if (word < 0) {
        word = repair(space, tokens.codes, start, end);
        share = 0.5;
      }
      wordOf[i] = word;
      if (i > 0) add(lookUp(space.phrases, hashPhrase(tokens.hashes[i - 1] ?? 0, tokens.hashes[i] ?? 0)));
      if (word < 0) {
        const text = tokenText(tokens, i);
        const concept = nearest(text, language, pattern) ?? -1;
        add(concept);
        const stemHash = hashText('w ' + stem(text, language));
        const id = lookUp(space.features, stemHash);
        const weight = id < 0 ? UNKNOWN_WEIGHT : (space.weights[id] ?? 0);
        add(id);
        if (id >= 0) units[unitCount++] = stemHash;
        if (id >= 0 || concept >= 0) knownWeight += weight * 0.5;
        allWeight += weight;
        eachGram(tokens.codes, start, end, addGram);
        continue;
      }
      units[unitCount++] = space.units[word] ?? 0;
      const first = space.idStarts[word] ?? 0;
      const last = space.idStarts[word + 1] ?? 0;
      for (let at = first; at < last; at++) add(space.ids[at] ?? -1);
      const weight = last > first ? (space.weights[space.ids[first] ?? 0] ?? 0) : UNKNOWN_WEIGHT;
      if (last > first) knownWeight += weight * share;
      allWeight += weight;
      const lastGram = space.gramStarts[word + 1] ?? 0;
      for (let at = space.gramStarts[word] ?? 0; at < lastGram; at++) add(space.grams[at] ?? -1);
    }
    for (let i = 0; i < unitCount; i++) {
      const stop = Math.min(unitCount, i + PAIR_WINDOW + 1);
      for (let j = i + 1; j < stop; j++) add(lookUp(space.features, hashPair(units[i] ?? 0, units[j] ?? 0)));
    }
    features.known = allWeight === 0 ? 0 : knownWeight / allWeight;
    normalise();
    return features;
  };

  function normalise(): void {
    const count = features.count;
    let words = 0;
    let grams = 0;
    for (let i = 0; i < count; i++) {
      const id = ids[i] ?? 0;
      const sum = sums[id] ?? 0;
      const value = (sum === 1 ? 1 : 1 + Math.log(sum)) * (space.weights[id] ?? 0);
      sums[id] = 0;
      values[i] = value;
      if (id < space.firstGram) words += value * value;
      else grams += value * value;
    }
    const wordScale = words === 0 ? 0 : 1 / Math.sqrt(words);
    const gramScale = grams === 0 ? 0 : 1 / Math.sqrt(grams);
    for (let i = 0; i < count; i++)
      values[i] = (values[i] ?? 0) * ((ids[i] ?? 0) < space.firstGram ? wordScale : gramScale);
  }
}
