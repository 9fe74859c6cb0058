import type { Day } from './days.ts';

/** The clock on the bank's wall: a German bank's branches all share it. */
const zone = 'Europe/Berlin';

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** The bank's day and the minutes since its midnight at a moment (milliseconds since the epoch). */
export function wallClock(now: number): { readonly day: Day; readonly minutes: number } {
  const part = Object.fromEntries(wall.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    day: `${part['year']}-${part['month']}-${part['day']}`,
    minutes: Number(part['hour']) * 60 + Number(part['minute']),
  };
}

/** The moment (milliseconds since the epoch) at which the bank's clock shows this day and these minutes since midnight. */
export function momentOf(day: Day, minutes: number): number {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const offsetAt = (moment: number): number => {
    const shown = wallClock(moment);
    return Date.parse(`${shown.day}T00:00:00Z`) + shown.minutes * 60_000 - Math.floor(moment / 60_000) * 60_000;
  };
  // The offset is that of the result, not of the guess: on the nights when the clocks change they differ.
  return asUtc - offsetAt(asUtc - offsetAt(asUtc));
}
