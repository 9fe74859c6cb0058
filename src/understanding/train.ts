import { calibrate, MEASURES, type Trial } from './classify/calibrate.ts';
import { type Matrix, readMatrix } from './classify/matrix.ts';
import { emptyRanking, measure, rank } from './classify/measure.ts';
import { createScorer } from './classify/score.ts';
import type { Linear } from './classify/svm.ts';
import { CLASSIFIER, trainClassifier } from './classify/train.ts';
import { createExtractor, MOST_FEATURES } from './features/extract.ts';
import { type Concept, indexConcepts, type Lexicon } from './features/lexicon.ts';
import { learnSpace } from './features/space.ts';
import { trainLanguages } from './language/detect.ts';
import type { Classifier, Model } from './model.ts';
import { createRandom, shuffled } from './random.ts';
import type { Example, Language } from './types.ts';

export interface TrainOptions {
  readonly lexicon?: Lexicon;
  /** Texts that show only what each language looks like. */
  readonly languageTexts?: Readonly<Record<Language, readonly string[]>>;
  readonly seed?: number;
}

const LANGUAGES = ['de', 'en'] as const;
const FOLDS = 3;

/**
 * Learns a model from examples. The same examples, options and seed give the same model.
 * An intent's title is an example too, if the caller adds it; an intent id made of words should be added as well.
 */
export function train(examples: readonly Example[], options: TrainOptions = {}): Model {
  const classifiers: Partial<Record<Language, Classifier>> = {};
  for (const language of LANGUAGES) {
    const own = examples.filter((example) => example.language === language);
    if (own.length > 0)
      classifiers[language] = trainLanguage(own, language, options.lexicon?.[language] ?? [], options.seed ?? 1);
  }
  const texts = (language: Language): string[] => [
    ...(options.languageTexts?.[language] ?? []),
    ...examples.filter((example) => example.language === language).map((example) => example.text),
  ];
  return { classifiers, languages: trainLanguages({ de: texts('de'), en: texts('en') }) };
}

function trainLanguage(
  examples: readonly Example[],
  language: Language,
  lexicon: readonly Concept[],
  seed: number,
): Classifier {
  const intents = [...new Set(examples.flatMap(({ intent }) => (intent === null ? [] : [intent])))].sort();
  const indexOf = new Map(intents.map((intent, i) => [intent, i]));
  const outside = intents.length;
  const labels = Int32Array.from(examples, ({ intent }) =>
    intent === null ? outside : (indexOf.get(intent) ?? outside),
  );
  const texts = examples.map(({ text }) => text);
  const space = learnSpace(texts, language, indexConcepts(lexicon, language));
  const x = readMatrix(texts, createExtractor(space, language));
  const fit = (rows: Int32Array): Linear =>
    trainClassifier(x, labels, rows, outside + 1, space.featureCount, { ...CLASSIFIER, seed });
  const trials = holdOut(x, labels, outside, fit, seed);
  const all = Int32Array.from({ length: x.rows }, (_, row) => row);
  return { space, linear: fit(all), intents, calibration: calibrate(trials) };
}

/** Scores each row by a model that has not seen it. */
function holdOut(
  x: Matrix,
  labels: Int32Array,
  outside: number,
  fit: (rows: Int32Array) => Linear,
  seed: number,
): Trial[] {
  const order = shuffled(x.rows, createRandom(seed));
  const trials: Trial[] = [];
  const ranking = emptyRanking();
  for (let fold = 0; fold < FOLDS; fold++) {
    const scorer = createScorer(fit(order.filter((_, i) => i % FOLDS !== fold)), MOST_FEATURES);
    const { scores } = scorer;
    for (const row of order.filter((_, i) => i % FOLDS === fold)) {
      const first = x.starts[row] ?? 0;
      const stop = x.starts[row + 1] ?? 0;
      scorer.ids.set(x.ids.subarray(first, stop));
      scorer.values.set(x.values.subarray(first, stop));
      scorer.run(stop - first);
      rank(scores, outside, ranking);
      const label = labels[row] ?? outside;
      let place = -1;
      if (label < outside) {
        place = 0;
        for (let c = 0; c < outside; c++) if ((scores[c] ?? 0) > (scores[label] ?? 0)) place++;
      }
      const measures = measure(ranking, x.known[row] ?? 0, scores[outside] ?? 0, new Float64Array(MEASURES));
      trials.push({ measures, rank: place });
    }
  }
  return trials;
}
