import type { Matrix } from './matrix.ts';
import type { Linear } from './svm.ts';

/**
 * Multinomial naive Bayes over the same rows as a linear score, each feature's log-likelihoods centred over the classes and
 * the whole scaled so that a typical row's scores have a standard deviation of one.
 */
export function trainBayes(
  x: Matrix,
  labels: Int32Array,
  rows: Int32Array,
  classes: number,
  features: number,
  smoothing: number,
): Linear {
  const weights = new Float32Array(features * classes);
  const totals = new Float64Array(classes);
  for (const row of rows) {
    const label = labels[row] ?? -1;
    if (label < 0) continue;
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) {
      const slot = (x.ids[at] ?? 0) * classes + label;
      weights[slot] = (weights[slot] ?? 0) + (x.values[at] ?? 0);
      totals[label] = (totals[label] ?? 0) + (x.values[at] ?? 0);
    }
  }
  const logTotals = totals.map((total) => Math.log(total + smoothing * features));
  const logNone = Math.log(smoothing);
  for (let feature = 0; feature < features; feature++) {
    const base = feature * classes;
    let mean = 0;
    for (let c = 0; c < classes; c++) {
      const sum = weights[base + c] ?? 0;
      const value = (sum === 0 ? logNone : Math.log(sum + smoothing)) - (logTotals[c] ?? 0);
      weights[base + c] = value;
      mean += value / classes;
    }
    for (let c = 0; c < classes; c++) weights[base + c] = (weights[base + c] ?? 0) - mean;
  }
  const linear: Linear = { classes, weights, bias: new Float32Array(classes) };
  return linear;
}
