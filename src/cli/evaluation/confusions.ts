import type { Prediction } from './report.ts';

/** Two intents of which the first was taken for the second. */
export interface Confusion {
  readonly expected: string;
  readonly got: string;
  readonly count: number;
  /** Messages that show it, the surest first. */
  readonly examples: readonly string[];
}

const EXAMPLES = 4;
const OUTSIDE = '(out of scope)';
const NOTHING = '(none)';

/** The pairs of intents that are confused, most frequent first. An out-of-scope message counts where it was answered. */
export function confusionsOf(predictions: readonly Prediction[]): Confusion[] {
  const pairs = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    const { expected, got } = prediction;
    if (expected.intent === got.intent || (expected.intent === null && got.zone !== 'answer')) continue;
    const key = `${expected.intent ?? OUTSIDE}\t${got.intent ?? NOTHING}`;
    pairs.set(key, [...(pairs.get(key) ?? []), prediction]);
  }
  return [...pairs.entries()]
    .map(([key, list]) => {
      const [expected = '', got = ''] = key.split('\t');
      const sorted = [...list].sort((a, b) => b.got.confidence - a.got.confidence);
      return { expected, got, count: list.length, examples: sorted.slice(0, EXAMPLES).map((p) => p.expected.text) };
    })
    .sort((a, b) => b.count - a.count || a.expected.localeCompare(b.expected));
}
