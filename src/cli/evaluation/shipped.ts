import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Example, type Language, parseExamples } from '../../understanding/index.ts';

function jsonFiles(folder: string): unknown[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // A folder that is not there yet has no files.
  }
  return names.sort().map((name): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** The shipped examples and, as examples of their own, the titles of the intents that have any. */
export function readShippedExamples(dataFolder: string): Example[] {
  const examples = jsonFiles(join(dataFolder, 'examples')).flatMap(parseExamples);
  const used = new Set(examples.map(({ intent }) => intent));
  const titles = jsonFiles(join(dataFolder, 'intents')).flatMap((file) => {
    const { id, title } = file as { id: string; title: Readonly<Record<Language, string>> };
    if (!used.has(id)) return [];
    return (['de', 'en'] as const).map((language) => ({ text: title[language], language, intent: id }));
  });
  return [...examples, ...titles];
}
