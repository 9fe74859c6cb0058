import { createKernel } from './kernel.ts';
import type { Linear } from './svm.ts';

/** Scores a sparse vector, given in `ids` and `values`, into `scores`. */
export interface Scorer {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** A number for each class, valid after `run`. */
  readonly scores: Float32Array;
  readonly run: (count: number) => void;
}

/** A scorer with its own copy of the weights, for vectors of at most `most` features. */
export function createScorer(linear: Linear, most: number): Scorer {
  const { stride } = linear;
  const kernel = createKernel(linear.weights.length + stride + most * 2, 4);
  const weights = kernel.floats(linear.weights.length);
  weights.set(linear.weights);
  const scores = kernel.floats(stride);
  const ids = kernel.ints(most);
  const values = kernel.floats(most);
  const bias = weights.subarray(weights.length - stride);
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
      kernel.gather(count, idsAt, valuesAt, weightsAt, stride * 4, scoresAt);
    },
  };
}
