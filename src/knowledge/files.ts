import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { explain, fieldPath } from './explain.ts';
import type { Problem } from './problems.ts';
import {
  bankFile,
  catalogueFile,
  dialogFile,
  examplesFile,
  intentFile,
  personasFile,
  phrasesFile,
  type BankFile,
  type CatalogueFile,
  type DialogFile,
  type ExamplesFile,
  type IntentFile,
  type PersonasFile,
  type PhrasesFile,
} from './schemas.ts';

/** A data file that has the right shape. `name` is its path within the data folder. */
export interface DataFile<T> {
  readonly name: string;
  readonly content: T;
}

/** The knowledge files as they stand on disk. A file that could not be read is absent and named in the problems. */
export interface KnowledgeFiles {
  readonly bank: DataFile<BankFile> | null;
  readonly personas: DataFile<PersonasFile> | null;
  readonly catalogue: DataFile<CatalogueFile> | null;
  readonly phrases: DataFile<PhrasesFile> | null;
  readonly dialogs: readonly DataFile<DialogFile>[];
  readonly intents: readonly DataFile<IntentFile>[];
  readonly examples: readonly DataFile<ExamplesFile>[];
}

/** Reads the knowledge files of a data folder, the examples only where they are wanted, and checks their shapes; collects every problem. */
export async function readKnowledgeFiles(
  dataDir: string,
  wanted: { readonly examples: boolean } = { examples: true },
): Promise<{ readonly files: KnowledgeFiles; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const one = <T>(name: string, schema: z.ZodType<T>) => readOne(dataDir, name, schema, problems);
  const all = async <T>(folder: string, schema: z.ZodType<T>) => {
    const names = await listJson(dataDir, folder, problems);
    const files = await Promise.all(names.map((name) => one(name, schema)));
    return files.filter((file) => file !== null);
  };
  const [bank, personas, catalogue, phrases, dialogs, intents, examples] = await Promise.all([
    one('bank.json', bankFile),
    one('personas.json', personasFile),
    one('catalogue.json', catalogueFile),
    one('phrases.json', phrasesFile),
    all('dialogs', dialogFile),
    all('intents', intentFile),
    wanted.examples ? all('examples', examplesFile) : [],
  ]);
  for (const file of intents) expectName(file, file.content.id, 'id', problems);
  for (const file of dialogs) expectName(file, file.content.dialog, 'dialog', problems);
  for (const file of examples) expectName(file, file.content.intent ?? 'out-of-scope', 'intent', problems);
  return { files: { bank, personas, catalogue, phrases, dialogs, intents, examples }, problems };
}

async function readOne<T>(
  dataDir: string,
  name: string,
  schema: z.ZodType<T>,
  problems: Problem[],
): Promise<DataFile<T> | null> {
  let text: string;
  try {
    text = await readFile(join(dataDir, name), 'utf8');
  } catch {
    problems.push({ file: name, field: '', message: 'cannot be read: put the file there and make it readable' });
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    problems.push({
      file: name,
      field: '',
      message: `is no valid JSON${lineOf(error, text)}: look for a comma or quote`,
    });
    return null;
  }
  const result = schema.safeParse(value, { error: explain });
  if (result.success) return { name, content: result.data };
  const subject = subjectOf(value);
  for (const issue of result.error.issues)
    problems.push({ file: name, ...subject, field: fieldPath(issue.path), message: issue.message });
  return null;
}

async function listJson(dataDir: string, folder: string, problems: Problem[]): Promise<readonly string[]> {
  try {
    const names = await readdir(join(dataDir, folder));
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch {
    problems.push({ file: folder, field: '', message: 'cannot be read: make the folder and put its files there' });
    return [];
  }
}

/** Only the place is told, never the file's text. */
function lineOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
}

function subjectOf(value: unknown): { readonly subject?: string } {
  if (typeof value !== 'object' || value === null) return {};
  const subject = 'id' in value ? value.id : 'intent' in value ? value.intent : undefined;
  return typeof subject === 'string' ? { subject } : {};
}

function expectName(file: DataFile<unknown>, id: string, field: string, problems: Problem[]): void {
  if (basename(file.name, '.json') === id) return;
  problems.push({
    file: file.name,
    field,
    message: 'is not the name of the file: rename the file or correct the field',
  });
}
