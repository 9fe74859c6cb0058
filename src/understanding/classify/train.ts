import { addBayes } from './bayes.ts';
import type { Matrix } from './matrix.ts';
import { type Linear, type SvmOptions, trainSvm } from './svm.ts';

export interface ClassifierOptions extends SvmOptions {
  /** Smoothing of naive Bayes. */
  readonly smoothing: number;
  /** How much naive Bayes counts beside the support vector machines. */
  readonly bayes: number;
}

/** Chosen by cross-validation on training data. */
export const CLASSIFIER: ClassifierOptions = {
  cost: 1,
  positive: 3,
  epochs: 5,
  tolerance: 0.01,
  seed: 1,
  smoothing: 0.1,
  bayes: 0.05,
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
  const linear = trainSvm(x, labels, rows, classes, features, options);
  addBayes(linear, x, labels, rows, options.smoothing, options.bayes);
  return linear;
}
