import { trainBayes } from './bayes.ts';
import type { Matrix } from './matrix.ts';
import { type Linear, scoreRow, type SvmOptions, trainSvm } from './svm.ts';

export interface ClassifierOptions extends SvmOptions {
  /** Smoothing of naive Bayes. */
  readonly smoothing: number;
  /** How much naive Bayes counts beside the support vector machines. */
  readonly bayes: number;
}

export const CLASSIFIER: ClassifierOptions = {
  cost: 1,
  positive: 1,
  epochs: 12,
  tolerance: 0.01,
  seed: 1,
  smoothing: 0.1,
  bayes: 0.1,
};

/** The support vector machines with naive Bayes added: both are linear in the same features, so one matrix holds them. */
export function trainClassifier(
  x: Matrix,
  labels: Int32Array,
  rows: Int32Array,
  classes: number,
  features: number,
  options: ClassifierOptions = CLASSIFIER,
): Linear {
  const svm = trainSvm(x, labels, rows, classes, features, options);
  const bayes = trainBayes(x, labels, rows, classes, features, options.smoothing);
  const scale = options.bayes / spread(bayes, x, rows);
  for (let i = 0; i < svm.weights.length; i++) svm.weights[i] = (svm.weights[i] ?? 0) + scale * (bayes.weights[i] ?? 0);
  return svm;
}

/** The mean standard deviation of a row's scores over the classes, from a sample of rows. */
function spread(linear: Linear, x: Matrix, rows: Int32Array): number {
  const scores = new Float32Array(linear.classes);
  const stride = Math.max(1, Math.floor(rows.length / 300));
  let sum = 0;
  let count = 0;
  for (let i = 0; i < rows.length; i += stride) {
    scoreRow(linear, x, rows[i] ?? 0, scores);
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    sum += Math.sqrt(scores.reduce((a, b) => a + (b - mean) ** 2, 0) / scores.length);
    count++;
  }
  return count === 0 || sum === 0 ? 1 : sum / count;
}
