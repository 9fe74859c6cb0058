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
