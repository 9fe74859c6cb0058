import type { Matrix } from './matrix.ts';
import type { Linear } from './svm.ts';

/**
 * Adds multinomial naive Bayes over the same rows to a linear score, each feature's log-likelihoods centred over the classes
 * (the ranking stays the same) and all of them times `share`.
 */
export function addBayes(
  linear: Linear,
  x: Matrix,
  labels: Int32Array,
  rows: Int32Array,
  smoothing: number,
  share: number,
): void {
  const { classes, stride, weights } = linear;
  const features = weights.length / stride - 1;
  const sums = new Float32Array(features * stride);
  const totals = new Float64Array(classes);
  for (const row of rows) {
    const label = labels[row] ?? -1;
    if (label < 0) continue;
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) {
      const slot = (x.ids[at] as number) * stride + label;
      const value = x.values[at] as number;
      sums[slot] = (sums[slot] as number) + value;
      totals[label] = (totals[label] as number) + value;
    }
  }
  const logNone = Math.log(smoothing);
  const unseen = totals.map((total) => logNone - Math.log(total + smoothing * features));
  const middle = unseen.reduce((a, b) => a + b, 0) / classes;
  for (let base = 0; base < sums.length; base += stride) {
    let extra = 0;
    for (let c = 0; c < classes; c++) {
      const sum = sums[base + c] as number;
      if (sum === 0) continue;
      const gain = Math.log(sum + smoothing) - logNone;
      weights[base + c] = (weights[base + c] as number) + share * gain;
      extra += gain / classes;
    }
    for (let c = 0; c < classes; c++)
      weights[base + c] = (weights[base + c] as number) + share * ((unseen[c] as number) - middle - extra);
  }
}
