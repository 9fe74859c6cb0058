import { MOST_FEATURES } from '../features/extract.ts';
import type { Space } from '../features/space.ts';
import { createRandom, shuffled } from '../random.ts';
import type { Example } from '../types.ts';
import { MEASURES, type Trial } from './calibrate.ts';
import type { Matrix } from './matrix.ts';
import { emptyRanking, measure, rank } from './measure.ts';
import { createScorer, exact, type Scorer } from './score.ts';
import type { Linear } from './svm.ts';
import { coverage, learnTaught } from './taught.ts';

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

/**
 * Where no example is out of scope, each fold's model learns nothing of every so many'th class: its examples are strangers
 * to that model.
 */
const STRANGERS = 8;

function featuresOf(x: Matrix, rows: Int32Array, features: number): Uint8Array {
  const seen = new Uint8Array(features);
  for (const row of rows)
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) seen[x.ids[at] ?? 0] = 1;
  return seen;
}

/**
 * Hands a row to a scorer as a model reads it whose training texts have only the features `seen`.
 * @returns how many features are left, and the weighted share of stems and concepts that are
 */
function asUnseen(
  x: Matrix,
  row: number,
  seen: Uint8Array,
  { weights, firstPair, firstGram }: Space,
  { ids, values }: Scorer,
): { readonly count: number; readonly known: number } {
  const blockOf = (id: number): number => (id < firstPair ? 0 : id < firstGram ? 1 : 2);
  const squares = [0, 0, 0];
  let count = 0;
  let known = 0;
  let all = 0;
  for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) {
    const id = x.ids[at] as number;
    const weight = id < firstPair ? (weights[id] as number) : 0;
    all += weight;
    if (seen[id] === 0) continue;
    known += weight;
    ids[count] = id;
    values[count++] = x.values[at] as number;
    squares[blockOf(id)] = (squares[blockOf(id)] ?? 0) + (x.values[at] as number) ** 2;
  }
  for (let at = 0; at < count; at++)
    values[at] = (values[at] as number) / Math.sqrt(squares[blockOf(ids[at] as number)] || 1);
  return { count, known: all === 0 ? 0 : known / all };
}

/** Scores the examples of the held-out folds by models that have not seen them. */
export function holdOut(
  x: Matrix,
  labels: Int32Array,
  outside: number,
  fit: (rows: Int32Array) => Linear,
  space: Space,
  examples: readonly Example[],
  seed: number,
): Trial[] {
  const folds = foldsOf(examples, seed);
  const strangers = !labels.includes(outside);
  const rows = Int32Array.from({ length: examples.length }, (_, row) => row);
  const trials: Trial[] = [];
  const ranking = emptyRanking();
  for (let fold = 0; fold < HELD_OUT; fold++) {
    const isStranger = (label: number): boolean => strangers && label % STRANGERS === fold;
    const learnt = rows.filter((row) => folds[row] !== fold && !isStranger(labels[row] ?? outside));
    const scorer = createScorer(exact(fit(learnt)), MOST_FEATURES);
    const seen = featuresOf(x, learnt, space.weights.length);
    const taught = learnTaught(x, labels, learnt, outside, space);
    const { scores } = scorer;
    for (const row of rows.filter((row) => folds[row] === fold)) {
      const { count, known } = asUnseen(x, row, seen, space, scorer);
      scorer.run(count);
      const label = labels[row] ?? outside;
      const language = examples[row]?.language ?? 'de';
      const stranger = label !== outside && isStranger(label);
      let place = -1;
      if (stranger) for (let c = 0; c < outside; c++) if (isStranger(c)) scores[c] = -Infinity;
      if (label !== outside && !stranger) {
        place = 0;
        for (let c = 0; c < outside; c++) if ((scores[c] ?? 0) > (scores[label] ?? 0)) place++;
      }
      rank(scores, outside, ranking);
      const covered = coverage(taught, space, scorer.ids, count, ranking.classes[0] ?? 0);
      const measures = measure(ranking, known, covered, scores[outside] ?? 0, new Float64Array(MEASURES));
      trials.push({ measures, rank: place, language });
    }
  }
  return trials;
}
