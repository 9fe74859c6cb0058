import { createRandom, shuffled } from '../random.ts';
import type { Matrix } from './matrix.ts';

/** A linear score for each class: `bias[c] + Σ value · weights[feature · classes + c]`. */
export interface Linear {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Adds a row's scores to `scores` (which starts as the bias). */
export function scoreRow(linear: Linear, x: Matrix, row: number, scores: Float32Array): void {
  const { classes, weights } = linear;
  scores.set(linear.bias);
  const stop = x.starts[row + 1] ?? 0;
  for (let at = x.starts[row] ?? 0; at < stop; at++) {
    const base = (x.ids[at] ?? 0) * classes;
    const value = x.values[at] ?? 0;
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + value * (weights[base + c] ?? 0);
  }
}

export interface SvmOptions {
  readonly cost: number;
  /** How much more an example of the class itself counts than one of another class. */
  readonly positive: number;
  readonly epochs: number;
  /** Steps smaller than this are not taken. */
  readonly tolerance: number;
  readonly seed: number;
}

/**
 * One-vs-rest linear support vector machines with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008), all
 * classes side by side: one pass over a row's features serves every class.
 *
 * @param labels the class of each row; -1: an example of no class
 * @param rows the rows to learn from
 */
export function trainSvm(
  x: Matrix,
  labels: Int32Array,
  rows: Int32Array,
  classes: number,
  features: number,
  options: SvmOptions,
): Linear {
  const linear: Linear = {
    classes,
    weights: new Float32Array(features * classes),
    bias: new Float32Array(classes),
  };
  const { weights, bias } = linear;
  const alpha = new Float32Array(rows.length * classes);
  const random = createRandom(options.seed);
  const scores = new Float32Array(classes);
  const changed = new Int32Array(classes);
  const steps = new Float32Array(classes);
  const slackOther = 1 / (2 * options.cost);
  const slackOwn = slackOther / options.positive;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    let largest = 0;
    for (const index of shuffled(rows.length, random)) {
      const row = rows[index] ?? 0;
      const first = x.starts[row] ?? 0;
      const stop = x.starts[row + 1] ?? 0;
      let square = 1;
      for (let at = first; at < stop; at++) square += (x.values[at] ?? 0) ** 2;
      scoreRow(linear, x, row, scores);
      let count = 0;
      const own = labels[row] ?? -1;
      for (let c = 0; c < classes; c++) {
        const sign = c === own ? 1 : -1;
        const slack = c === own ? slackOwn : slackOther;
        const at = index * classes + c;
        const before = alpha[at] ?? 0;
        const gradient = sign * (scores[c] ?? 0) - 1 + before * slack;
        if (before === 0 && gradient >= 0) continue;
        const after = Math.max(0, before - gradient / (square + slack));
        const step = after - before;
        if (Math.abs(step) < options.tolerance) continue;
        largest = Math.max(largest, Math.abs(step));
        alpha[at] = after;
        changed[count] = c;
        steps[count++] = step * sign;
        bias[c] = (bias[c] ?? 0) + step * sign;
      }
      if (count === 0) continue;
      for (let at = first; at < stop; at++) {
        const base = (x.ids[at] ?? 0) * classes;
        const value = x.values[at] ?? 0;
        for (let k = 0; k < count; k++) {
          const slot = base + (changed[k] ?? 0);
          weights[slot] = (weights[slot] ?? 0) + value * (steps[k] ?? 0);
        }
      }
    }
    if (largest < options.tolerance) break;
  }
  return linear;
}
