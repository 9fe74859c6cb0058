import { z } from 'zod';

/*
 * The shapes of the data files. Unknown fields are refused in files that editors write often, because a misspelt field
 * would otherwise be ignored in silence.
 */

const text = z.string().trim().min(1);
const day = z.iso.date();
const byLanguage = z.strictObject({ de: text, en: text });
const germanText = z.strictObject({ Sie: text, du: text });
const textByVoice = { de: germanText, en: text };

const review = { owner: text, version: z.int().min(1), reviewed: day, validUntil: day };
const ownReview = {
  owner: text.optional(),
  version: z.int().min(1).optional(),
  reviewed: day.optional(),
  validUntil: day.optional(),
};

const intentId = z.string().regex(/^[a-z_]+\.[a-z_]+$/);
const answer = z.strictObject({
  id: text,
  use: z.enum(['first', 'again', 'short']),
  ...textByVoice,
  buttons: z.array(intentId).max(3).optional(),
  ...ownReview,
});
const publicAnswer = z.strictObject({ id: text, ...textByVoice, ...ownReview });

/** data/intents/<id>.json */
export const intentFile = z.strictObject({
  id: intentId,
  title: byLanguage,
  public: z.boolean(),
  handoff: z.boolean(),
  dialog: text.optional(),
  ...review,
  answers: z.array(answer).min(1),
  publicAnswer: publicAnswer.optional(),
});

const examplesOf = z.record(z.string(), z.array(text));

/** data/examples/<id>.json; out-of-scope.json has the intent null. */
export const examplesFile = z.strictObject({ intent: intentId.nullable(), de: examplesOf, en: examplesOf });

const wordings = z.strictObject({
  de: z.strictObject({ Sie: z.array(text).min(1), du: z.array(text).min(1) }),
  en: z.array(text).min(1),
  ...ownReview,
});

/** data/phrases.json: the sentences of the system itself. */
export const phrasesFile = z.strictObject({
  ...review,
  topics: z.array(intentId).min(1),
  labels: z.record(text, byLanguage),
  phrases: z.record(text, wordings),
});

/** data/dialogs/<name>.json: the prompts of a dialog. */
export const dialogFile = z.strictObject({
  dialog: text,
  ...review,
  labels: z.record(text, byLanguage),
  prompts: z.record(text, wordings),
});

/** data/personas.json */
export const personasFile = z.record(text, z.strictObject({ age: z.int().positive(), region: text, who: text }));

/** data/catalogue.json: the intents that the counter promises to know. */
export const catalogueFile = z.array(
  z.strictObject({ id: z.string().regex(/^[a-z_]+$/), title: byLanguage, intents: z.array(intentId).min(1) }),
);

const span = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/);
const spans = z.array(span).optional();
const week = z.strictObject({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans });
const place = {
  id: text,
  name: text,
  street: text,
  postalCode: z.string().regex(/^\d{5}$/),
  town: text,
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  deposit: z.boolean(),
};

/** data/bank.json: what the code itself relies on; every other fact is the bank's own choice. */
export const bankFile = z.looseObject({
  bank: z.looseObject({ name: text, federalState: z.string().regex(/^[A-Z]{2}$/) }),
  hours: z.looseObject({ calendar: week }),
  branches: z.array(z.looseObject({ ...place, atm: z.boolean(), safeDeposit: z.boolean(), hours: week })).min(1),
  atms: z.array(z.looseObject(place)),
  /** Where the postal codes and towns of the bank's area lie, for "the nearest to me". */
  area: z.array(
    z.strictObject({ postalCode: place.postalCode, town: text, latitude: place.latitude, longitude: place.longitude }),
  ),
  complaints: z.looseObject({ businessDays: z.int().positive() }),
});

export type IntentFile = z.infer<typeof intentFile>;
export type ExamplesFile = z.infer<typeof examplesFile>;
export type PhrasesFile = z.infer<typeof phrasesFile>;
export type DialogFile = z.infer<typeof dialogFile>;
export type PersonasFile = z.infer<typeof personasFile>;
export type CatalogueFile = z.infer<typeof catalogueFile>;
export type BankFile = z.infer<typeof bankFile>;
export type Wordings = z.infer<typeof wordings>;
