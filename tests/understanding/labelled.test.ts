import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  createUnderstander,
  type Language,
  loadShippedModel,
  type Understander,
} from '../../src/understanding/index.ts';

/** Sets of messages labelled by hand, never learnt from: what the policy uses must be right nine times in ten. */
const labelled = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`labelled/${name}.json`, import.meta.url), 'utf8')) as T;

let understander: Understander;
beforeAll(async () => {
  understander = createUnderstander(await loadShippedModel('data', 'node_modules/.cache/schalter'));
}, 300_000);

/** How many of what was found is right, and how many of what was wanted was found. */
function quality(pairs: readonly { readonly wanted: readonly string[]; readonly got: readonly string[] }[]) {
  const all = pairs.flatMap(({ got }) => got).length;
  const wanted = pairs.flatMap((pair) => pair.wanted).length;
  const right = pairs.flatMap((pair) => pair.got.filter((one) => pair.wanted.includes(one))).length;
  return { precision: right / all, recall: right / wanted };
}

describe('entities', () => {
  type Labelled = Readonly<Record<Language, readonly (readonly [string, readonly string[]])[]>> & {
    readonly now: string;
  };
  const set = labelled<Labelled>('entities');
  const now = Date.parse(set.now);

  test.each(['de', 'en'] as const)('%s', (language) => {
    const pairs = set[language].map(([text, wanted]) => ({
      wanted,
      got: understander.understand(text, { now, language }).entities.map(({ kind, value }) => `${kind} ${value}`),
    }));
    const { precision, recall } = quality(pairs);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeGreaterThan(0.9);
  });
});

describe('moods', () => {
  const set = labelled<Readonly<Record<string, Readonly<Record<Language, readonly string[]>>>>>('moods');
  const texts = Object.entries(set).flatMap(([mood, { de, en }]) => [...de, ...en].map((text) => ({ text, mood })));

  test.each(Object.keys(set).filter((mood) => mood !== 'none'))('%s', (mood) => {
    const got = (text: string): string[] => understander.understand(text, {}).moods.filter((one) => one === mood);
    const pairs = texts.map((each) => ({ wanted: each.mood === mood ? [mood] : [], got: got(each.text) }));
    const { precision, recall } = quality(pairs);
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThan(0.5);
  });
});

describe('requests', () => {
  type Listed = Readonly<Record<Language, readonly (readonly [string, readonly string[] | string | null])[]>>;
  const { several, one } = labelled<{ readonly several: Listed; readonly one: Listed }>('requests');
  const partsOf = (text: string): readonly (string | null)[] =>
    understander.understand(text, {}).parts.map(({ intent }) => intent);

  test('several in one message are told apart, and one is left whole', () => {
    const wanted = (['de', 'en'] as const).flatMap((language) => several[language]);
    const right = wanted.filter(([text, intents]) => partsOf(text).join() === (intents as readonly string[]).join());
    const split = wanted.filter(([text]) => partsOf(text).length > 1);
    const wrong = (['de', 'en'] as const)
      .flatMap((language) => one[language])
      .filter(([text]) => partsOf(text).length > 1);
    expect(right.length / (split.length + wrong.length)).toBeGreaterThan(0.9);
    expect(split.length / wanted.length).toBeGreaterThan(0.8);
  });
});
