import Holidays from 'date-holidays';
import type { IsHoliday } from './business-days.ts';

/**
 * The holidays of a German state (`BY`, `NW` …) on which a bank is closed: the state's public ones, and the banks' own
 * on 24 and 31 December. Each year is worked out once.
 */
export function germanHolidays(state: string): IsHoliday {
  const calendar = new Holidays('DE', state, { types: ['public', 'bank'] });
  const years = new Map<string, ReadonlySet<string>>();
  const closedIn = (year: string): ReadonlySet<string> => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const days = new Set(calendar.getHolidays(Number(year)).map(({ date }) => date.slice(0, 10)));
    years.set(year, days);
    return days;
  };
  return (day) => closedIn(day.slice(0, 4)).has(day);
}
