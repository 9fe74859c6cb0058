import type { Facts } from './facts.ts';
import { endOfDay } from './facts.ts';
import type { DataFile } from './files.ts';
import type { Problem } from './problems.ts';
import { FillError } from './problems.ts';
import type { IntentFile } from './schemas.ts';
import { factsExpireAt, fill, valuesOf } from './template.ts';
import type { Answer, Button, ChosenAnswer, Intent, Review, Use, Voice } from './types.ts';
import type { Language } from '../understanding/types.ts';

type RawAnswer = IntentFile['answers'][number] | NonNullable<IntentFile['publicAnswer']>;

/** The titles of all intents, and the ids that the catalogue promises. */
export interface IntentWorld {
  readonly facts: Facts;
  readonly titles: ReadonlyMap<string, Readonly<Record<Language, string>>>;
  readonly promised: ReadonlySet<string>;
}

/** Makes an intent of its file: texts filled in, buttons named, dates of expiry worked out. Adds to the problems. */
export function buildIntent(file: DataFile<IntentFile>, world: IntentWorld, problems: Problem[]): Intent {
  const raw = file.content;
  const report = (field: string, message: string) =>
    problems.push({ file: file.name, subject: raw.id, field, message });
  if (!world.promised.has(raw.id)) report('id', 'is not in catalogue.json: add it there or correct it');
  if (raw.public && raw.publicAnswer === undefined) report('publicAnswer', 'is missing, but public is true: write it');
  if (!raw.public && raw.publicAnswer !== undefined)
    report('public', 'is false, but there is a publicAnswer: set it to true or remove that');
  if (!raw.answers.some((answer) => answer.use === 'first'))
    report('answers', 'has no answer with the use "first": write one');
  const seen = new Set<string>();
  const build = (answer: RawAnswer, use: Use, field: string) => {
    if (seen.has(answer.id))
      report(`${field}.id`, 'is the id of another answer of this file: give it an id of its own');
    seen.add(answer.id);
    if (!answer.id.startsWith(`${raw.id}.`)) report(`${field}.id`, `must begin with the intent's id and a dot`);
    return buildAnswer(answer, use, raw, world, (part, message) => report(`${field}${part}`, message));
  };
  return {
    id: raw.id,
    title: raw.title,
    public: raw.public,
    handoff: raw.handoff,
    ...(raw.dialog === undefined ? {} : { dialog: raw.dialog }),
    answers: raw.answers.map((answer, index) => build(answer, answer.use, `answers[${index}]`)),
    ...(raw.publicAnswer === undefined ? {} : { publicAnswer: build(raw.publicAnswer, 'public', 'publicAnswer') }),
  };
}

function buildAnswer(
  raw: RawAnswer,
  use: Use,
  file: IntentFile,
  world: IntentWorld,
  report: (part: string, message: string) => void,
): Answer {
  const review = reviewOf(raw, file);
  if (review.validUntil < review.reviewed)
    report('.validUntil', 'lies before the day of the review: correct one of them');
  const buttons = 'buttons' in raw ? (raw.buttons ?? []) : [];
  for (const [index, id] of buttons.entries())
    if (!world.promised.has(id))
      report(`.buttons[${index}]`, `names no intent of catalogue.json: correct or remove it`);
  const texts: readonly (readonly [Voice, string, string])[] = [
    ['de-Sie', raw.de.Sie, '.de.Sie'],
    ['de-du', raw.de.du, '.de.du'],
    ['en', raw.en, '.en'],
  ];
  const voices: Partial<Record<Voice, ChosenAnswer>> = {};
  for (const [voice, template, part] of texts) {
    const language = voice === 'en' ? 'en' : 'de';
    if (valuesOf(template).length > 0) report(part, 'has a named value {=…}: only phrases and prompts may have one');
    voices[voice] = {
      answerId: raw.id,
      version: review.version,
      text: fillOrReport(template, world.facts, language, (message) => report(part, message)),
      buttons: buttons.flatMap((id) => buttonOf(id, language, world)),
    };
  }
  const factsEnd = Math.min(...texts.map(([, template]) => factsExpireAt(template, world.facts)));
  return {
    id: raw.id,
    use,
    review,
    expiresAt: Math.min(endOfDay(review.validUntil), factsEnd),
    voices: voices as Record<Voice, ChosenAnswer>,
  };
}

/** A button to a promised intent whose file does not exist yet is left out; the knowledge check reports the gap. */
function buttonOf(intent: string, language: Language, world: IntentWorld): readonly Button[] {
  const title = world.titles.get(intent);
  return title === undefined ? [] : [{ intent, label: title[language] }];
}

/** What holds for a text: its own fields, else those of its file. */
export function reviewOf(own: { readonly [K in keyof Review]?: Review[K] | undefined }, file: Review): Review {
  return {
    owner: own.owner ?? file.owner,
    version: own.version ?? file.version,
    reviewed: own.reviewed ?? file.reviewed,
    validUntil: own.validUntil ?? file.validUntil,
  };
}

/** Fills a text in; a fact that is missing becomes a problem instead of an exception. */
export function fillOrReport(
  template: string,
  facts: Facts,
  language: Language,
  report: (message: string) => void,
): string {
  try {
    return fill(template, facts, language);
  } catch (error) {
    if (!(error instanceof FillError)) throw error;
    report(error.message);
    return template;
  }
}
