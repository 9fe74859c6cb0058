import { type Calibration, MEASURES, probability } from './classify/calibrate.ts';
import { emptyRanking, measure, rank, type Ranking, STEEPNESS } from './classify/measure.ts';
import { createScorer, type Scorer } from './classify/score.ts';
import { coverage } from './classify/taught.ts';
import { createExtractor, type Features, MOST_FEATURES } from './features/extract.ts';
import type { Model } from './model.ts';
import { MOODS } from './mood/learn.ts';
import type { Language, Mood, ScoredIntent, Zone } from './types.ts';

/** A text on its own, without context. */
export interface Reading {
  readonly intent: string | null;
  readonly confidence: number;
  readonly alternatives: readonly ScoredIntent[];
  readonly zone: Zone;
}

/** Reads texts with a model; `features` and `scorer` hold the last text. */
export interface Reader {
  readonly read: (text: string, language: Language) => Reading;
  readonly features: Features;
  readonly scorer: Scorer;
  /** The moods of the text that was read last. */
  readonly moods: () => readonly Mood[];
}

const NOTHING: Reading = { intent: null, confidence: 0, alternatives: [], zone: 'fallback' };
const NO_MOODS: readonly Mood[] = [];

/** Makes a reader with its own scratch memory. */
export function createReader(model: Model): Reader {
  const { intents, calibrations } = model;
  const scorer = createScorer(model.scores, MOST_FEATURES);
  const extract = createExtractor(model.space, scorer);
  const ranking = emptyRanking();
  const measures = new Float64Array(MEASURES);
  const thresholds = Float64Array.from(model.moods, ({ threshold }) => threshold ?? Infinity);
  const firstMood = intents.length + 1;
  const features = extract('', 'de');
  return {
    features,
    scorer,
    read: (text, language) => {
      extract(text, language);
      if (features.count === 0) return NOTHING;
      scorer.run(features.count);
      rank(scorer.scores, intents.length, ranking);
      const covered = coverage(model.taught, model.space, features.ids, features.count, ranking.classes[0] ?? 0);
      measure(ranking, features.known, covered, scorer.scores[intents.length] ?? 0, measures);
      const calibration = calibrations[language];
      const confidence = probability(calibration.weights, measures);
      const alternatives = listAlternatives(intents, ranking, confidence);
      const zone = zoneOf(calibration, confidence);
      return { intent: alternatives[0]?.intent ?? null, confidence, alternatives, zone };
    },
    moods: () => {
      if (features.count === 0) return NO_MOODS;
      let found: Mood[] | undefined;
      for (let m = 0; m < thresholds.length; m++)
        if ((scorer.scores[firstMood + m] as number) >= (thresholds[m] as number))
          (found ??= []).push(MOODS[m] as Mood);
      return found ?? NO_MOODS;
    },
  };
}

function zoneOf({ answerFrom, clarifyFrom }: Calibration, confidence: number): Zone {
  return confidence >= answerFrom ? 'answer' : confidence >= clarifyFrom ? 'clarify' : 'fallback';
}

/** The best intents with what the confidence in the best leaves for the others, by their softmax shares. */
function listAlternatives(intents: readonly string[], ranking: Ranking, confidence: number): ScoredIntent[] {
  const list: ScoredIntent[] = [];
  const rest = Math.max(1e-9, 1 - ranking.share);
  const best = ranking.scores[0] as number;
  for (let i = 0; i < ranking.count; i++) {
    const intent = intents[ranking.classes[i] as number] as string;
    const share = ranking.share * Math.exp(STEEPNESS * ((ranking.scores[i] as number) - best));
    list.push({ intent, confidence: i === 0 ? confidence : Math.min(confidence, ((1 - confidence) * share) / rest) });
  }
  return list;
}
