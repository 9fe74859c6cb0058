import { MOST_FEATURES } from '../features/extract.ts';
import { createRandom, shuffled } from '../random.ts';
import type { Example } from '../types.ts';
import { MEASURES, type Trial } from './calibrate.ts';
import type { Familiarity } from './familiar.ts';
import type { Matrix } from './matrix.ts';
import { emptyRanking, measure, rank } from './measure.ts';
import { createScorer, exact } from './score.ts';
import type { Linear } from './svm.ts';

const FOLDS = 3;
/** So many folds are held out: enough to calibrate by, and a third less to wait for. */
const HELD_OUT = 2;

/**
 * The fold of each example. An author's examples stay together, because customers write unlike any of our authors; examples
 * without an author are dealt out, and those of authors dealt round by language.
 */
function foldsOf(examples: readonly Example[], seed: number): Int8Array {
  const authors = new Map<string, number>();
  const next = { de: 0, en: 0 };
  const order = shuffled(examples.length, createRandom(seed));
  const folds = new Int8Array(examples.length);
  order.forEach((row, i) => {
    folds[row] = i % FOLDS;
  });
  examples.forEach(({ author, language }, row) => {
    if (author === undefined) return;
    const key = `${language} ${author}`;
    let fold = authors.get(key);
    if (fold === undefined) {
      fold = next[language]++ % FOLDS;
      authors.set(key, fold);
    }
    folds[row] = fold;
  });
  return folds;
}

/** Where no example is out of scope, every so many'th stands for one: its own intent is taken away. */
const STRANGERS = 4;

/** Scores the examples of the held-out folds by models that have not seen them. */
export function holdOut(
  x: Matrix,
  labels: Int32Array,
  outside: number,
  fit: (rows: Int32Array) => Linear,
  familiarity: Familiarity,
  examples: readonly Example[],
  seed: number,
): Trial[] {
  const folds = foldsOf(examples, seed);
  const strangers = !labels.includes(outside);
  const rows = Int32Array.from({ length: examples.length }, (_, row) => row);
  const trials: Trial[] = [];
  const ranking = emptyRanking();
  for (let fold = 0; fold < HELD_OUT; fold++) {
    const scorer = createScorer(exact(fit(rows.filter((row) => folds[row] !== fold))), MOST_FEATURES);
    const { scores } = scorer;
    for (const row of rows.filter((row) => folds[row] === fold)) {
      const first = x.starts[row] ?? 0;
      const stop = x.starts[row + 1] ?? 0;
      scorer.ids.set(x.ids.subarray(first, stop));
      scorer.values.set(x.values.subarray(first, stop));
      scorer.run(stop - first);
      const label = labels[row] ?? outside;
      const language = examples[row]?.language ?? 'de';
      const outsideScore = scores[outside] ?? 0;
      const look = (without: number, place: number): void => {
        rank(scores, outside, ranking);
        const measures = measure(ranking, familiarity(row, without), outsideScore, new Float64Array(MEASURES));
        trials.push({ measures, rank: place, language });
      };
      if (label === outside) look(-1, -1);
      else {
        let place = 0;
        for (let c = 0; c < outside; c++) if ((scores[c] ?? 0) > (scores[label] ?? 0)) place++;
        look(-1, place);
        if (strangers && row % STRANGERS === 0) {
          scores[label] = -Infinity;
          look(label, -1);
        }
      }
    }
  }
  return trials;
}
