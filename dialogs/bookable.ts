import type { DialogCalendar, DialogInput, Hours, Place, Prompt, Slots, Value } from '../src/bot/dialog-types.ts';
import { readPart, readTime } from './reading/times.ts';

export interface BookableParts {
  readonly branches: readonly Place[];
  readonly hours: Hours;
  readonly calendar: DialogCalendar;
}

/** How far ahead an appointment can be asked for (days). */
const horizon = 21;
/** How long an appointment lasts (minutes). */
export const appointmentLength = 30;
/** Nobody can confirm an appointment that begins sooner than this (minutes). */
const notice = 120;

/** The days and times at which an appointment can be asked for, by the way and the branch in the slots. */
export function createBookable({ branches, hours, calendar }: BookableParts) {
  const branchOf = (slots: Slots): Place | undefined => branches.find(({ id }) => id === slots['branch']);
  const hoursOf = (slots: Slots): Hours => (slots['way'] === 'branch' ? (branchOf(slots)?.hours ?? {}) : hours);

  /** The half-hours of a day at which an appointment can begin. */
  const starts = (slots: Slots, day: string, now: number): readonly number[] =>
    calendar
      .spans(hoursOf(slots), day)
      .flatMap(([from, to]) => {
        const first = Math.ceil(from / appointmentLength) * appointmentLength;
        return Array.from(
          { length: Math.max(0, Math.floor((to - first) / appointmentLength)) },
          (_, i) => first + i * appointmentLength,
        );
      })
      .filter((minutes) => calendar.moment(day, minutes) >= now + notice * 60_000);

  const days = (slots: Slots, now: number): readonly string[] => {
    const today = calendar.at(now).day;
    return Array.from({ length: horizon + 1 }, (_, ahead) => calendar.addDays(today, ahead)).filter(
      (day) => starts(slots, day, now).length > 0,
    );
  };

  const checkDay = (day: string, slots: Slots, now: number): Prompt | null => {
    const { day: today } = calendar.at(now);
    if (day < today) return { prompt: 'dayPast', values: { day: { day } } };
    if (day > calendar.addDays(today, horizon)) return { prompt: 'dayFar', values: { day: { day } } };
    return starts(slots, day, now).length > 0 ? null : { prompt: 'dayClosed', values: { day: { day } } };
  };

  /** The start that a message names on a day; `none` where it names a time at which nobody is there. */
  const timeIn = (
    { text }: DialogInput,
    slots: Slots,
    day: string,
    now: number,
    asked: boolean,
  ): number | 'none' | null => {
    const open = starts(slots, day, now);
    const exact = readTime(text, asked);
    if (exact !== null) return open.includes(exact) ? exact : 'none';
    const part = readPart(text);
    if (part === null) return null;
    return open.find((minutes) => part[0] <= minutes && minutes < part[1]) ?? 'none';
  };

  const windows = (slots: Slots, now: number): Value => {
    const spans: [number, number][] = [];
    for (const start of starts(slots, slots['day'] ?? '', now)) {
      const last = spans.at(-1);
      if (last !== undefined && last[1] === start) last[1] = start + appointmentLength;
      else spans.push([start, start + appointmentLength]);
    }
    return { spans };
  };

  return { branchOf, starts, days, checkDay, timeIn, windows };
}
