import type { IsHoliday } from './business-days.ts';
import { addDays, weekdayOf, type Day, type Weekday } from './days.ts';

/** Opening hours as the bank's facts hold them: spans such as `09:00-12:30` for each weekday. */
export type Week = Readonly<{ [day in Weekday]?: readonly string[] | undefined }>;

/** From and to in minutes since midnight; open at `from`, closed at `to`. */
export type Span = readonly [from: number, to: number];

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The spans in which it is open on a day, in order; none on holidays. */
export function spansOn(week: Week, day: Day, isHoliday: IsHoliday): readonly Span[] {
  if (isHoliday(day)) return [];
  return (week[weekdayOf(day)] ?? [])
    .map((span): Span => [minutesOf(span.slice(0, 5)), minutesOf(span.slice(6))])
    .sort(([a], [b]) => a - b);
}

/** Open or closed, and when that changes next. */
export type OpenState =
  | { readonly open: true; readonly until: number }
  | { readonly open: false; readonly next: { readonly day: Day; readonly from: number } | null };

/** How far ahead the next opening is looked for (days): longer than any holidays in a row. */
const lookAhead = 14;

/** Whether it is open on a day at a time (minutes since midnight), until when, or when it opens next. */
export function openState(week: Week, day: Day, minutes: number, isHoliday: IsHoliday): OpenState {
  const today = spansOn(week, day, isHoliday);
  const current = today.find(([from, to]) => from <= minutes && minutes < to);
  if (current !== undefined) return { open: true, until: current[1] };
  const later = today.find(([from]) => from > minutes);
  if (later !== undefined) return { open: false, next: { day, from: later[0] } };
  for (let ahead = 1; ahead <= lookAhead; ahead += 1) {
    const other = addDays(day, ahead);
    const first = spansOn(week, other, isHoliday)[0];
    if (first !== undefined) return { open: false, next: { day: other, from: first[0] } };
  }
  return { open: false, next: null };
}
