import { createKernel } from './kernel.ts';
import type { Linear } from './svm.ts';

/** A linear score ready for use, in 16-bit integers where it is kept: half the memory, and as exact as a ranking needs. */
export interface Scores {
  readonly classes: number;
  readonly stride: number;
  readonly weights: Int16Array | Float32Array;
  /** What one step of the integers stands for. */
  readonly step: number;
  readonly bias: Float32Array;
}

/** A linear score as it is. */
export function exact({ classes, stride, weights }: Linear): Scores {
  const features = weights.length - stride;
  return { classes, stride, weights: weights.subarray(0, features), step: 1, bias: weights.slice(features) };
}

/** Rounds a linear score to 16 bits. */
export function compact(linear: Linear): Scores {
  const { classes, stride, weights } = linear;
  const features = weights.length - stride;
  let largest = 1e-9;
  for (let i = 0; i < features; i++) {
    const size = Math.abs(weights[i] as number);
    if (size > largest) largest = size;
  }
  const step = largest / 32_767;
  const perStep = 1 / step;
  const rounded = new Int16Array(features);
  for (let i = 0; i < features; i++) rounded[i] = Math.round((weights[i] as number) * perStep);
  return { classes, stride, weights: rounded, step, bias: weights.slice(features) };
}

/** Scores a sparse vector, given in `ids` and `values`, into `scores`. */
export interface Scorer {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** A number for each class, valid after `run`. */
  readonly scores: Float32Array;
  readonly run: (count: number) => void;
  /** The weight of a feature for a class. */
  readonly weight: (feature: number, column: number) => number;
}

/** A scorer with its own copy of the weights, for vectors of at most `most` features. */
export function createScorer(linear: Scores, most: number): Scorer {
  const { stride, step, classes } = linear;
  const small = linear.weights instanceof Int16Array;
  const kernel = createKernel((linear.weights.length * linear.weights.BYTES_PER_ELEMENT) / 4 + stride + most * 2, 4);
  const weights = small ? kernel.shorts(linear.weights.length) : kernel.floats(linear.weights.length);
  const gather = small ? kernel.gather16 : kernel.gather;
  const rowBytes = stride * weights.BYTES_PER_ELEMENT;
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
    weight: (feature, column) => (weights[feature * stride + column] ?? 0) * step,
    run: (count) => {
      scores.set(bias);
      gather(count, idsAt, valuesAt, weightsAt, rowBytes, scoresAt);
      for (let c = 0; c < classes; c++) scores[c] = (scores[c] as number) * step;
    },
  };
}
