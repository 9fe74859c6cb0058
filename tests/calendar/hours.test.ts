import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../src/calendar/days.ts';
import { openState, spansOn, type Week } from '../../src/calendar/hours.ts';
import { momentOf, wallClock } from '../../src/calendar/zone.ts';

const week: Week = { mon: ['14:00-16:30', '09:00-12:30'], thu: ['14:00-18:00'] };
const none = (): boolean => false;
// 23 November 2026 is a Monday.
const monday = '2026-11-23';

describe('opening hours', () => {
  test.each([
    [monday, 8 * 60, { open: false, next: { day: monday, from: 540 } }],
    [monday, 9 * 60, { open: true, until: 750 }],
    [monday, 12 * 60 + 30, { open: false, next: { day: monday, from: 840 } }],
    [monday, 16 * 60 + 30, { open: false, next: { day: '2026-11-26', from: 840 } }],
    ['2026-11-27', 0, { open: false, next: { day: '2026-11-30', from: 540 } }],
  ])('on %s at minute %i', (day, minutes, expected) => {
    expect(openState(week, day, minutes, none)).toEqual(expected);
  });

  test('a holiday is closed, and the next opening is behind it', () => {
    expect(openState(week, monday, 600, (day) => day === monday)).toEqual({
      open: false,
      next: { day: '2026-11-26', from: 840 },
    });
  });

  test('a place without hours never opens', () => {
    expect(openState({}, monday, 600, none)).toEqual({ open: false, next: null });
  });

  test('open exactly within the spans of the day', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(1439), (ahead, minutes) => {
        const day = addDays(monday, ahead);
        const inside = spansOn(week, day, none).some(([from, to]) => from <= minutes && minutes < to);
        expect(openState(week, day, minutes, none).open).toBe(inside);
      }),
    );
  });

  test('what is told as the next opening is one: open then, closed a minute before', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(1439), (ahead, minutes) => {
        const state = openState(week, addDays(monday, ahead), minutes, none);
        if (state.open || state.next === null) return;
        expect(openState(week, state.next.day, state.next.from, none).open).toBe(true);
        expect(openState(week, state.next.day, state.next.from - 1, none).open).toBe(false);
      }),
    );
  });
});

describe('the clock on the wall', () => {
  test.each([
    ['2026-11-23T09:00:00Z', { day: '2026-11-23', minutes: 600 }],
    ['2026-07-01T22:30:00Z', { day: '2026-07-02', minutes: 30 }],
  ])('%s', (utc, shown) => {
    expect(wallClock(Date.parse(utc))).toEqual(shown);
  });

  test('a time on the wall and back again is the same, the hour that the spring skips left out', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.integer({ min: 180, max: 1439 }), (ahead, minutes) => {
        const day = addDays('2026-01-01', ahead);
        expect(wallClock(momentOf(day, minutes))).toEqual({ day, minutes });
      }),
    );
  });
});
