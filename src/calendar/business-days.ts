import { addDays, weekdayOf, type Day } from './days.ts';

/** Says of a day whether the bank's state has a holiday, or the banks are closed as on 24 and 31 December. */
export type IsHoliday = (day: Day) => boolean;

/** Monday to Friday, without holidays. */
export function isBusinessDay(day: Day, isHoliday: IsHoliday): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 'sat' && weekday !== 'sun' && !isHoliday(day);
}

/**
 * The `count`th business day after a day; the day itself never counts.
 * For payment complaints 15 of them: § 62 ZAG, after Article 101 of Directive (EU) 2015/2366.
 */
export function addBusinessDays(day: Day, count: number, isHoliday: IsHoliday): Day {
  let reached = day;
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1);
    if (isBusinessDay(reached, isHoliday)) left -= 1;
  }
  return reached;
}
