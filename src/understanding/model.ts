import type { Calibration } from './classify/calibrate.ts';
import type { Scores } from './classify/score.ts';
import type { Taught } from './classify/taught.ts';
import type { NamedThing } from './entities/find.ts';
import type { Space } from './features/space.ts';
import type { LanguageModel } from './language/detect.ts';
import type { Language, Mood } from './types.ts';

/** All that was learnt from the examples; plain data and typed arrays, so that it can be stored or sent to another thread. */
export interface Model {
  readonly space: Space;
  /** A column for each intent, in the order of `intents`, one for "out of scope", then one for each mood. */
  readonly scores: Scores;
  /** Which words each intent's examples hold. */
  readonly taught: Taught;
  readonly intents: readonly string[];
  readonly calibrations: Readonly<Record<Language, Calibration>>;
  readonly languages: LanguageModel;
  /** The moods' thresholds (null: the mood is never reported) and what they reached on held-out texts. */
  readonly moods: readonly {
    readonly mood: Mood;
    readonly threshold: number | null;
    readonly precision: number;
    readonly recall: number;
  }[];
  /** A few words that stand for each intent, for reading a follow-up. */
  readonly topics: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  /** The lexicon's concepts, for explaining. */
  readonly concepts: readonly string[];
  readonly names: readonly NamedThing[];
}
