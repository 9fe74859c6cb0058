import { MEASURES, TOP } from './calibrate.ts';

/** The best classes of a message, reused by the next. */
export interface Ranking {
  readonly classes: Int32Array;
  readonly scores: Float32Array;
  count: number;
  /** Softmax over all classes of the best. */
  share: number;
}

export function emptyRanking(): Ranking {
  return { classes: new Int32Array(TOP), scores: new Float32Array(TOP), count: 0, share: 0 };
}

/** Steepness of the softmax over the classes' margins. */
export const STEEPNESS = 4;

/** Finds the best `TOP` of the first `classes` scores. */
export function rank(scores: Float32Array, classes: number, ranking: Ranking): void {
  let count = 0;
  for (let c = 0; c < classes; c++) {
    const score = scores[c] ?? 0;
    if (count === TOP && score <= (ranking.scores[TOP - 1] ?? 0)) continue;
    let at = count < TOP ? count++ : TOP - 1;
    while (at > 0 && score > (ranking.scores[at - 1] ?? 0)) {
      ranking.scores[at] = ranking.scores[at - 1] ?? 0;
      ranking.classes[at] = ranking.classes[at - 1] ?? 0;
      at--;
    }
    ranking.scores[at] = score;
    ranking.classes[at] = c;
  }
  ranking.count = count;
  const best = ranking.scores[0] ?? 0;
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    const distance = STEEPNESS * ((scores[c] ?? 0) - best);
    if (distance > -12) sum += Math.exp(distance);
  }
  ranking.share = sum === 0 ? 0 : 1 / sum;
}

/**
 * Fills in what tells whether the best class is right.
 * @param known the share of the text that any example knows
 * @param covered the share of that which examples of the best class know
 * @param outside the score of "out of scope"
 */
export function measure(
  ranking: Ranking,
  known: number,
  covered: number,
  outside: number,
  measures: Float64Array,
): Float64Array {
  const first = ranking.scores[0] ?? 0;
  const second = ranking.count > 1 ? (ranking.scores[1] ?? 0) : first - 1;
  measures[0] = 1;
  measures[1] = ranking.share;
  measures[2] = first;
  measures[3] = first - second;
  measures[4] = known;
  measures[5] = first - outside;
  measures[6] = known * covered;
  return measures.length === MEASURES ? measures : measures.slice(0, MEASURES);
}
