import { createEntityFinder } from './entities/find.ts';
import { createExplainer } from './explain.ts';
import { readFollowUp } from './follow-up.ts';
import { chooseLanguage, detectedLanguage, languageWish } from './language/choose.ts';
import { germanness } from './language/detect.ts';
import type { Model } from './model.ts';
import { createReader, type Reading } from './read.ts';
import { isTalk, splitRequests, withoutGreeting } from './split.ts';
import { bareText } from './text/bare.ts';
import type { Context, Explanation, Language, Understanding } from './types.ts';

/** Reads customers' messages. Synchronous, pure and never throwing. */
export interface Understander {
  readonly understand: (text: string, context: Context) => Understanding;
  readonly explain: (text: string, context: Context) => Explanation;
}

/** Texts are read up to here (UTF-16 units): nobody's request begins after two pages. */
const LONGEST = 2000;

/** Makes an understander over a trained model. */
export function createUnderstander(model: Model): Understander {
  const reader = createReader(model);
  const findEntities = createEntityFinder(model.names);
  const { topics } = model;

  function understand(input: string, context: Context): Understanding {
    const text = input.length > LONGEST ? input.slice(0, LONGEST) : input;
    const bare = bareText(text);
    const detected = detectedLanguage(germanness(model.languages, bare), context);
    const language = chooseLanguage(detected, languageWish(bare), context);
    const readAs = detected ?? language;
    const alone = reader.read(bare, readAs);
    const moods = reader.moods();
    const entities = findEntities(text, reader.features.tokens, readAs, context.now);
    const whole = readWhole(bare, readAs, alone, context);
    const parts =
      whole === alone
        ? splitRequests(bare, readAs, alone, reader).map((part): Understanding => {
            const { intent, confidence, alternatives, zone } = part.reading;
            return { language, detected, intent, confidence, alternatives, zone, entities: [], moods: [], parts: [] };
          })
        : [];
    const { intent, confidence, alternatives, zone } = whole;
    return { language, detected, intent, confidence, alternatives, zone, entities, moods, parts };
  }

  function readWhole(text: string, language: Language, alone: Reading, context: Context): Reading {
    if (context.previousIntent !== undefined) {
      const topic = topics[language][context.previousIntent];
      if (topic !== undefined) {
        const together = readFollowUp(text, language, alone, context.previousIntent, topic, reader);
        if (together !== null) return together;
      }
    }
    if (!isTalk(alone.intent)) return alone;
    const rest = withoutGreeting(text);
    if (rest === null) return alone;
    const request = reader.read(rest, language);
    return request.zone !== 'fallback' && !isTalk(request.intent) ? request : alone;
  }

  const explainer = createExplainer(model, reader);
  return {
    understand,
    explain: (text, context) => {
      const understanding = understand(text, context);
      return { understanding, ...explainer(bareText(text), understanding) };
    },
  };
}
