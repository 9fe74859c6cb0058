import { createRandom, shuffled } from '../random.ts';
import { createKernel, padded } from './kernel.ts';
import type { Matrix } from './matrix.ts';

/** A linear score for each class: `Σ value · weights[feature · stride + class]`; the last feature, always 1, is the bias. */
export interface Linear {
  readonly classes: number;
  readonly stride: number;
  readonly weights: Float32Array;
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
  const stride = padded(classes);
  const kernel = createKernel((features + 1) * stride + x.ids.length * 2 + stride * 2, 5);
  const weights = kernel.floats((features + 1) * stride);
  const ids = kernel.ints(x.ids.length);
  const values = kernel.floats(x.ids.length);
  const scores = kernel.floats(stride);
  const steps = kernel.floats(stride);
  ids.set(x.ids);
  values.set(x.values);
  const bias = weights.subarray(features * stride);
  const alpha = new Float32Array(rows.length * classes);
  const random = createRandom(options.seed);
  const slackOther = 1 / (2 * options.cost);
  const slackOwn = slackOther / options.positive;
  const squares = Float32Array.from(rows, (row) => {
    let square = 1;
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) square += (x.values[at] ?? 0) ** 2;
    return square;
  });
  const still = new Uint8Array(rows.length);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const index of shuffled(rows.length, random)) {
      // A row that moved nothing last time is left out once: most such rows stay content.
      if (still[index] === 1) {
        still[index] = 0;
        continue;
      }
      const row = rows[index] as number;
      const first = x.starts[row] as number;
      const count = (x.starts[row + 1] as number) - first;
      const idsAt = ids.byteOffset + first * 4;
      const valuesAt = values.byteOffset + first * 4;
      scores.set(bias);
      kernel.gather(count, idsAt, valuesAt, weights.byteOffset, stride * 4, scores.byteOffset);
      const own = labels[row] as number;
      const square = squares[index] as number;
      let moved = false;
      for (let c = 0; c < classes; c++) {
        const sign = c === own ? 1 : -1;
        const slack = c === own ? slackOwn : slackOther;
        const at = index * classes + c;
        const before = alpha[at] as number;
        const gradient = sign * (scores[c] as number) - 1 + before * slack;
        steps[c] = 0;
        if (before === 0 && gradient >= 0) continue;
        const after = Math.max(0, before - gradient / (square + slack));
        const step = after - before;
        if (step < options.tolerance && step > -options.tolerance) continue;
        moved = true;
        alpha[at] = after;
        steps[c] = step * sign;
        bias[c] = (bias[c] as number) + step * sign;
      }
      if (!moved) still[index] = 1;
      else kernel.scatter(count, idsAt, valuesAt, weights.byteOffset, stride * 4, steps.byteOffset);
    }
  }
  return { classes, stride, weights: weights.slice() };
}
