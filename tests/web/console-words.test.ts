import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createWords, preferredLanguage, type Label } from '../../web/console/words/words.ts';
import { dueWords } from '../../web/console/words/due.ts';
import { fieldTime, laterMoments } from '../../web/console/words/later.ts';
import { aCase } from '../support/staged-things.ts';
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
    expect(words.say('owner.has', { name: 'Sabine' })).toBe('Sabine hat diesen Fall.');
    expect([words.count('list.fresh', 1), words.count('list.fresh', 2)]).toEqual(['1 neuer Fall', '2 neue Fälle']);
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

  test('how a case stands is said in words', () => {
    const words = createWords('de');
    const now = Date.parse('2026-11-20T10:20:00.000Z');
    const said = (changes: Parameters<typeof aCase>[1]) => dueWords(aCase('a', changes), now, words).words;
    expect(said({})).toBe('noch 10 Min.');
    expect(said({ due: '2026-11-20T10:17:00.000Z' })).toBe('3 Min. zu spät');
    expect(said({ due: null })).toBe('seit 20 Min.');
    expect(said({ awaits: 'customer', due: null })).toBe('beim Kunden');
    expect(said({ snoozedUntil: '2026-11-20T11:00:00.000Z' })).toMatch(/^bis \d\d:00$/);
  });

  test('cases are put off to moments that are still ahead', () => {
    const words = createWords('de');
    const at = (hours: number) => laterMoments(new Date(2026, 10, 20, hours, 30).getTime(), words).map(({ id }) => id);
    expect(at(9)).toEqual(['hour', 'hours', 'afternoon', 'tomorrow', 'monday']);
    expect(at(17)).toEqual(['hour', 'hours', 'tomorrow', 'monday']);
    const [monday] = laterMoments(new Date(2026, 10, 23, 9, 0).getTime(), words).slice(-1);
    expect(monday?.at).toEqual(new Date(2026, 10, 30, 8, 0));
    expect(fieldTime(new Date(2026, 0, 5, 7, 4))).toBe('2026-01-05T07:04');
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
