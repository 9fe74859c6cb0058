import type { Language } from '../types.ts';
import { hashPair, hashPhrase, hashText } from '../text/hash.ts';
import { hashTable, type HashTable, lookUp } from '../text/table.ts';
import { emptyTokens, tokenise, tokenText } from '../text/tokens.ts';
import { eachGram } from './grams.ts';
import type { Concepts } from './lexicon.ts';
import { deletesOf } from './repair.ts';
import { stem } from './stem.ts';

/** The words and features that a language's training texts know, as typed arrays: everything that the hot path looks up. */
export interface Space {
  readonly words: HashTable;
  /** The folded characters of word `w`: `codes[starts[w]] … codes[starts[w + 1] - 1]`. */
  readonly codes: Uint16Array;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** What stands for the word in pairs: the hash of its stem or of its first concept. */
  readonly units: Int32Array;
  /** Features of word `w` in block one (stem, concepts): `ids[idStarts[w]] …`. */
  readonly idStarts: Int32Array;
  readonly ids: Int32Array;
  /** Character n-grams of word `w`, repeated ones repeatedly. */
  readonly gramStarts: Int32Array;
  readonly grams: Int32Array;
  /** Words by the hashes of what is left when one character goes, for the repair of typing errors. */
  readonly deletes: HashTable;
  readonly deleteNext: Int32Array;
  readonly deleteWords: Int32Array;
  /** Features of two neighbouring words, by the ordered hash of both. */
  readonly phrases: HashTable;
  /** Features of the lexicon's stems, prefixes and suffixes, for words that are not in `words`. */
  readonly patterns: HashTable;
  readonly features: HashTable;
  readonly weights: Float32Array;
  readonly featureCount: number;
  /** Features from here on are character n-grams; before: words, concepts, pairs. */
  readonly firstGram: number;
}

/** Words further apart than this make no pair. */
export const PAIR_WINDOW = 12;
const IDF_POWER = 0.7;
const MIN_PAIR_TEXTS = 2;

const stemFeature = (word: string, language: Language): number => hashText('w ' + stem(word, language));
const conceptFeature = (concept: string): number => hashText('c ' + concept);

interface Word {
  readonly text: string;
  count: number;
  readonly unit: number;
  readonly own: readonly number[];
  readonly grams: readonly number[];
}

