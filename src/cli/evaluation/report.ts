import { performance } from 'node:perf_hooks';
import type { Language, Understander, Understanding } from '../../understanding/index.ts';

/** A line of an evaluation file; `intent: null` is out of scope. */
export interface Case {
  readonly text: string;
  readonly lang: Language;
  readonly intent: string | null;
}

export interface Prediction {
  readonly expected: Case;
  readonly got: Understanding;
  readonly micros: number;
}

/** Understands each message as the first of a new conversation. */
export function predict(cases: readonly Case[], understander: Understander): Prediction[] {
  return cases.map((expected) => {
    const start = performance.now();
    const got = understander.understand(expected.text, {});
    return { expected, got, micros: (performance.now() - start) * 1000 };
  });
}

/** A question back offers so many intents. */
const CHOICES = 3;

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 100_000) / 100_000;

const isRight = ({ expected, got }: Prediction): boolean => got.intent === expected.intent;
const isAmong = ({ expected, got }: Prediction): boolean =>
  got.alternatives.slice(0, CHOICES).some(({ intent }) => intent === expected.intent);

/** How many in-scope messages were understood, helped with, and answered wrongly (shares). */
export function rates(inScope: readonly Prediction[]): { accuracy: number; helpful: number; wrongAnswers: number } {
  const n = inScope.length;
  const helpful = inScope.filter(
    (p) => (p.got.zone === 'answer' && isRight(p)) || (p.got.zone === 'clarify' && isAmong(p)),
  ).length;
  return {
    accuracy: share(inScope.filter(isRight).length, n),
    helpful: share(helpful, n),
    wrongAnswers: share(inScope.filter((p) => p.got.zone === 'answer' && !isRight(p)).length, n),
  };
}

function macroF1(inScope: readonly Prediction[]): number {
  const intents = new Set(inScope.map(({ expected }) => expected.intent));
  let sum = 0;
  for (const intent of intents) {
    const right = inScope.filter((p) => p.expected.intent === intent && p.got.intent === intent).length;
    const said = inScope.filter((p) => p.got.intent === intent).length;
    const there = inScope.filter((p) => p.expected.intent === intent).length;
    sum += said + there === 0 ? 0 : (2 * right) / (said + there);
  }
  return share(sum, intents.size);
}

/** The figures that `evaluate --json` prints. */
export function report(predictions: readonly Prediction[], trainSeconds: number): Readonly<Record<string, unknown>> {
  const inScope = predictions.filter(({ expected }) => expected.intent !== null);
  const outside = predictions.filter(({ expected }) => expected.intent === null);
  const notAnswered = predictions.filter(({ got }) => got.zone !== 'answer');
  const kept = outside.filter(({ got }) => got.zone !== 'answer').length;
  const micros = predictions.map((p) => p.micros).sort((a, b) => a - b);
  const at = (quantile: number): number => Math.round((micros[Math.floor(micros.length * quantile)] ?? 0) * 10) / 10;
  const byLanguage = Object.fromEntries(
    (['de', 'en'] as const).map((language) => [language, rates(inScope.filter((p) => p.expected.lang === language))]),
  );
  return {
    n: predictions.length,
    ...rates(inScope),
    top3: share(inScope.filter(isAmong).length, inScope.length),
    macroF1: macroF1(inScope),
    outOfScope: {
      recall: share(kept, outside.length),
      precision: share(kept, notAnswered.length),
      n: outside.length,
    },
    language: share(
      predictions.filter(({ expected, got }) => got.language === expected.lang).length,
      predictions.length,
    ),
    byLanguage,
    trainSeconds: Math.round(trainSeconds * 1000) / 1000,
    latencyMicros: { p50: at(0.5), p99: at(0.99) },
  };
}

/** One line of `--predictions`. */
export function predictionLine({ expected, got }: Prediction): string {
  return JSON.stringify({
    text: expected.text,
    intent: expected.intent,
    predicted: got.intent,
    confidence: got.confidence,
    decision: got.zone,
    alternatives: got.alternatives,
    language: got.language,
  });
}
