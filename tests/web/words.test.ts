import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../web/widget/chat/state/types.ts';
import { createSay, type Labels } from '../../web/widget/chat/text/labels.ts';
import { dayName } from '../../web/widget/chat/text/times.ts';
import { transcript } from '../../web/widget/chat/text/transcript.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const labels = JSON.parse(readFileSync(`${root}data/labels/widget.json`, 'utf8')) as Labels;
const source = readdirSync(`${root}web/widget`, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => readFileSync(`${root}web/widget/${path}`, 'utf8'))
  .join('\n');
const de = createSay(labels, 'de');
const en = createSay(labels, 'en');

describe('Labels', () => {
  test.each(Object.entries(labels))('%s has both languages with the same gaps', (_key, label) => {
    const gaps = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
    expect(label.de.trim()).not.toBe('');
    expect(gaps(label.en)).toEqual(gaps(label.de));
  });

  test('every label is used, and every key that is used is a label', () => {
    const used = [...source.matchAll(/'([a-z]+\.[a-zA-Z.]+)'/g)].map(([, key]) => key!);
    const loader = Object.keys(labels).filter((key) => key.startsWith('launcher.'));
    const prefixes = new Set(Object.keys(labels).map((key) => key.split('.')[0]));
    const known = used.filter((key) => prefixes.has(key.split('.')[0]));
    expect(known.filter((key) => !(key in labels))).toEqual([]);
    expect(Object.keys(labels).filter((key) => !known.includes(key) && !loader.includes(key))).toEqual([]);
  });

  test('gaps are filled, an unknown key is an error', () => {
    expect(de('header.staff', { name: 'S. Berger' })).toBe('S. Berger · Kundenservice');
    expect(() => de('no.such')).toThrow('no.such');
  });
});

describe('Days', () => {
  const now = new Date(2026, 10, 21, 0, 30).getTime();
  test.each([
    [new Date(2026, 10, 21, 0, 1), 'Heute', 'Today'],
    [new Date(2026, 10, 20, 23, 59), 'Gestern', 'Yesterday'],
    [new Date(2026, 10, 17, 12), 'Dienstag, 17. November', 'Tuesday 17 November'],
    [new Date(2025, 11, 31, 12), 'Mittwoch, 31. Dezember 2025', 'Wednesday 31 December 2025'],
  ])('%s', (day, german, english) => {
    expect(dayName(day.getTime(), now, 'de', de)).toBe(german);
    expect(dayName(day.getTime(), now, 'en', en).replace(',', '')).toBe(english);
  });
});

describe('A transcript', () => {
  test('holds what the customer saw, with speaker and time, and no erased words', () => {
    const at = new Date(2026, 10, 21, 14, 5).getTime();
    const other = { at, choices: [], redacted: false };
    const messages: readonly Message[] = [
      { ...other, key: '1', text: 'Guten Tag', speaker: { kind: 'assistant' } },
      { at, key: '2', text: 'Hallo', speaker: { kind: 'customer' }, delivery: 'failed', redacted: false },
      { ...other, key: '3', text: 'Ich bin da.', speaker: { kind: 'staff', name: 'S. Berger' } },
      { ...other, key: '4', text: 'geheim', speaker: { kind: 'assistant' }, redacted: true },
    ];
    expect(transcript(messages, 'Musterbank', 'de', de)).toBe(
      [
        'Ihr Gespräch: Musterbank',
        '21.11.2026, 14:05 · Digitaler Assistent\nGuten Tag',
        '21.11.2026, 14:05 · Sie (Nicht gesendet)\nHallo',
        '21.11.2026, 14:05 · S. Berger, Kundenservice\nIch bin da.',
        '21.11.2026, 14:05 · Digitaler Assistent\nDiese Nachricht wurde gelöscht.\n',
      ].join('\n\n'),
    );
  });
});
