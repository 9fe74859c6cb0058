import { MEASURES, probability } from './classify/calibrate.ts';
import { emptyRanking, measure, rank, type Ranking, STEEPNESS } from './classify/measure.ts';
import { createScorer, type Scorer } from './classify/score.ts';
import { createExtractor, type Extractor, MOST_FEATURES } from './features/extract.ts';
import { germanness } from './language/detect.ts';
import type { Classifier, Model } from './model.ts';
import type { Context, Explanation, Language, ScoredIntent, Understanding, Zone } from './types.ts';

/** Reads customers' messages. Synchronous, pure and never throwing. */
export interface Understander {
  readonly understand: (text: string, context: Context) => Understanding;
  readonly explain: (text: string, context: Context) => Explanation;
}

interface Reader {
  readonly classifier: Classifier;
  readonly extract: Extractor;
  readonly scorer: Scorer;
}

/** Makes an understander over a trained model. */
export function createUnderstander(model: Model): Understander {
  const readers: Partial<Record<Language, Reader>> = {};
  for (const language of ['de', 'en'] as const) {
    const classifier = model.classifiers[language];
    if (classifier) {
      const scorer = createScorer(classifier.linear, MOST_FEATURES);
      readers[language] = { classifier, extract: createExtractor(classifier.space, language, scorer), scorer };
    }
  }
  const ranking = emptyRanking();
  const measures = new Float64Array(MEASURES);

  function understand(text: string, context: Context): Understanding {
    const german = germanness(model.languages, text);
    const detected: Language | null = german > 0 ? 'de' : german < 0 ? 'en' : null;
    const language = chooseLanguage(detected, context);
    const reader = readers[detected ?? language] ?? readers[language] ?? readers.de ?? readers.en;
    const nothing = { language, detected, entities: [], moods: [], parts: [] } as const;
    const known = reader === undefined ? -1 : score(reader, text);
    if (reader === undefined || known < 0)
      return { ...nothing, intent: null, confidence: 0, alternatives: [], zone: 'fallback' };
    const { classifier } = reader;
    const { scores } = reader.scorer;
    const classes = classifier.intents.length;
    rank(scores, classes, ranking);
    measure(ranking, known, scores[classes] ?? 0, measures);
    const confidence = probability(classifier.calibration.weights, measures);
    const alternatives = listAlternatives(classifier, ranking, confidence);
    return {
      ...nothing,
      intent: alternatives[0]?.intent ?? null,
      confidence,
      alternatives,
      zone: zoneOf(classifier, confidence),
    };
  }

  /** Scores a text in the reader's arrays; gives its share of known words, -1 where it holds no feature at all. */
  function score(reader: Reader, text: string): number {
    const features = reader.extract(text);
    if (features.count === 0) return -1;
    reader.scorer.run(features.count);
    return features.known;
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

function zoneOf(classifier: Classifier, confidence: number): Zone {
  const { answerFrom, clarifyFrom } = classifier.calibration;
  return confidence >= answerFrom ? 'answer' : confidence >= clarifyFrom ? 'clarify' : 'fallback';
}

/** The best intents with what the confidence in the best leaves for the others, by their softmax shares. */
function listAlternatives(classifier: Classifier, ranking: Ranking, confidence: number): ScoredIntent[] {
  const list: ScoredIntent[] = [];
  const rest = Math.max(1e-9, 1 - ranking.share);
  for (let i = 0; i < ranking.count; i++) {
    const intent = classifier.intents[ranking.classes[i] ?? 0] ?? '';
    const share = ranking.share * Math.exp(STEEPNESS * ((ranking.scores[i] ?? 0) - (ranking.scores[0] ?? 0)));
    list.push({ intent, confidence: i === 0 ? confidence : Math.min(confidence, ((1 - confidence) * share) / rest) });
  }
  return list;
}
