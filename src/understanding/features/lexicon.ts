import type { Language } from '../types.ts';
import { emptyTokens, tokenise, tokenText } from '../text/tokens.ts';
import { stem } from './stem.ts';

/**
 * Words that mean the same, as `data/lexicon` lists them: `word`, `prefix*`, `*suffix`, or two words joined by a hyphen.
 */
export interface Concept {
  readonly concept: string;
  readonly words: readonly string[];
}

export type Lexicon = Readonly<Record<Language, readonly Concept[]>>;

/** Joins the lexicon's files: each `{ concept: { de: "words…", en: "words…" } }`. Throws a `TypeError` naming a bad concept. */
export function parseLexicon(files: readonly unknown[]): Lexicon {
  const de: Concept[] = [];
  const en: Concept[] = [];
  for (const file of files)
    for (const [concept, words] of Object.entries(file as Record<string, Partial<Record<Language, unknown>>>)) {
      if (typeof words.de !== 'string' || typeof words.en !== 'string')
        throw new TypeError(`the lexicon's concept "${concept}" needs a list of words for each language`);
      de.push({ concept, words: words.de.split(' ') });
      en.push({ concept, words: words.en.split(' ') });
    }
  return { de, en };
}

/** The lexicon of one language, ready to look words up. */
export interface Concepts {
  /** The concepts of a folded word, by itself, its stem, its beginning or its end; the first is the nearest. */
  readonly of: (word: string) => readonly string[];
  /** The concept of two neighbouring folded words. */
  readonly phrases: ReadonlyMap<string, string>;
  /** All whole words, folded. */
  readonly words: readonly string[];
  /** Concepts by `s stem`, `p prefix` and `f suffix`. */
  readonly patterns: ReadonlyMap<string, string>;
}

/** Prefixes and suffixes in the lexicon have at least so many letters. */
export const SHORTEST_PATTERN = 4;
const SHORTEST_STEM = 4;

/** Folds a language's lexicon like messages. */
export function indexConcepts(lexicon: readonly Concept[], language: Language): Concepts {
  const tokens = emptyTokens();
  const exact = new Map<string, string[]>();
  const phrases = new Map<string, string>();
  const patterns = new Map<string, string>();
  const fold = (word: string): string[] => {
    tokenise(word, language, tokens);
    return Array.from({ length: tokens.count }, (_, i) => tokenText(tokens, i));
  };
  for (const { concept, words } of lexicon)
    for (const word of words) {
      const [first, second] = fold(word.replaceAll('*', ''));
      if (first === undefined) continue;
      if (second !== undefined) phrases.set(`${first} ${second}`, concept);
      else if (word.endsWith('*')) patterns.set(`p ${first}`, concept);
      else if (word.startsWith('*')) patterns.set(`f ${first}`, concept);
      else {
        exact.set(first, [...(exact.get(first) ?? []), concept]);
        const root = `s ${stem(first, language)}`;
        if (first.length >= SHORTEST_STEM && !patterns.has(root)) patterns.set(root, concept);
      }
    }
  const of = (word: string): readonly string[] => {
    const found = exact.get(word);
    if (found !== undefined) return found;
    const near = nearest(word, language, (key) => patterns.get(key));
    return near === undefined ? [] : [near];
  };
  return { of, phrases, words: [...exact.keys()], patterns };
}

/** What `get` knows of a word's stem, else of its longest known beginning, else of its longest known end. */
export function nearest<T>(word: string, language: Language, get: (key: string) => T | undefined): T | undefined {
  if (word.length < SHORTEST_STEM) return undefined;
  const byStem = get(`s ${stem(word, language)}`);
  if (byStem !== undefined) return byStem;
  for (let length = word.length; length >= SHORTEST_PATTERN; length--) {
    const found = get(`p ${word.slice(0, length)}`) ?? get(`f ${word.slice(-length)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
