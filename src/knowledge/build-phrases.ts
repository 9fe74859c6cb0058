import { fillOrReport, reviewOf } from './build-intents.ts';
import { endOfDay, type Facts } from './facts.ts';
import type { Problem } from './problems.ts';
import type { Wordings } from './schemas.ts';
import { factsExpireAt, segments, valuesOf } from './template.ts';
import type { Phrase, Review, Voice } from './types.ts';

/** Where phrases come from: a file's name, its field that holds them, and what stands before their ids. */
export interface PhraseSource {
  readonly name: string;
  readonly field: string;
  readonly prefix: string;
  readonly review: Review;
  readonly wordings: Readonly<Record<string, Wordings>>;
}

/** Makes the phrases of a file: filled in and cut at their named values. Adds to the problems. */
export function buildPhrases(source: PhraseSource, facts: Facts, problems: Problem[]): readonly Phrase[] {
  return Object.entries(source.wordings).map(([key, raw]) => {
    const id = `${source.prefix}${key}`;
    const field = `${source.field}.${key}`;
    const report = (part: string, message: string) =>
      problems.push({ file: source.name, subject: id, field: `${field}${part}`, message });
    const review = reviewOf(raw, source.review);
    // A fact in one voice of a wording dates it in all: customers hear the same whatever they speak.
    const expiryOf = (index: number): number =>
      Math.min(
        endOfDay(review.validUntil),
        ...[raw.de.Sie[index], raw.de.du[index], raw.en[index]].map((text = '') => factsExpireAt(text, facts)),
      );
    const wanted = valuesOf(raw.en[0] ?? '').join(', ');
    const voice = (name: Voice, templates: readonly string[], part: string) =>
      templates.map((template, index) => {
        const place = `${part}[${index}]`;
        if (valuesOf(template).join(', ') !== wanted)
          report(place, `must have the same named values as the first English wording (${wanted || 'none'})`);
        const text = fillOrReport(template, facts, name === 'en' ? 'en' : 'de', (message) => report(place, message));
        return { answerId: `${id}#${index + 1}`, segments: segments(text), expiresAt: expiryOf(index) };
      });
    if (raw.de.Sie.length !== raw.de.du.length || raw.de.Sie.length !== raw.en.length)
      report('', 'must have as many wordings with Sie as with du and in English: write the ones that are missing');
    return {
      id,
      review,
      voices: {
        'de-Sie': voice('de-Sie', raw.de.Sie, '.de.Sie'),
        'de-du': voice('de-du', raw.de.du, '.de.du'),
        en: voice('en', raw.en, '.en'),
      },
    };
  });
}
