import { calibrate, type Calibration } from './classify/calibrate.ts';
import { joinColumns } from './classify/columns.ts';
import { holdOut } from './classify/hold-out.ts';
import { readMatrix } from './classify/matrix.ts';
import { compact } from './classify/score.ts';
import type { Linear } from './classify/svm.ts';
import { learnTaught } from './classify/taught.ts';
import { CLASSIFIER, trainClassifier } from './classify/train.ts';
import type { NamedThing } from './entities/find.ts';
import { createExtractor } from './features/extract.ts';
import { indexConcepts, type Lexicon } from './features/lexicon.ts';
import { learnSpace } from './features/space.ts';
import { trainLanguages } from './language/detect.ts';
import { bareText } from './text/bare.ts';
import type { Model } from './model.ts';
import { learnMoods, type MoodExample } from './mood/learn.ts';
import type { Example, Language } from './types.ts';

export interface TrainOptions {
  readonly lexicon?: Lexicon;
  /** Texts that show only what each language looks like. */
  readonly languageTexts?: Readonly<Record<Language, readonly string[]>>;
  readonly moods?: readonly MoodExample[];
  /** The bank's places and products. */
  readonly names?: readonly NamedThing[];
  readonly seed?: number;
}

const NO_LEXICON: Lexicon = { de: [], en: [] };

/**
 * Learns a model from examples of one or both languages. The same examples, options and seed give the same model.
 * An intent's title is an example too, if the caller adds it, without author; an intent id made of words should be added as well.
 */
export function train(given: readonly Example[], options: TrainOptions = {}): Model {
  const examples = given.map((example) => ({ ...example, text: bareText(example.text) }));
  const { lexicon = NO_LEXICON, moods = [], names = [], seed = 1 } = options;
  const intents = [...new Set(examples.flatMap(({ intent }) => (intent === null ? [] : [intent])))].sort();
  const indexOf = new Map(intents.map((intent, i) => [intent, i]));
  const outside = intents.length;
  const labels = Int32Array.from(examples, ({ intent }) =>
    intent === null ? outside : (indexOf.get(intent) ?? outside),
  );
  const space = learnSpace([...examples, ...moods], labels, outside + 1, {
    de: indexConcepts(lexicon.de, 'de'),
    en: indexConcepts(lexicon.en, 'en'),
  });
  const x = readMatrix([...examples, ...moods], createExtractor(space));
  const features = space.weights.length;
  const fit = (rows: Int32Array): Linear =>
    trainClassifier(x, labels, rows, outside + 1, features, { ...CLASSIFIER, seed });
  const trials = holdOut(x, labels, outside, fit, space, examples, seed);
  const calibration = (language: Language): Calibration => {
    const own = trials.filter((trial) => trial.language === language);
    return calibrate(own.length > 0 ? own : trials);
  };
  const rows = Int32Array.from(examples, (_, row) => row);
  const linear = fit(rows);
  const learnt = moods.length > 0 ? learnMoods(x, examples.length, moods, features, seed) : null;
  return {
    space,
    scores: compact(learnt === null ? linear : joinColumns(linear, learnt.linear)),
    taught: learnTaught(x, labels, rows, outside, space),
    intents,
    calibrations: { de: calibration('de'), en: calibration('en') },
    languages: trainLanguages(languageTexts(examples, options), seed),
    moods: (learnt?.quality ?? []).map((quality) => ({
      ...quality,
      threshold: Number.isFinite(quality.threshold) ? quality.threshold : null,
    })),
    topics: { de: topicsOf(examples, 'de'), en: topicsOf(examples, 'en') },
    concepts: lexicon.de.map(({ concept }) => concept),
    names,
  };
}

function languageTexts(
  examples: readonly Example[],
  { lexicon = NO_LEXICON, languageTexts: own }: TrainOptions,
): Readonly<Record<Language, readonly string[]>> {
  const of = (language: Language): string[] => [
    ...(own?.[language] ?? []),
    ...lexicon[language].flatMap(({ words }) => words),
    ...examples.filter((example) => example.language === language).map(({ text }) => text),
  ];
  return { de: of('de'), en: of('en') };
}

/** For each intent its title (an example without author), else its first example. */
function topicsOf(examples: readonly Example[], language: Language): Record<string, string> {
  const topics: Record<string, string> = {};
  const titled = new Set<string>();
  for (const example of examples) {
    const { intent, author } = example;
    if (intent === null || example.language !== language) continue;
    if (author === undefined && !titled.has(intent)) {
      titled.add(intent);
      topics[intent] = example.text;
    }
    topics[intent] ??= example.text;
  }
  return topics;
}