/** Learns the words and features of `texts` (and the lexicon's words beside them). */
export function learnSpace(texts: readonly string[], language: Language, concepts: Concepts): Space {
  const tokens = emptyTokens();
  const words = new Map<number, Word>();
  const addWord = (hash: number, text: string, codes: Uint16Array, start: number, end: number, count: number): Word => {
    let word = words.get(hash);
    if (word === undefined) {
      const grams: number[] = [];
      eachGram(codes, start, end, (gram) => grams.push(gram));
      const meant = concepts.of(text);
      const own = [stemFeature(text, language), ...meant.map(conceptFeature)];
      const unit = meant[0] === undefined ? (own[0] ?? 0) : conceptFeature(meant[0]);
      word = { text, count: 0, unit, own, grams };
      words.set(hash, word);
    }
    word.count += count;
    return word;
  };
  const phrases = new Map<number, string>();
  for (const [pair, concept] of concepts.phrases) {
    const [first = '', second = ''] = pair.split(' ');
    phrases.set(hashPhrase(hashText(first), hashText(second)), concept);
  }
  const unigrams = new Map<number, number>();
  const pairs = new Map<number, number>();
  const grams = new Map<number, number>();
  const bump = (counts: Map<number, number>, seen: Iterable<number>): void => {
    for (const hash of seen) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  };
  for (const text of texts) {
    tokenise(text, language, tokens);
    const ownSeen = new Set<number>();
    const gramsSeen = new Set<number>();
    const units: number[] = [];
    for (let i = 0; i < tokens.count; i++) {
      const start = tokens.starts[i] ?? 0;
      const end = tokens.starts[i + 1] ?? 0;
      const word = addWord(tokens.hashes[i] ?? 0, tokenText(tokens, i), tokens.codes, start, end, 1);
      for (const id of word.own) ownSeen.add(id);
      for (const id of word.grams) gramsSeen.add(id);
      units.push(word.unit);
      const phrase = i === 0 ? undefined : phrases.get(hashPhrase(tokens.hashes[i - 1] ?? 0, tokens.hashes[i] ?? 0));
      if (phrase !== undefined) ownSeen.add(conceptFeature(phrase));
    }
    const pairsSeen = new Set<number>();
    for (let i = 0; i < units.length; i++)
      for (let j = i + 1; j < units.length && j <= i + PAIR_WINDOW; j++)
        pairsSeen.add(hashPair(units[i] ?? 0, units[j] ?? 0));
    bump(unigrams, ownSeen);
    bump(grams, gramsSeen);
    bump(pairs, pairsSeen);
  }
  for (const text of concepts.words) {
    tokenise(text, language, tokens);
    if (tokens.count !== 1) continue;
    addWord(tokens.hashes[0] ?? 0, text, tokens.codes, 0, tokens.starts[1] ?? 0, 0);
  }
  for (const [hash, count] of pairs) if (count < MIN_PAIR_TEXTS) pairs.delete(hash);
  const space = assemble([...words.entries()], [unigrams, pairs, grams], texts.length);
  const byConcept = (entries: Iterable<readonly [number, string]>): HashTable => {
    const known = [...entries].flatMap(([key, concept]) => {
      const id = lookUp(space.features, conceptFeature(concept));
      return id < 0 ? [] : [[key, id] as const];
    });
    return hashTable(
      known.map(([key]) => key),
      known.map(([, id]) => id),
    );
  };
  const patterns = [...concepts.patterns].map(([key, concept]) => [hashText(key), concept] as const);
  return { ...space, phrases: byConcept(phrases), patterns: byConcept(patterns) };
}

function assemble(
  words: readonly (readonly [number, Word])[],
  counts: readonly Map<number, number>[],
  texts: number,
): Omit<Space, 'phrases' | 'patterns'> {
  const keys: number[] = [];
  const weights: number[] = [];
  let firstGram = 0;
  counts.forEach((block, index) => {
    if (index === 2) firstGram = keys.length;
    for (const [hash, count] of block) {
      keys.push(hash);
      weights.push((1 + Math.log((texts + 1) / (count + 1))) ** IDF_POWER);
    }
  });
  const features = hashTable(keys);
  const known = (hashes: readonly number[]): number[] => hashes.map((h) => lookUp(features, h)).filter((id) => id >= 0);
  const flatten = (lists: readonly (readonly number[])[]): [Int32Array, Int32Array] => {
    const starts = new Int32Array(lists.length + 1);
    lists.forEach((list, i) => (starts[i + 1] = (starts[i] ?? 0) + list.length));
    return [starts, Int32Array.from(lists.flat())];
  };
  const [idStarts, ids] = flatten(words.map(([, word]) => known(word.own)));
  const [gramStarts, grams] = flatten(words.map(([, word]) => known(word.grams)));
  const [starts, codes] = flatten(
    words.map(([, word]) => Array.from({ length: word.text.length }, (_, i) => word.text.charCodeAt(i))),
  );
  const packed = Uint16Array.from(codes);
  return {
    words: hashTable(words.map(([hash]) => hash)),
    codes: packed,
    starts,
    counts: Int32Array.from(words, ([, word]) => word.count),
    units: Int32Array.from(words, ([, word]) => word.unit),
    idStarts,
    ids,
    gramStarts,
    grams,
    ...deletesOf(packed, starts),
    features,
    weights: Float32Array.from(weights),
    featureCount: keys.length,
    firstGram,
  };
}
