import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { explain, fieldPath } from '../explain.ts';
import { KnowledgeError } from '../problems.ts';

const text = z.string().min(1);
const source = text;
const limits = z.strictObject({
  max: z.number().optional(),
  min: z.number().optional(),
  mean: z.number().optional(),
  source,
});
const max = z.strictObject({ max: z.number(), source });
const words = z.array(text);
const pattern = z.strictObject({ find: text, say: text });
const byLanguage = <T extends z.ZodType>(schema: T) => z.strictObject({ de: schema, en: schema });
const amount = z.strictObject({ least: z.int(), wanted: z.int() });

/** data/tone.json: the limits and word lists of the tone check, each with its source. */
const toneFile = z.strictObject({
  thresholds: z.strictObject({
    wordsPerMessage: max,
    wordsPerSentence: max,
    fleschGerman: limits.required({ min: true, mean: true }),
    wienerGerman: limits.required({ max: true, mean: true }),
    fleschEnglish: limits.required({ min: true, mean: true }),
    readableFrom: limits.required({ min: true }),
    titleLength: max,
    alike: max,
  }),
  examples: z.strictObject({
    ...byLanguage(amount).shape,
    chat: byLanguage(amount),
    outOfScope: byLanguage(amount),
    personas: byLanguage(z.int()),
    /** How many examples may begin with the same words: `max`, or a share of all where that is more. */
    sameOpening: z.strictObject({ words: z.int(), max: z.int(), share: z.number() }),
    source,
  }),
  lists: z.array(
    z.strictObject({
      rule: text,
      advice: text,
      ...byLanguage(z.array(pattern)).shape,
      /** A sentence that holds one of these is excused: most often a denial. */
      unless: byLanguage(words).optional(),
    }),
  ),
  address: z.strictObject({ formal: words, formalOpening: words, informal: words }),
  /** `sameAs`: facts that may stand for another one, such as a phone number as it is dialled from abroad. */
  numbers: z.strictObject({ words, units: words, allowed: words, sameAs: z.record(text, text) }),
  /** Regular expressions that find a next step, and the ids and uses of texts that need none. */
  nextStep: z.strictObject({ ...byLanguage(words).shape, exempt: words, exemptUses: words }),
  vital: z.array(
    z.strictObject({
      intent: text,
      uses: z.array(z.enum(['first', 'again', 'short', 'public'])),
      must: words,
      mustNot: words.optional(),
      why: text,
    }),
  ),
  creditIntents: z.strictObject({ intents: words, facts: words, why: text }),
});

export type Tone = z.infer<typeof toneFile>;

/**
 * Reads the limits and word lists of the tone check.
 * @throws KnowledgeError when data/tone.json is not as expected
 */
export async function loadTone(dataDir: string): Promise<Tone> {
  const value: unknown = JSON.parse(await readFile(join(dataDir, 'tone.json'), 'utf8'));
  const result = toneFile.safeParse(value, { error: explain });
  if (result.success) return result.data;
  throw new KnowledgeError(
    result.error.issues.map((issue) => ({ file: 'tone.json', field: fieldPath(issue.path), message: issue.message })),
  );
}
