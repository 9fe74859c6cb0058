import { padded } from './kernel.ts';
import type { Linear } from './svm.ts';

/** Two linear scores over the same features as one: the second's classes follow the first's. */
export function joinColumns(first: Linear, second: Linear): Linear {
  const classes = first.classes + second.classes;
  const stride = padded(classes);
  const rows = first.weights.length / first.stride;
  const weights = new Float32Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    weights.set(first.weights.subarray(row * first.stride, row * first.stride + first.classes), row * stride);
    weights.set(
      second.weights.subarray(row * second.stride, row * second.stride + second.classes),
      row * stride + first.classes,
    );
  }
  return { classes, stride, weights };
}
