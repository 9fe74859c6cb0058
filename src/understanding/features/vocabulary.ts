import type { Language } from '../types.ts';
import { hashPhrase, hashText } from '../text/hash.ts';
import { hashTable, type HashTable, lookUp } from '../text/table.ts';
import { emptyTokens, tokenise, type Tokens, tokenText } from '../text/tokens.ts';
import { splitCompound } from './compounds.ts';
import { eachGram } from './grams.ts';
import { type Concepts, nearest } from './lexicon.ts';
import { deletesOf } from './repair.ts';
import { stem } from './stem.ts';

/** One language's words with the features that they bring: all that the hot path looks up. */
export interface Vocabulary {
  readonly words: HashTable;
  /** The folded characters of word `w`: `codes[starts[w]] … codes[starts[w + 1] - 1]`. */
  readonly codes: Uint16Array;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** What stands for the word in pairs: the feature of its first concept, else of its stem. */
  readonly units: Int32Array;
  /** Features of word `w` itself (stem, concepts): `ids[idStarts[w]] …`. */
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
}

/** A word while the vocabulary is being learnt. */
export interface Word {
  readonly text: string;
  count: number;
  readonly unit: number;
  /** Hashes of its stem and its concepts, and of those of the words that it is made of. */
  own: readonly number[];
  readonly grams: readonly number[];
}

/** All words of a language seen so far. */
export interface Words {
  /** Token `i` as a word, new or known. */
  readonly word: (tokens: Tokens, i: number) => Word;
  readonly all: ReadonlyMap<number, Word>;
  readonly phrases: ReadonlyMap<number, string>;
  readonly concepts: Concepts;
}

/** The feature of a concept: the same in both languages. */
export const conceptFeature = (concept: string): number => hashText('c ' + concept);

/** Starts a collection of words with those of the lexicon. */
export function collectWords(language: Language, concepts: Concepts): Words {
  const all = new Map<number, Word>();
  const word = (tokens: Tokens, i: number): Word => {
    const hash = tokens.hashes[i] ?? 0;
    let found = all.get(hash);
    if (found === undefined) {
      const text = tokenText(tokens, i);
      const grams: number[] = [];
      eachGram(tokens.codes, tokens.starts[i] ?? 0, tokens.starts[i + 1] ?? 0, (gram) => grams.push(gram));
      const meant = concepts.of(text).map(conceptFeature);
      const root = hashText('w ' + stem(text, language));
      found = { text, count: 0, unit: meant[0] ?? root, own: [root, ...meant], grams };
      all.set(hash, found);
    }
    return found;
  };
  const tokens = emptyTokens();
  for (const text of concepts.words) {
    tokenise(text, language, tokens);
    if (tokens.count === 1) word(tokens, 0);
  }
  const phrases = new Map<number, string>();
  for (const [pair, concept] of concepts.phrases) {
    const [first = '', second = ''] = pair.split(' ');
    phrases.set(hashPhrase(hashText(first), hashText(second)), concept);
  }
  return { word, all, phrases, concepts };
}

/** Gives compounds the stems and concepts of their parts, once all words are collected. */
export function joinCompounds({ all }: Words): void {
  const joined = [...all.values()].flatMap((word) => {
    const list: Word[] = [];
    const parts = splitCompound(word.text, (part) => {
      const found = all.get(hashText(part));
      return found === undefined ? -1 : list.push(found) - 1;
    });
    return parts === null ? [] : [{ word, own: parts.flatMap((part) => list[part]?.own ?? []) }];
  });
  for (const { word, own } of joined) word.own = [...new Set([...word.own, ...own])];
}

/** Packs the collected words; `idOf` gives a feature's number, -1 where the training texts have none. */
export function vocabularyOf(words: Words, idOf: (hash: number) => number): Vocabulary {
  const list = [...words.all.values()];
  const known = (hashes: readonly number[]): number[] => hashes.map(idOf).filter((id) => id >= 0);
  const [idStarts, ids] = flatten(list.map((word) => known(word.own)));
  const [gramStarts, grams] = flatten(list.map((word) => known(word.grams)));
  const [starts, codes] = flatten(
    list.map(({ text }) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))),
  );
  const packed = Uint16Array.from(codes);
  const byConcept = (entries: Iterable<readonly [number, string]>): HashTable => {
    const found = [...entries]
      .map(([key, concept]) => [key, idOf(conceptFeature(concept))] as const)
      .filter(([, id]) => id >= 0);
    return hashTable(
      found.map(([key]) => key),
      found.map(([, id]) => id),
    );
  };
  return {
    words: hashTable([...words.all.keys()]),
    codes: packed,
    starts,
    counts: Int32Array.from(list, ({ count }) => count),
    units: Int32Array.from(list, ({ unit }) => unit),
    idStarts,
    ids,
    gramStarts,
    grams,
    ...deletesOf(packed, starts),
    phrases: byConcept(words.phrases),
    patterns: byConcept([...words.concepts.patterns].map(([key, concept]) => [hashText(key), concept] as const)),
  };
}

function flatten(lists: readonly (readonly number[])[]): [Int32Array, Int32Array] {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => (starts[i + 1] = (starts[i] ?? 0) + list.length));
  return [starts, Int32Array.from(lists.flat())];
}

/** The concept's feature that an unknown word's stem, beginning or end points to, -1 where none. */
export function conceptOf(vocabulary: Vocabulary, word: string, language: Language): number {
  const found = nearest(word, language, (key) => {
    const id = lookUp(vocabulary.patterns, hashText(key));
    return id < 0 ? undefined : id;
  });
  return found ?? -1;
}
