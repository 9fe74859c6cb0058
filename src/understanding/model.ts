import type { Calibration } from './classify/calibrate.ts';
import type { Scores } from './classify/score.ts';
import type { Space } from './features/space.ts';
import type { LanguageModel } from './language/detect.ts';
import type { Language } from './types.ts';

/** All that was learnt from the examples; plain data and typed arrays, so that it can be stored or sent to another thread. */
export interface Model {
  readonly space: Space;
  /** A column for each intent, in the order of `intents`, then one for "out of scope". */
  readonly scores: Scores;
  readonly intents: readonly string[];
  readonly calibrations: Readonly<Record<Language, Calibration>>;
  readonly languages: LanguageModel;
}
