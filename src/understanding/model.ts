import type { Calibration } from './classify/calibrate.ts';
import type { Linear } from './classify/svm.ts';
import type { Space } from './features/space.ts';
import type { LanguageModel } from './language/detect.ts';
import type { Language } from './types.ts';

/** What was learnt for one language. */
export interface Classifier {
  readonly space: Space;
  /** A column for each intent, in the order of `intents`, then one for "out of scope". */
  readonly linear: Linear;
  readonly intents: readonly string[];
  readonly calibration: Calibration;
}

/** All that was learnt from the examples; plain data and typed arrays, so that it can be stored or sent to another thread. */
export interface Model {
  readonly classifiers: Readonly<Partial<Record<Language, Classifier>>>;
  readonly languages: LanguageModel;
}
