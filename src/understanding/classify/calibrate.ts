import type { Language } from '../types.ts';

/** How far down the list of classes a message's measures look. */
export const TOP = 5;

/** What of a message's scores tells whether its best intent is right. */
export const MEASURES = 7;

/** Weights of a logistic model over the measures, and the zones' thresholds. */
export interface Calibration {
  readonly weights: Float64Array;
  readonly answerFrom: number;
  readonly clarifyFrom: number;
}

/** A message of a held-out fold: its measures and the rank of the right intent (0 best; -1 out of scope). */
export interface Trial {
  readonly measures: Float64Array;
  readonly rank: number;
  readonly language: Language;
}

/** The probability that the best intent is right. */
export function probability(weights: Float64Array, measures: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < MEASURES; i++) sum += (weights[i] ?? 0) * (measures[i] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * The share of customers' messages that are nothing for a bank, whatever their share among the examples: on a page's
 * messages about one in seven.
 */
const OUTSIDE_SHARE = 0.15;

/** How much a message that is out of scope counts, so that all of them make their share. */
function outsideWeight(trials: readonly Trial[]): number {
  const outside = trials.filter(({ rank }) => rank < 0).length;
  return outside === 0 ? 1 : (OUTSIDE_SHARE / (1 - OUTSIDE_SHARE)) * ((trials.length - outside) / outside);
}

/** Fits the logistic model by Newton's method with a small ridge. */
function fit(trials: readonly Trial[], outside: number): Float64Array {
  const weights = new Float64Array(MEASURES);
  for (let step = 0; step < 12; step++) {
    const gradient = new Float64Array(MEASURES);
    const hessian = Array.from({ length: MEASURES }, () => new Float64Array(MEASURES));
    for (const { measures, rank } of trials) {
      const p = probability(weights, measures);
      const weight = rank < 0 ? outside : 1;
      const spread = weight * p * (1 - p);
      for (let i = 0; i < MEASURES; i++) {
        const mi = measures[i] ?? 0;
        gradient[i] = (gradient[i] ?? 0) + weight * ((rank === 0 ? 1 : 0) - p) * mi;
        const line = hessian[i];
        if (line) for (let j = 0; j < MEASURES; j++) line[j] = (line[j] ?? 0) + spread * mi * (measures[j] ?? 0);
      }
    }
    for (let i = 0; i < MEASURES; i++) {
      gradient[i] = (gradient[i] ?? 0) - (weights[i] ?? 0) * 0.5;
      const line = hessian[i];
      if (line) line[i] = (line[i] ?? 0) + 0.5;
    }
    const move = solve(hessian, gradient);
    for (let i = 0; i < MEASURES; i++) weights[i] = (weights[i] ?? 0) + Math.max(-3, Math.min(3, move[i] ?? 0));
  }
  return weights;
}

/** Gauss elimination with pivoting; overwrites both arguments. */
function solve(a: Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(a[row]?.[column] ?? 0) > Math.abs(a[pivot]?.[column] ?? 0)) pivot = row;
    const top = a[pivot] as Float64Array;
    a[pivot] = a[column] as Float64Array;
    a[column] = top;
    const held = b[pivot] ?? 0;
    b[pivot] = b[column] ?? 0;
    b[column] = held;
    const head = top[column] ?? 0;
    if (Math.abs(head) < 1e-12) continue;
    for (let row = 0; row < n; row++) {
      const line = a[row];
      if (row === column || line === undefined) continue;
      const factor = (line[column] ?? 0) / head;
      for (let k = column; k < n; k++) line[k] = (line[k] ?? 0) - factor * (top[k] ?? 0);
      b[row] = (b[row] ?? 0) - factor * held;
    }
  }
  return b.map((value, i) => value / (a[i]?.[i] || 1));
}

/** A wrong answer costs four questions back; saying "no idea" to an answerable request costs two. */
const COST = { wrong: 4, question: 1, uselessQuestion: 2, giveUp: 2 } as const;
/** A question back offers so many intents. */
export const CHOICES = 3;

function costOf(zone: 'answer' | 'clarify' | 'fallback', rank: number): number {
  if (zone === 'answer') return rank === 0 ? 0 : COST.wrong;
  if (zone === 'clarify')
    return rank >= 0 && rank < CHOICES ? COST.question : rank < 0 ? COST.question : COST.uselessQuestion;
  return rank < 0 ? 0 : COST.giveUp;
}

const FEWEST_TRIALS = 20;
/** What a bank's examples gave, rounded: for sets too small to calibrate by. */
const FEW: Calibration = {
  weights: Float64Array.of(-0.5, 0, 0.8, 3, 0.2, 0.5, 0),
  answerFrom: 0.7,
  clarifyFrom: 0.2,
};

/** Learns from held-out messages how far to trust the scores, and from where on to answer or to ask back. */
export function calibrate(trials: readonly Trial[]): Calibration {
  if (trials.length < FEWEST_TRIALS) return FEW;
  const outside = outsideWeight(trials);
  const weights = fit(trials, outside);
  const sorted = trials
    .map((trial) => ({ p: probability(weights, trial.measures), rank: trial.rank }))
    .sort((a, b) => b.p - a.p);
  // The threshold between two zones is where the cost of all that lies above it plus all below is least.
  const best = (upper: 'answer' | 'clarify', lower: 'clarify' | 'fallback', from: number): number => {
    let cost = 0;
    let least = 0;
    let threshold = from;
    for (const { p, rank } of sorted) {
      cost += (costOf(upper, rank) - costOf(lower, rank)) * (rank < 0 ? outside : 1);
      if (cost <= least && p <= from) {
        least = cost;
        threshold = p;
      }
    }
    return threshold;
  };
  const answerFrom = best('answer', 'clarify', 1);
  return { weights, answerFrom, clarifyFrom: Math.min(answerFrom, best('clarify', 'fallback', 1)) };
}
