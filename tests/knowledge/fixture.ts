import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'data');

/** The bank's shipped data folder. */
export const shippedData = data;

/** 16 November 2026, noon in Germany. */
export const now = Date.parse('2026-11-16T11:00:00Z');

export type Json = Record<string, unknown>;

/** One well-formed intent file; `change` overrides fields. */
export function intentFile(id: string, change: Json = {}): Json {
  return {
    id,
    title: { de: `Titel ${id}`, en: `Title ${id}` },
    public: false,
    handoff: false,
    owner: 'Giro',
    version: 2,
    reviewed: '2026-11-16',
    validUntil: '2027-11-15',
    answers: [
      answer(`${id}.1`, 'first', 'Erste Antwort'),
      answer(`${id}.2`, 'again', 'Zweite Antwort'),
      answer(`${id}.3`, 'short', 'Kurze Antwort'),
    ],
    ...change,
  };
}

export function answer(id: string, use: string, text: string, change: Json = {}): Json {
  return { id, use, de: { Sie: `${text} Sie`, du: `${text} du` }, en: `${text} en`, ...change };
}

/** A small data folder in a temporary place: the shipped bank and phrases, and the intents given. */
export async function dataFolder(
  intents: readonly Json[],
  change: (folder: string) => Promise<void> = async () => {},
): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
  for (const name of ['bank.json', 'personas.json', 'catalogue.json', 'phrases.json'])
    await cp(join(data, name), join(folder, name));
  for (const name of ['intents', 'examples', 'dialogs']) await mkdir(join(folder, name));
  for (const intent of intents) await writeJson(join(folder, 'intents', `${String(intent['id'])}.json`), intent);
  await change(folder);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(value, null, 2));
}

export async function readJson(path: string): Promise<Json> {
  return JSON.parse(await readFile(path, 'utf8')) as Json;
}
