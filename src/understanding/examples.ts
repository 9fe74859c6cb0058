import type { Example, Language } from './types.ts';

/**
 * The examples of one file of `data/examples`: `{ intent, de: { author: [text…] }, en: … }`. Throws a `TypeError` that names
 * what is wrong with it.
 */
export function parseExamples(file: unknown): Example[] {
  if (typeof file !== 'object' || file === null) throw new TypeError('an example file holds one object');
  const { intent } = file as { intent?: unknown };
  if (intent !== null && typeof intent !== 'string') throw new TypeError('"intent" must be an intent id or null');
  return (['de', 'en'] as const).flatMap((language) => ofLanguage(file, language, intent));
}

function ofLanguage(file: object, language: Language, intent: string | null): Example[] {
  const authors: unknown = (file as Record<string, unknown>)[language] ?? {};
  if (typeof authors !== 'object' || authors === null) throw new TypeError(`"${language}" must list texts by author`);
  return Object.entries(authors).flatMap(([author, texts]: [string, unknown]) => {
    if (!Array.isArray(texts)) throw new TypeError(`"${language}.${author}" must be a list of texts`);
    return texts.map((text: unknown) => ({ text: String(text), language, intent, author }));
  });
}
