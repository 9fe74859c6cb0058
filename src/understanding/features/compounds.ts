/** Shorter words are no compounds, and shorter parts are found everywhere. */
const SHORTEST = 8;
const SHORTEST_PART = 4;
/** What German puts between the parts of a compound. */
const JOINTS = ['', 's', 'n', 'en', 'es', 'er'];
const WORD = /^[a-z]+$/;

/**
 * The two known words that a folded German word is made of ("kontogebuhren": "konto", "gebuhren"), or null. Of several ways
 * the one with the longest shorter part is taken.
 * @param find the number of a known word, -1 for others
 */
export function splitCompound(word: string, find: (part: string) => number): readonly [number, number] | null {
  if (word.length < SHORTEST || !WORD.test(word)) return null;
  let best: readonly [number, number] | null = null;
  let longest = 0;
  for (let cut = SHORTEST_PART; cut <= word.length - SHORTEST_PART; cut++) {
    const second = find(word.slice(cut));
    if (second < 0) continue;
    const before = word.slice(0, cut);
    for (const joint of JOINTS) {
      const length = cut - joint.length;
      if (length < SHORTEST_PART || !before.endsWith(joint)) continue;
      const first = find(before.slice(0, length));
      const shorter = Math.min(length, word.length - cut);
      if (first < 0 || shorter <= longest) continue;
      longest = shorter;
      best = [first, second];
    }
  }
  return best;
}
