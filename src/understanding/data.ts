import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NamedThing } from './entities/find.ts';
import { parseExamples } from './examples.ts';
import { parseLexicon } from './features/lexicon.ts';
import { parseMoods } from './mood/learn.ts';
import type { TrainOptions } from './train.ts';
import type { Example, Language } from './types.ts';

const readJson = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

function readAll(folder: string): unknown[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readJson(folder, name));
}

/** All files of a folder, each read by `parse`; an error names the file. */
function parseAll<T>(folder: string, parse: (file: unknown) => readonly T[]): T[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      try {
        return parse(readJson(folder, name));
      } catch (error) {
        throw new TypeError(`${basename(folder)}/${name}: ${error instanceof Error ? error.message : 'is not right'}`, {
          cause: error,
        });
      }
    });
}

/** All that the understanding learns from: examples and the rest. */
export interface TrainingData extends TrainOptions {
  readonly examples: readonly Example[];
}

/**
 * The bytes of all that a data folder ships to learn from, in a fixed order. Of an intent only the title counts: a
 * better answer needs no new model.
 */
export function trainingFiles(dataFolder: string): readonly (string | Uint8Array)[] {
  const folder = (name: string): readonly Uint8Array[] =>
    readdirSync(join(dataFolder, name))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => readFileSync(join(dataFolder, name, file)));
  const titles = (readAll(join(dataFolder, 'intents')) as readonly Titled[]).map(({ id, title }) => [id, title]);
  const single = ['language.json', 'moods.json', 'names.json', 'bank.json'].map((file) =>
    readFileSync(join(dataFolder, file)),
  );
  return [...folder('examples'), ...folder('lexicon'), ...single, JSON.stringify(titles)];
}

/**
 * What a data folder ships to learn from: the intents' titles and examples, lexicon, language, moods, names. Throws where a
 * file is missing or not what it should be.
 */
export function readTrainingData(dataFolder: string): TrainingData {
  const examples = parseAll(join(dataFolder, 'examples'), parseExamples);
  const used = new Set(examples.map(({ intent }) => intent));
  const titles = (readAll(join(dataFolder, 'intents')) as readonly Titled[])
    .filter(({ id }) => used.has(id))
    .flatMap(({ id, title }) =>
      (['de', 'en'] as const).map((language) => ({ text: title[language], language, intent: id })),
    );
  return {
    examples: [...titles, ...examples],
    lexicon: parseLexicon(readAll(join(dataFolder, 'lexicon'))),
    languageTexts: readJson(dataFolder, 'language.json') as Record<Language, string[]>,
    moods: parseMoods(readJson(dataFolder, 'moods.json'), examples),
    names: [
      ...productsOf(readJson(dataFolder, 'names.json') as Record<string, string>),
      ...placesOf(readJson(dataFolder, 'bank.json') as Bank),
    ],
  };
}

interface Titled {
  readonly id: string;
  readonly title: Readonly<Record<Language, string>>;
}

interface Bank {
  readonly branches?: readonly {
    readonly id: string;
    readonly name: string;
    readonly street: string;
    readonly town: string;
  }[];
}

function productsOf(products: Readonly<Record<string, string>>): NamedThing[] {
  return Object.entries(products).map(([value, words]) => ({
    kind: 'product' as const,
    value,
    words: words.split(' ').map((word) => word.replaceAll('-', ' ')),
  }));
}

/** A branch by its name and street, and its town by itself. */
function placesOf({ branches = [] }: Bank): NamedThing[] {
  const towns = [...new Set(branches.map(({ town }) => town))];
  return [
    ...towns.map((town) => ({ kind: 'place' as const, value: town, words: [town] })),
    ...branches.map(({ id, name, street }) => ({
      kind: 'place' as const,
      value: id,
      words: [name, name.replace(/^Filiale\s+/, ''), street.replace(/\s*\d.*$/, '')],
    })),
  ];
}
