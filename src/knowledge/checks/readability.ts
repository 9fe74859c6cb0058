import type { Language } from '../../understanding/types.ts';

const wordPattern = /[\p{L}\p{N}]+(?:['’\-/][\p{L}\p{N}]+)*/gu;

/** Cuts a text into sentences. Abbreviations of single letters ("z. B.") do not end one, nor does a colon. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?…][“”"’')]*)(?<!\b\p{L}\.)\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The words of a text; "Online-Banking" and "isn't" are one word each. */
export function wordsOf(text: string): readonly string[] {
  return text.match(wordPattern) ?? [];
}

/** Syllables as they are heard, by groups of vowels. Good to a few per cent on running text. */
export function syllablesOf(word: string, language: Language): number {
  if (/^\p{Lu}+$/u.test(word) && !/[AEIOUÄÖÜ]/.test(word)) return word.length;
  const parts = word.toLowerCase().split(/[-/]/);
  return parts.reduce((sum, part) => sum + (language === 'de' ? germanSyllables(part) : englishSyllables(part)), 0);
}

function germanSyllables(word: string): number {
  const groups = word.replaceAll('qu', 'q').match(/aa|ee|oo|ai|au|ei|eu|äu|ie|[aeiouyäöüéèà]/g);
  return Math.max(1, groups?.length ?? 0);
}

function englishSyllables(word: string): number {
  const sounded = word
    .replace(/['’](s|t|d|m|ll|re|ve)$/, '')
    .replace(/(?<=[^aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeioutdy])ed$|(?<=[^aeiouycgsxz])(?<!ch|sh)es$/, '');
  return Math.max(1, sounded.match(/[aeiouy]+/g)?.length ?? 0);
}

/** What the formulas need of a text. */
interface Counts {
  readonly words: readonly string[];
  readonly syllables: readonly number[];
  /** Mean words per sentence. */
  readonly perSentence: number;
}

function count(text: string, language: Language): Counts {
  const words = wordsOf(text);
  return {
    words,
    syllables: words.map((word) => syllablesOf(word, language)),
    perSentence: words.length / Math.max(1, sentencesOf(text).length),
  };
}

/** Mean words per sentence. */
export function sentenceLength(text: string): number {
  return wordsOf(text).length / Math.max(1, sentencesOf(text).length);
}

/**
 * Reading ease, higher is easier. German: Amstad 1978, 180 − words per sentence − 58.5 × syllables per word. English:
 * Flesch 1948, 206.835 − 1.015 × words per sentence − 84.6 × syllables per word.
 */
export function flesch(text: string, language: Language): number {
  const { words, syllables, perSentence } = count(text, language);
  if (words.length === 0) return 100;
  const perWord = syllables.reduce((sum, each) => sum + each, 0) / words.length;
  return language === 'de' ? 180 - perSentence - 58.5 * perWord : 206.835 - 1.015 * perSentence - 84.6 * perWord;
}

/**
 * The first Wiener Sachtextformel for German (Bamberger and Vanecek 1984): the school year that a text suits, 4 (easy) to
 * 15 (hard), from the shares of words with three and more syllables, of more than six letters, and of one syllable.
 */
export function wiener(text: string): number {
  const { words, syllables, perSentence } = count(text, 'de');
  if (words.length === 0) return 4;
  const share = (test: (word: string, syllable: number) => boolean) =>
    (100 * words.filter((word, index) => test(word, syllables[index] ?? 1)).length) / words.length;
  const long = share((_, syllable) => syllable >= 3);
  const letters = share((word) => word.length > 6);
  const single = share((_, syllable) => syllable === 1);
  return 0.1935 * long + 0.1672 * perSentence + 0.1297 * letters - 0.0327 * single - 0.875;
}
