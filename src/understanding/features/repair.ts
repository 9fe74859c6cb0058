import { HASH_START, hashEnd, hashStep } from '../text/hash.ts';
import { hashTable, type HashTable, lookUp } from '../text/table.ts';

/** Shorter words have too many neighbours to be repaired. */
const SHORTEST = 4;
/** Keeps the words with no character gone apart from those with one gone. */
const LONGEST = 24;

interface Deletes {
  readonly deletes: HashTable;
  readonly deleteNext: Int32Array;
  readonly deleteWords: Int32Array;
}

/** Words, packed, with the index of what is left when one character goes. */
interface Repairable extends Deletes {
  readonly codes: Uint16Array;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
}

/** The hash of a word without the character at `gone` (-1: with all). */
function hashWithout(codes: Uint16Array, start: number, end: number, gone: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) if (at !== gone) hash = hashStep(hash, codes[at] ?? 0);
  return hashEnd(hash);
}

/** The index of all words by what is left of them when one character goes (SymSpell's idea, distance one). */
export function deletesOf(codes: Uint16Array, starts: Int32Array): Deletes {
  const heads = new Map<number, number>();
  const next: number[] = [];
  const words: number[] = [];
  for (let word = 0; word + 1 < starts.length; word++) {
    const start = starts[word] ?? 0;
    const end = starts[word + 1] ?? 0;
    if (end - start < SHORTEST || end - start > LONGEST) continue;
    for (let gone = start - 1; gone < end; gone++) {
      const hash = hashWithout(codes, start, end, gone);
      const head = heads.get(hash);
      if (head !== undefined && words[head] === word) continue;
      next.push(head ?? -1);
      words.push(word);
      heads.set(hash, words.length - 1);
    }
  }
  return {
    deletes: hashTable([...heads.keys()], [...heads.values()]),
    deleteNext: Int32Array.from(next),
    deleteWords: Int32Array.from(words),
  };
}

/** Whether two different words are one insertion, deletion, substitution or swap of neighbours apart. */
function isOneApart(
  a: Uint16Array,
  aStart: number,
  aEnd: number,
  b: Uint16Array,
  bStart: number,
  bEnd: number,
): boolean {
  let i = aStart;
  let j = bStart;
  while (i < aEnd && j < bEnd && a[i] === b[j]) {
    i++;
    j++;
  }
  let x = aEnd - 1;
  let y = bEnd - 1;
  while (x >= i && y >= j && a[x] === b[y]) {
    x--;
    y--;
  }
  const left = x - i + 1;
  const right = y - j + 1;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[i] === b[j + 1] && a[i + 1] === b[j];
}

/** The most frequent known word one typing error away from the unknown one at `start … end`, or -1. */
export function repair(vocabulary: Repairable, codes: Uint16Array, start: number, end: number): number {
  if (end - start < SHORTEST || end - start > LONGEST) return -1;
  let best = -1;
  let bestCount = -1;
  for (let gone = start - 1; gone < end; gone++) {
    let entry = lookUp(vocabulary.deletes, hashWithout(codes, start, end, gone));
    while (entry >= 0) {
      const word = vocabulary.deleteWords[entry] ?? 0;
      const count = vocabulary.counts[word] ?? 0;
      if (
        count > bestCount &&
        isOneApart(codes, start, end, vocabulary.codes, vocabulary.starts[word] ?? 0, vocabulary.starts[word + 1] ?? 0)
      ) {
        best = word;
        bestCount = count;
      }
      entry = vocabulary.deleteNext[entry] ?? -1;
    }
  }
  return best;
}
