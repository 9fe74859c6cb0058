import { performance } from 'node:perf_hooks';
import { createUnderstander, train, type TrainingData } from '../../understanding/index.ts';
import { predict, type Prediction } from './report.ts';

const FOLDS = 4;

/**
 * Understands each shipped example by a model that has not seen it. All texts of an author are held out together, so that the
 * figures tell how the understanding does with other people; titles (without author) are always learnt from.
 */
export function crossValidate(data: TrainingData): { readonly predictions: Prediction[]; readonly seconds: number } {
  const authors = new Map<string, number>();
  const next = { de: 0, en: 0 };
  for (const { author, language } of data.examples)
    if (author !== undefined && !authors.has(`${language} ${author}`))
      authors.set(`${language} ${author}`, next[language]++ % FOLDS);
  const foldOf = ({ author, language }: TrainingData['examples'][number]): number =>
    author === undefined ? -1 : (authors.get(`${language} ${author}`) ?? -1);
  const predictions: Prediction[] = [];
  let seconds = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const start = performance.now();
    const learnt = data.examples.filter((example) => foldOf(example) !== fold);
    const understander = createUnderstander(train(learnt, data));
    seconds += (performance.now() - start) / 1000 / FOLDS;
    const held = data.examples.filter((example) => foldOf(example) === fold);
    predictions.push(
      ...predict(
        held.map(({ text, language, intent }) => ({ text, lang: language, intent })),
        understander,
      ),
    );
  }
  return { predictions, seconds };
}
