import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createWords, preferredLanguage, type Label } from '../../web/console/words/words.ts';
import { dayName, duration } from '../../web/console/words/times.ts';

const labels = JSON.parse(readFileSync(new URL('../../data/labels/console.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<'de' | 'en', string>
>;
const folder = new URL('../../web/console/', import.meta.url);
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

describe("The console's words", () => {
  test('stand in both languages, with the same places to fill in', () => {
    for (const [key, text] of Object.entries(labels)) {
      const places = [text.de, text.en].map((each) => [...each.matchAll(/\{\w+\}/g)].map(String).sort());
      expect({ key, places: places[0] }).toEqual({ key, places: places[1] });
      expect({ key, empty: text.de.trim() === '' || text.en.trim() === '' }).toEqual({ key, empty: false });
    }
  });

  test('are all used', () => {
    const byCode = /words\.code\('([\w.]+)'/g;
    const prefixes = [...source.matchAll(byCode)].map(([, prefix]) => `${prefix!}.`);
    const unused = Object.keys(labels).filter((key) => {
      const stem = key.replace(/\.(one|other)$/, '');
      return (
        !source.includes(`'${key}'`) && !source.includes(`'${stem}'`) && !prefixes.some((each) => key.startsWith(each))
      );
    });
    expect(unused).toEqual([]);
  });

  test('fill in and count', () => {
    const words = createWords('de');
    expect(words.say('happened.accepted', { name: 'Sabine' })).toBe('Sabine hat übernommen');
    expect([words.count('list.held', 1), words.count('list.held', 2)]).toEqual(['1 neuer Fall', '2 neue Fälle']);
    expect(words.say('no.such.label' as Label)).toBe('no.such.label');
    expect(words.code('reason', 'fraud')).toBe('Betrug');
    expect(words.code('reason', 'constructor.name')).toBeNull();
  });

  test.each([
    [null, ['de-AT', 'en'], 'de'],
    [null, ['en-GB'], 'en'],
    [null, ['fr'], 'en'],
    [null, [], 'de'],
    ['en', ['de'], 'en'],
    ['xx', ['de'], 'de'],
  ] as const)('the language after %p with a browser of %p is %s', (kept, browser, expected) => {
    expect(preferredLanguage(kept, browser)).toBe(expected);
  });

  test.each([
    [0, '< 1 Min.'],
    [59_999, '< 1 Min.'],
    [60_000, '1 Min.'],
    [3_600_000, '1 Std.'],
    [3_900_000, '1 Std. 5 Min.'],
    [86_400_000, '1 Tag'],
    [200_000_000, '2 Tage'],
  ])('%d ms are %s', (ms, expected) => {
    expect(duration(ms, createWords('de'))).toBe(expected);
  });

  test('days are named as people name them', () => {
    const now = new Date(2026, 10, 23, 14, 0).getTime();
    const at = (day: number): string => new Date(2026, 10, day, 9, 0).toISOString();
    const words = createWords('de');
    expect([dayName(at(23), now, words), dayName(at(22), now, words), dayName(at(20), now, words)]).toEqual([
      'Heute',
      'Gestern',
      'Freitag, 20. November',
    ]);
  });
});
