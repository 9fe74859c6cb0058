import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedThing } from './entities/find.ts';
import { parseLexicon } from './features/lexicon.ts';
import { parseMoods } from './mood/learn.ts';
import type { TrainOptions } from './train.ts';
import type { Language } from './types.ts';

const readJson = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

/** What the understanding learns from beside the examples, as a data folder ships it: lexicon, language, moods, names. */
export function readTrainingData(dataFolder: string): TrainOptions {
  const lexicon = readdirSync(join(dataFolder, 'lexicon'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readJson(dataFolder, 'lexicon', name));
  return {
    lexicon: parseLexicon(lexicon),
    languageTexts: readJson(dataFolder, 'language.json') as Record<Language, string[]>,
    moods: parseMoods(readJson(dataFolder, 'moods.json')),
    names: [
      ...productsOf(readJson(dataFolder, 'names.json') as Record<string, string>),
      ...placesOf(readJson(dataFolder, 'bank.json') as Bank),
    ],
  };
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
