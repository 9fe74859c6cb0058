import { performance } from 'node:perf_hooks';
import { createUnderstander, type Example, train, type TrainingData } from '../../understanding/index.ts';
import { predict, type Prediction } from './report.ts';

const FOLDS = 4;

/** Understood examples, with who wrote each. */
export interface CrossValidation {
  readonly predictions: readonly Prediction[];
  readonly byAuthor: ReadonlyMap<string, readonly Prediction[]>;
  /** For one model, on average. */
  readonly seconds: number;
}

/**
 * Understands each shipped example by a model that has not seen it. All texts of an author are held out together, so that the
 * figures tell how the understanding does with other people; titles (without author) are always learnt from.
 * @param alone each author is held out alone (a model for each), instead of a quarter of them at a time
 */
export function crossValidate(data: TrainingData, alone = false): CrossValidation {
  const folds = new Map<string, number>();
  const next = { de: 0, en: 0 };
  const keyOf = ({ author, language }: Example): string => `${language} ${author ?? ''}`;
  for (const example of data.examples)
    if (example.author !== undefined && !folds.has(keyOf(example)))
      folds.set(keyOf(example), alone ? folds.size : next[example.language]++ % FOLDS);
  const foldOf = (example: Example): number => (example.author === undefined ? -1 : (folds.get(keyOf(example)) ?? -1));
  const count = Math.max(0, ...folds.values()) + 1;
  const byAuthor = new Map<string, Prediction[]>();
  let seconds = 0;
  for (let fold = 0; fold < count; fold++) {
    const start = performance.now();
    const learnt = data.examples.filter((example) => foldOf(example) !== fold);
    const understander = createUnderstander(train(learnt, data));
    seconds += (performance.now() - start) / 1000 / count;
    for (const [key] of [...folds].filter(([, own]) => own === fold)) {
      const held = data.examples.filter((example) => example.author !== undefined && keyOf(example) === key);
      const cases = held.map(({ text, language, intent }) => ({ text, lang: language, intent }));
      byAuthor.set(key, predict(cases, understander));
    }
  }
  return { predictions: [...byAuthor.values()].flat(), byAuthor, seconds };
}
