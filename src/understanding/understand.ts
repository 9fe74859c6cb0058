import { type Calibration, MEASURES, probability } from './classify/calibrate.ts';
import { emptyRanking, measure, rank, type Ranking, STEEPNESS } from './classify/measure.ts';
import { createScorer } from './classify/score.ts';
import { createExtractor, MOST_FEATURES } from './features/extract.ts';
import { germanness } from './language/detect.ts';
import type { Model } from './model.ts';
import type { Context, Explanation, Language, ScoredIntent, Understanding, Zone } from './types.ts';

/** Reads customers' messages. Synchronous, pure and never throwing. */
export interface Understander {
  readonly understand: (text: string, context: Context) => Understanding;
  readonly explain: (text: string, context: Context) => Explanation;
}

/** Makes an understander over a trained model. */
export function createUnderstander(model: Model): Understander {
  const { intents, calibrations } = model;
  const scorer = createScorer(model.scores, MOST_FEATURES);
  const extract = createExtractor(model.space, scorer);
  const ranking = emptyRanking();
  const measures = new Float64Array(MEASURES);

  function understand(text: string, context: Context): Understanding {
    const german = germanness(model.languages, text);
    const detected: Language | null = german > 0 ? 'de' : german < 0 ? 'en' : null;
    const language = chooseLanguage(detected, context);
    const features = extract(text, detected ?? language);
    const nothing = { language, detected, entities: [], moods: [], parts: [] } as const;
    if (features.count === 0) return { ...nothing, intent: null, confidence: 0, alternatives: [], zone: 'fallback' };
    scorer.run(features.count);
    rank(scorer.scores, intents.length, ranking);
    measure(ranking, features.known, scorer.scores[intents.length] ?? 0, measures);
    const calibration = calibrations[detected ?? language];
    const confidence = probability(calibration.weights, measures);
    const alternatives = listAlternatives(intents, ranking, confidence);
    const zone = zoneOf(calibration, confidence);
    return { ...nothing, intent: alternatives[0]?.intent ?? null, confidence, alternatives, zone };
  }

  return {
    understand,
    explain: (text, context) => ({ understanding: understand(text, context), evidence: [] }),
  };
}

function chooseLanguage(detected: Language | null, context: Context): Language {
  if (context.language === undefined) return detected ?? 'de';
  if (detected === null || detected === context.language) return context.language;
  return context.otherLanguage === detected ? detected : context.language;
}

function zoneOf({ answerFrom, clarifyFrom }: Calibration, confidence: number): Zone {
  return confidence >= answerFrom ? 'answer' : confidence >= clarifyFrom ? 'clarify' : 'fallback';
}

/** The best intents with what the confidence in the best leaves for the others, by their softmax shares. */
function listAlternatives(intents: readonly string[], ranking: Ranking, confidence: number): ScoredIntent[] {
  const list: ScoredIntent[] = [];
  const rest = Math.max(1e-9, 1 - ranking.share);
  for (let i = 0; i < ranking.count; i++) {
    const intent = intents[ranking.classes[i] ?? 0] ?? '';
    const share = ranking.share * Math.exp(STEEPNESS * ((ranking.scores[i] ?? 0) - (ranking.scores[0] ?? 0)));
    list.push({ intent, confidence: i === 0 ? confidence : Math.min(confidence, ((1 - confidence) * share) / rest) });
  }
  return list;
}
