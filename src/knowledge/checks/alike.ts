/**
 * A text as it counts for comparisons: small letters, ä as ae, no marks, no emoji, single spaces. Of a text that is
 * nothing but marks or emoji those stay.
 */
export function normalise(text: string): string {
  const small = text.toLowerCase();
  const plain = small
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? small.trim() : plain;
}

/** The different words of a text. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(normalise(text).split(' '));
}

/** The share of words that two sets have in common (Jaccard), 0 to 1. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  return common / (a.size + b.size - common);
}

/**
 * All pairs whose words are alike from a share on (0 to 1), each once, the later one first. Two sets that are alike must
 * share one of their rarest words, so only those are looked up (prefix filtering: Chaudhuri, Ganti, Kaushik 2006).
 */
export function alikePairs<T extends { readonly words: ReadonlySet<string> }>(
  things: readonly T[],
  least: number,
): readonly (readonly [T, T])[] {
  const frequency = new Map<string, number>();
  for (const { words } of things) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (a: string, b: string) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1);
  const byRareWord = new Map<string, T[]>();
  const pairs: (readonly [T, T])[] = [];
  for (const thing of things) {
    const rare = [...thing.words].sort(rarity).slice(0, thing.words.size - Math.ceil(least * thing.words.size) + 1);
    const rivals = new Set(rare.flatMap((word) => byRareWord.get(word) ?? []));
    for (const rival of rivals) if (similarity(thing.words, rival.words) >= least) pairs.push([thing, rival]);
    for (const word of rare) {
      const list = byRareWord.get(word);
      if (list === undefined) byRareWord.set(word, [thing]);
      else list.push(thing);
    }
  }
  return pairs;
}
