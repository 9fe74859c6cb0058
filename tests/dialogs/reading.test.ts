import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContact } from '../../dialogs/reading/contact.ts';
import { readDay } from '../../dialogs/reading/days.ts';
import { readPart, readTime } from '../../dialogs/reading/times.ts';
import { addDays, weekdayOf } from '../../src/calendar/days.ts';
import { readPhone } from '../../src/service/phone.ts';

const days = { addDays, weekday: weekdayOf };
// A Monday.
const today = '2026-11-23';

describe('days', () => {
  test.each([
    ['am Dienstag', '2026-11-24'],
    ['Montag', '2026-11-30'],
    ['dienstags wäre gut', '2026-11-24'],
    ['nein, doch Dienstag', '2026-11-24'],
    ['nicht Dienstag, lieber Donnerstag', '2026-11-26'],
    ['Mittwoch statt Dienstag', '2026-11-25'],
    ['Di oder so', '2026-11-24'],
    ['do schau her', null],
    ['so gegen drei', null],
    ['heute noch', '2026-11-23'],
    ['morgen', '2026-11-24'],
    ['morgen früh', '2026-11-24'],
    ['Guten Morgen', null],
    ['übermorgen', '2026-11-25'],
    ['am 24.11.', '2026-11-24'],
    ['24.11.2026 bitte', '2026-11-24'],
    ['1.12.26', '2026-12-01'],
    ['am 24. November', '2026-11-24'],
    ['3. Dezember um 10 Uhr', '2026-12-03'],
    ['am 2.1.', '2027-01-02'],
    ['am 30.', '2026-11-30'],
    ['31.11.', null],
    ['in drei Tagen', '2026-11-26'],
    ['in einer Woche', '2026-11-30'],
    ['nächste Woche Freitag', '2026-12-04'],
    ['on Tuesday', '2026-11-24'],
    ['tomorrow afternoon', '2026-11-24'],
    ['the day after tomorrow', '2026-11-25'],
    ['24 November', '2026-11-24'],
    ['November 26th', '2026-11-26'],
    ['next Friday please', '2026-11-27'],
    ['no, not Tuesday, Wednesday', '2026-11-25'],
    ['2026-12-01', '2026-12-01'],
    ['um 15.30 Uhr', null],
    ['keine Ahnung', null],
  ])('%s', (text, day) => {
    expect(readDay(text, today, days)).toBe(day);
  });

  test('every day of the next three weeks is understood as a date and as its weekday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 21 }), (ahead) => {
        const day = addDays(today, ahead);
        const [, month = '', number = ''] = day.split('-');
        expect(readDay(`am ${Number(number)}.${Number(month)}.`, today, days)).toBe(day);
        const name = new Intl.DateTimeFormat('de-DE', { weekday: 'long', timeZone: 'UTC' }).format(new Date(day));
        expect(weekdayOf(readDay(`am ${name}`, today, days) ?? '')).toBe(weekdayOf(day));
      }),
    );
  });
});

describe('times', () => {
  test.each([
    ['halb drei', 870],
    ['um halb 10', 570],
    ['viertel nach vier', 975],
    ['viertel vor 4', 945],
    ['dreiviertel drei', 885],
    ['15 Uhr', 900],
    ['15 Uhr 30', 930],
    ['um 9:30', 570],
    ['9.30 Uhr', 570],
    ['gegen drei', 900],
    ['ab 14 Uhr', 840],
    ['3 pm', 900],
    ['2:30 pm', 870],
    ['half past two', 870],
    ['quarter to three', 885],
    ["9 o'clock", 540],
    ['at 11', 660],
    ['am 24.11.', null],
    ['um 25 Uhr', null],
    ['10', null],
    ['0171 1234567', null],
  ])('%s', (text, minutes) => {
    expect(readTime(text, false)).toBe(minutes);
  });

  test.each([
    ['10', 600],
    ['drei', 900],
    ['um 3 bitte', 900],
    ['dann 14', 840],
    ['99', null],
    ['weiß nicht', null],
  ])('asked for a time: %s', (text, minutes) => {
    expect(readTime(text, true)).toBe(minutes);
  });

  test('every half-hour of the day is read back as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 14, max: 47 }), (half) => {
        const minutes = half * 30;
        const text = `${Math.floor(minutes / 60)}:${minutes % 60 === 0 ? '00' : '30'} Uhr`;
        expect(readTime(`geht ${text}?`, false)).toBe(minutes);
      }),
    );
  });

  test.each([
    ['am Vormittag', [0, 720]],
    ['in the afternoon', [720, 1020]],
    ['abends', [1020, 1440]],
    ['Dienstag', null],
  ])('part of the day: %s', (text, part) => {
    expect(readPart(text)).toEqual(part);
  });
});

describe('contacts', () => {
  test.each([
    ['0171 1234567', { kind: 'phone', value: '0171 1234567' }],
    ['meine nummer ist 09131/123456', { kind: 'phone', value: '09131 123456' }],
    ['+49 (0) 171 1234567', { kind: 'phone', value: '0171 1234567' }],
    ['+43 1 5128000', { kind: 'phone', value: '+43 1 5128000' }],
    ['Erika.Muster@web.de bitte', { kind: 'email', value: 'Erika.Muster@web.de' }],
    ['erika@web', { kind: 'wrong' }],
    ['0171 12', { kind: 'wrong' }],
    ['per Post', null],
    ['am 24.11.', null],
  ])('%s', (text, contact) => {
    expect(readContact(text, readPhone)).toEqual(contact);
  });
});
