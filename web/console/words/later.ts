import { dayAndTime } from './times.ts';
import type { Words } from './words.ts';

/** A moment to which a case can be put off. */
export interface Later {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly at: Date;
}

/** When a day at the desk begins and ends, in hours of the day here. */
const morning = 8;
const afternoon = 15;
const hour = 3_600_000;

/** The moments that people put cases off to, those that are still ahead. */
export function laterMoments(now: number, words: Words): readonly Later[] {
  const at = (days: number, hours: number): Date => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hours, 0, 0, 0);
    return date;
  };
  const today = new Date(now).getDay();
  const untilMonday = (8 - today) % 7 || 7;
  const moments: readonly (readonly [string, Date])[] = [
    ['hour', new Date(now + hour)],
    ['hours', new Date(now + 3 * hour)],
    ['afternoon', at(0, afternoon)],
    ['tomorrow', at(1, morning)],
    ['monday', at(untilMonday, morning)],
  ];
  return moments
    .filter(([, date]) => date.getTime() > now)
    .map(([id, date]) => ({
      id,
      at: date,
      title: words.code('later', id) ?? id,
      hint: dayAndTime(date.toISOString(), words),
    }));
}

/** A date as a `datetime-local` field wants it, in the time of this place. */
export function fieldTime(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
