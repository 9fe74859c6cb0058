import { calibrate, type Calibration } from './classify/calibrate.ts';
import { holdOut } from './classify/hold-out.ts';
import { readMatrix } from './classify/matrix.ts';
import { compact } from './classify/score.ts';
import type { Linear } from './classify/svm.ts';
import { CLASSIFIER, trainClassifier } from './classify/train.ts';
import { createExtractor } from './features/extract.ts';
import { indexConcepts, type Lexicon } from './features/lexicon.ts';
import { learnSpace } from './features/space.ts';
import { trainLanguages } from './language/detect.ts';
import type { Model } from './model.ts';
import type { Example, Language } from './types.ts';

export interface TrainOptions {
  readonly lexicon?: Lexicon;
  /** Texts that show only what each language looks like. */
  readonly languageTexts?: Readonly<Record<Language, readonly string[]>>;
  readonly seed?: number;
}

/**
 * Learns a model from examples of one or both languages. The same examples, options and seed give the same model.
 * An intent's title is an example too, if the caller adds it; an intent id made of words should be added as well.
 */
export function train(examples: readonly Example[], options: TrainOptions = {}): Model {
  const seed = options.seed ?? 1;
  const intents = [...new Set(examples.flatMap(({ intent }) => (intent === null ? [] : [intent])))].sort();
  const indexOf = new Map(intents.map((intent, i) => [intent, i]));
  const outside = intents.length;
  const labels = Int32Array.from(examples, ({ intent }) =>
    intent === null ? outside : (indexOf.get(intent) ?? outside),
  );
  const space = learnSpace(examples, {
    de: indexConcepts(options.lexicon?.de ?? [], 'de'),
    en: indexConcepts(options.lexicon?.en ?? [], 'en'),
  });
  const x = readMatrix(examples, createExtractor(space));
  const fit = (rows: Int32Array): Linear =>
    trainClassifier(x, labels, rows, outside + 1, space.weights.length, { ...CLASSIFIER, seed });
  const trials = holdOut(x, labels, outside, fit, examples, seed);
  const all = Int32Array.from({ length: x.rows }, (_, row) => row);
  const texts = (language: Language): string[] => [
    ...(options.languageTexts?.[language] ?? []),
    ...examples.filter((example) => example.language === language).map((example) => example.text),
  ];
  const calibration = (language: Language): Calibration => {
    const own = trials.filter((trial) => trial.language === language);
    return calibrate(own.length > 0 ? own : trials);
  };
  return {
    space,
    scores: compact(fit(all)),
    intents,
    calibrations: { de: calibration('de'), en: calibration('en') },
    languages: trainLanguages({ de: texts('de'), en: texts('en') }),
  };
}
