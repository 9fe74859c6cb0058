import { HASH_START, hashEnd, hashStep } from '../text/hash.ts';

const EDGE = 0x5e;
const SHORTEST = 2;
const LONGEST = 4;
/** Keeps the hashes of character n-grams apart from those of words. */
const GRAM = 0x6772;

/**
 * Calls `visit` with the hash of each character 2- to 4-gram of a word, its edges marked. German compounds need no
 * splitter beside these.
 */
export function eachGram(codes: Uint16Array, start: number, end: number, visit: (hash: number) => void): void {
  for (let from = start - 1; from < end; from++) {
    let hash = hashStep(HASH_START, GRAM);
    const last = Math.min(from + LONGEST, end + 1);
    for (let at = from; at < last; at++) {
      hash = hashStep(hash, at < start || at >= end ? EDGE : (codes[at] ?? 0));
      if (at - from + 1 >= SHORTEST) visit(hashEnd(hash));
    }
  }
}
