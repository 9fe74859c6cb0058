import type { IsHoliday } from './business-days.ts';
import { addDays } from './days.ts';
import { spansOn, type Week } from './hours.ts';
import { momentOf, wallClock } from './zone.ts';

const minuteMs = 60_000;
/** How far ahead open time is looked for (days): longer than any holidays in a row, and than any target. */
const lookAhead = 60;

/** Moments (milliseconds since the epoch) at which something opens and closes, from a moment on, in order. */
function* openings(
  week: Week,
  from: number,
  isHoliday: IsHoliday,
): Generator<readonly [open: number, close: number], undefined> {
  const { day } = wallClock(from);
  for (let ahead = 0; ahead <= lookAhead; ahead += 1) {
    const date = addDays(day, ahead);
    for (const [open, close] of spansOn(week, date, isHoliday)) {
      const end = momentOf(date, close);
      if (end > from) yield [Math.max(from, momentOf(date, open)), end];
    }
  }
  return undefined;
}

/** Until when it is open at a moment, or when it opens next; null: not within two months. */
export function opensAt(
  week: Week,
  now: number,
  isHoliday: IsHoliday,
): { readonly open: boolean; readonly changesAt: number | null } {
  const { value } = openings(week, now, isHoliday).next();
  if (value === undefined) return { open: false, changesAt: null };
  const [from, to] = value;
  return from === now ? { open: true, changesAt: to } : { open: false, changesAt: from };
}

/**
 * The moment at which so much open time has passed since `from`. Where there is not enough of it within two months,
 * the time that the clock shows counts instead: a deadline must stand, also where somebody forgot the hours.
 * @param duration milliseconds
 */
export function addOpenTime(week: Week, from: number, duration: number, isHoliday: IsHoliday): number {
  let left = duration;
  for (const [open, close] of openings(week, from, isHoliday)) {
    if (open + left <= close) return open + left;
    left -= close - open;
  }
  return from + Math.max(duration, minuteMs);
}
