import english from 'natural/lib/natural/stemmers/porter_stemmer.js';
import german from 'natural/lib/natural/stemmers/porter_stemmer_de.js';
import type { Language } from '../types.ts';

/** The stem of a folded word (lower case, no accents); numbers and marks stay as they are. */
export function stem(word: string, language: Language): string {
  if (!/^[a-z]{3,40}$/.test(word)) return word;
  return language === 'de' ? german.stem(word) : english.stem(word);
}
