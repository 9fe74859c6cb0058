import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addBusinessDays, isBusinessDay } from '../../src/calendar/business-days.ts';
import { addDays, weekdayOf } from '../../src/calendar/days.ts';
import { germanHolidays } from '../../src/calendar/holidays.ts';

const bavaria = germanHolidays('BY');
const berlin = germanHolidays('BE');
const days = fc.integer({ min: 0, max: 3650 }).map((ahead) => addDays('2024-01-01', ahead));

describe('business days', () => {
  test.each([
    ['2026-11-23', 15, '2026-12-14'],
    ['2026-12-22', 1, '2026-12-23'],
    // Christmas Eve, both holidays of Christmas, a Sunday.
    ['2026-12-23', 1, '2026-12-28'],
    ['2026-12-30', 1, '2027-01-04'],
    ['2026-04-02', 1, '2026-04-07'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2026-11-23', 0, '2026-11-23'],
  ])('%s and %i more end on %s', (day, count, end) => {
    expect(addBusinessDays(day, count, bavaria)).toBe(end);
  });

  test('Epiphany is a holiday in Bavaria and none in Berlin', () => {
    expect(isBusinessDay('2027-01-06', bavaria)).toBe(false);
    expect(isBusinessDay('2027-01-06', berlin)).toBe(true);
  });

  test('the end is a business day, and as many lie between as were asked for', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 40 }), (day, count) => {
        const end = addBusinessDays(day, count, bavaria);
        let counted = 0;
        for (let at = addDays(day, 1); at <= end; at = addDays(at, 1)) if (isBusinessDay(at, bavaria)) counted += 1;
        expect(isBusinessDay(end, bavaria)).toBe(true);
        expect(counted).toBe(count);
      }),
    );
  });

  test('two steps reach what one reaches', () => {
    fc.assert(
      fc.property(days, fc.nat(20), fc.nat(20), (day, first, second) => {
        expect(addBusinessDays(addBusinessDays(day, first, bavaria), second, bavaria)).toBe(
          addBusinessDays(day, first + second, bavaria),
        );
      }),
    );
  });

  test('a week has seven different days, and days add up', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -400, max: 400 }), (day, count) => {
        expect(new Set([0, 1, 2, 3, 4, 5, 6].map((ahead) => weekdayOf(addDays(day, ahead)))).size).toBe(7);
        expect(addDays(addDays(day, count), -count)).toBe(day);
      }),
    );
  });
});
