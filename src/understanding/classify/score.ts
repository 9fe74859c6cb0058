import { createKernel } from './kernel.ts';
import type { Linear } from './svm.ts';

/** A linear score in 16-bit integers: half the memory, and as exact as a ranking needs. */
export interface Scores {
  readonly classes: number;
  readonly stride: number;
  readonly weights: Int16Array;
  /** What one step of the integers stands for. */
  readonly step: number;
  readonly bias: Float32Array;
}

/** Rounds a linear score to 16 bits. */
export function compact(linear: Linear): Scores {
  const { classes, stride, weights } = linear;
  const features = weights.length - stride;
  let largest = 1e-9;
  for (let i = 0; i < features; i++) largest = Math.max(largest, Math.abs(weights[i] as number));
  const step = largest / 32_767;
  const rounded = new Int16Array(features);
  for (let i = 0; i < features; i++) rounded[i] = Math.round((weights[i] as number) / step);
  return { classes, stride, weights: rounded, step, bias: weights.slice(features) };
}

/** Scores a sparse vector, given in `ids` and `values`, into `scores`. */
export interface Scorer {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** A number for each class, valid after `run`. */
  readonly scores: Float32Array;
  readonly run: (count: number) => void;
}

/** A scorer with its own copy of the weights, for vectors of at most `most` features. */
export function createScorer(linear: Scores, most: number): Scorer {
  const { stride, step, classes } = linear;
  const kernel = createKernel(linear.weights.length / 2 + stride + most * 2, 4);
  const weights = kernel.shorts(linear.weights.length);
  weights.set(linear.weights);
  const scores = kernel.floats(stride);
  const ids = kernel.ints(most);
  const values = kernel.floats(most);
  const bias = linear.bias.map((value) => value / step);
  const [idsAt, valuesAt, weightsAt, scoresAt] = [
    ids.byteOffset,
    values.byteOffset,
    weights.byteOffset,
    scores.byteOffset,
  ];
  return {
    ids,
    values,
    scores,
    run: (count) => {
      scores.set(bias);
      kernel.gather16(count, idsAt, valuesAt, weightsAt, stride * 2, scoresAt);
      for (let c = 0; c < classes; c++) scores[c] = (scores[c] as number) * step;
    },
  };
}
