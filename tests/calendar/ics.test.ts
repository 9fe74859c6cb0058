import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarFile, escapeText, foldLine } from '../../src/calendar/ics.ts';

const event = {
  uid: 'a1@bank.example',
  madeAt: Date.UTC(2026, 10, 23, 9),
  from: Date.UTC(2026, 10, 24, 13, 30),
  to: Date.UTC(2026, 10, 24, 14),
  title: 'Termin: Konto; Karte, Kredit',
  place: 'Filiale Marktplatz, Marktplatz 1',
  text: 'Angefragt.\nEine Kollegin bestätigt.',
  status: 'TENTATIVE',
} as const;

/** Reads a calendar file as a calendar does: unfolds it, then unescapes the values. */
const properties = (file: string): ReadonlyMap<string, string> =>
  new Map(
    file
      .replace(/\r\n /g, '')
      .trimEnd()
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')), unescape(line.slice(line.indexOf(':') + 1))] as const),
  );
const unescape = (value: string): string => value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));

describe('calendar file', () => {
  test('holds the appointment', () => {
    const found = properties(calendarFile(event));
    expect(found.get('DTSTART')).toBe('20261124T133000Z');
    expect(found.get('DTEND')).toBe('20261124T140000Z');
    expect(found.get('SUMMARY')).toBe(event.title);
    expect(found.get('LOCATION')).toBe(event.place);
    expect(found.get('DESCRIPTION')).toBe(event.text);
    expect(found.get('STATUS')).toBe('TENTATIVE');
  });

  test('any text survives, and no text makes a property of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const file = calendarFile({ ...event, text });
        // eslint-disable-next-line no-control-regex -- what a value may not hold
        const expected = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
        expect(properties(file).get('DESCRIPTION')).toBe(expected);
        expect(file.replace(/\r\n /g, '').split('\r\n')).toHaveLength(16);
      }),
    );
  });

  test('no line is longer than 75 octets, and unfolding gives the line back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const line = `DESCRIPTION:${escapeText(text)}`;
        const folded = foldLine(line);
        for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
        expect(folded.replace(/\r\n /g, '')).toBe(line);
      }),
    );
  });
});
