import { type Linear, trainSvm } from '../classify/svm.ts';
import type { Matrix } from '../classify/matrix.ts';
import { createScorer, exact } from '../classify/score.ts';
import { CLASSIFIER } from '../classify/train.ts';
import { MOST_FEATURES } from '../features/extract.ts';
import { createRandom, shuffled } from '../random.ts';
import type { Example, Language, Mood } from '../types.ts';

export const MOODS: readonly Mood[] = ['angry', 'worried', 'grieving', 'hurried', 'thankful'];

/** A text labelled with the mood that it shows, null: none. */
export interface MoodExample {
  readonly text: string;
  readonly language: Language;
  readonly mood: Mood | null;
}

/** Of the examples of an intent that shows no mood so many'th are taken: enough to tell a question from a mood. */
const NEUTRAL_STEP = 3;

/**
 * The labelled texts of `data/moods.json`: `{ mood: { de: [text…], en: [text…] } }`, `none` for those without; `neutral`
 * lists the intents whose examples show none either.
 */
export function parseMoods(file: unknown, examples: readonly Example[] = []): MoodExample[] {
  const { neutral = [], ...rest } = file as { readonly neutral?: readonly string[] };
  const byMood = rest as Readonly<Record<string, Readonly<Record<Language, readonly string[]>>>>;
  const plain = examples
    .filter(({ intent, author }) => author !== undefined && intent !== null && neutral.includes(intent))
    .filter((_, i) => i % NEUTRAL_STEP === 0)
    .map(({ text, language }): MoodExample => ({ text, language, mood: null }));
  const labelled = Object.entries(byMood).flatMap(([name, texts]) => {
    const mood = MOODS.find((known) => known === name) ?? null;
    if (mood === null && name !== 'none') throw new TypeError(`"${name}" is no mood`);
    return (['de', 'en'] as const).flatMap((language) => texts[language].map((text) => ({ text, language, mood })));
  });
  return [...labelled, ...plain];
}

/** How far a mood can be trusted on messages that its learning has not seen. */
export interface MoodQuality {
  readonly mood: Mood;
  /** Scores from here on count; Infinity where no threshold is precise enough. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

export interface LearntMoods {
  readonly linear: Linear;
  readonly quality: readonly MoodQuality[];
}

/** The policy acts on a mood only from this precision on; a little more is asked of the held-out folds. */
const LEAST_PRECISION = 0.93;
const LEAST_FOUND = 8;
const FOLDS = 5;

/** Learns the moods from the rows of `x` from `first` on, and their thresholds from held-out folds. */
export function learnMoods(
  x: Matrix,
  first: number,
  examples: readonly MoodExample[],
  features: number,
  seed: number,
): LearntMoods {
  const labels = new Int32Array(x.rows).fill(-1);
  examples.forEach(({ mood }, i) => {
    labels[first + i] = mood === null ? -1 : MOODS.indexOf(mood);
  });
  const order = shuffled(examples.length, createRandom(seed)).map((i) => i + first);
  const fit = (rows: Int32Array): Linear =>
    trainSvm(x, labels, rows, MOODS.length, features, { ...CLASSIFIER, seed, epochs: 12 });
  const scored: { readonly scores: readonly number[]; readonly label: number }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const scorer = createScorer(exact(fit(order.filter((_, i) => i % FOLDS !== fold))), MOST_FEATURES);
    for (const row of order.filter((_, i) => i % FOLDS === fold)) {
      const start = x.starts[row] ?? 0;
      const stop = x.starts[row + 1] ?? 0;
      scorer.ids.set(x.ids.subarray(start, stop));
      scorer.values.set(x.values.subarray(start, stop));
      scorer.run(stop - start);
      scored.push({ scores: [...scorer.scores], label: labels[row] ?? -1 });
    }
  }
  return { linear: fit(order), quality: MOODS.map((mood, m) => qualityOf(mood, m, scored)) };
}

/** The lowest threshold above which the held-out messages are precise enough. */
function qualityOf(
  mood: Mood,
  index: number,
  scored: readonly { readonly scores: readonly number[]; readonly label: number }[],
): MoodQuality {
  const ranked = scored
    .map(({ scores, label }) => ({ score: scores[index] ?? 0, right: label === index }))
    .sort((a, b) => b.score - a.score);
  const all = ranked.filter(({ right }) => right).length;
  let best: MoodQuality = { mood, threshold: Infinity, precision: 0, recall: 0 };
  let right = 0;
  ranked.forEach((entry, i) => {
    if (entry.right) right++;
    const precision = right / (i + 1);
    if (precision >= LEAST_PRECISION && right >= LEAST_FOUND)
      best = { mood, threshold: entry.score, precision, recall: right / all };
  });
  return best;
}
