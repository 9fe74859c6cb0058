import { describe, expect, test } from '@jest/globals';
import type { Value } from '../../src/bot/dialog-types.ts';
import { eventFile } from '../../src/bot/dialog-file.ts';
import { dialogWords } from '../../src/bot/dialog-words.ts';
import { createVoice } from '../../src/bot/voice.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';

const caseNumber = '261123-7QK4M';
const now = Date.UTC(2026, 10, 23, 9);
const knowledge = await loadKnowledge('data', now);
const wordsIn = (language: 'de' | 'en') =>
  dialogWords(createVoice({ knowledge, language, address: 'Sie', shown: [], now }), 'appointment', () => caseNumber);
const german = wordsIn('de');
const english = wordsIn('en');

describe('values', () => {
  test.each<readonly [Value, string, string]>([
    ['wie geschrieben', 'wie geschrieben', 'wie geschrieben'],
    [{ label: 'way.video' }, 'Per Video', 'By video'],
    [{ day: '2026-11-24' }, 'Dienstag, 24. November', 'Tuesday 24 November'],
    [{ time: 540 }, '9 Uhr', '9 am'],
    [{ time: 720 }, '12 Uhr', '12 pm'],
    [{ caseNumber: true }, caseNumber, caseNumber],
    [{ time: 870 }, '14:30 Uhr', '2:30 pm'],
    [
      {
        spans: [
          [540, 750],
          [840, 990],
        ],
      },
      '9 bis 12:30 Uhr und 14 bis 16:30 Uhr',
      '9 am to 12:30 pm and 2 pm to 4:30 pm',
    ],
    [
      { window: { day: '2026-11-24', from: 480, to: 720 } },
      'Dienstag, 24. November, 8 bis 12 Uhr',
      'Tuesday 24 November, 8 am to 12 pm',
    ],
    [{ kilometres: 0.01 }, '50 m', '50 m'],
    [{ kilometres: 0.43 }, '450 m', '450 m'],
    [{ kilometres: 5.44 }, '5,4 km', '5.4 km'],
    [{ kilometres: 120.4 }, '120 km', '120 km'],
  ])('%j', (value, inGerman, inEnglish) => {
    expect(german.value(value)).toBe(inGerman);
    expect(english.value(value)).toBe(inEnglish);
  });

  test('staff read German, whatever the customer speaks', () => {
    expect(english.details({ 'field.day': { day: '2026-11-24' }, 'field.way': { label: 'way.phone' } })).toEqual({
      'appointment.field.day': 'Dienstag, 24. November',
      'appointment.field.way': 'Am Telefon',
    });
  });

  test('days and windows fit on a button', () => {
    for (const words of [german, english]) {
      const day = words.button({ choice: 'x', title: { day: '2026-12-30' } });
      const time = words.button({ choice: 'x', title: { time: 870 } });
      expect(Math.max(day.title.length, time.title.length)).toBeLessThanOrEqual(20);
    }
  });
});

test('an appointment as a file for the calendar says that it is not confirmed', () => {
  const from = Date.UTC(2026, 10, 24, 13, 30);
  const file = eventFile(
    {
      from,
      to: from + 1_800_000,
      title: { prompt: 'eventTitle', values: { topic: { label: 'topic.loan' } } },
      place: 'Filiale Marktplatz, Marktplatz 1',
      text: 'eventText',
    },
    german,
    caseNumber,
    now,
  );
  expect(file).toMatchObject({ name: 'termin.ics', contentType: 'text/calendar' });
  expect(file.content).toContain('STATUS:TENTATIVE');
  expect(file.content).toContain('SUMMARY:Musterbank: Kredit (angefragt)');
  expect(file.content).toContain('LOCATION:Filiale Marktplatz\\, Marktplatz 1');
});
