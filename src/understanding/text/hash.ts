/** The start value of every hash: FNV-1a's offset basis. */
export const HASH_START = 0x811c9dc5 | 0;

/** One step of FNV-1a over 16-bit units, as a signed 32-bit integer. */
export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Spreads a hash's bits (MurmurHash3's finaliser); never 0, so that 0 can mean an empty slot. */
export function hashEnd(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return h === 0 ? 1 : h;
}

/** The hash of a string, the same that `hashStep` and `hashEnd` give over its UTF-16 units. */
export function hashText(text: string): number {
  let hash = HASH_START;
  for (let i = 0; i < text.length; i++) hash = hashStep(hash, text.charCodeAt(i));
  return hashEnd(hash);
}

/** The hash of an unordered pair of hashes. */
export function hashPair(a: number, b: number): number {
  return a < b ? hashEnd(Math.imul(a, 0x9e3779b1) ^ b) : hashEnd(Math.imul(b, 0x9e3779b1) ^ a);
}

/** The hash of two hashes in their order. */
export function hashPhrase(first: number, second: number): number {
  return hashEnd(Math.imul(first, 0x85ebca77) ^ second);
}
