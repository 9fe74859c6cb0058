import type { Words } from './words.ts';

/** In milliseconds. */
export const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something has lasted, in the coarsest words that still help: "3 Min.", "1 Std. 5 Min.", "2 Tage". */
export function duration(ms: number, words: Words): string {
  if (ms < minute) return words.say('time.now');
  if (ms < hour) return words.say('time.minutes', { n: Math.floor(ms / minute) });
  const hours = Math.floor(ms / hour);
  const minutes = Math.floor((ms % hour) / minute);
  if (ms < day)
    return minutes === 0
      ? words.say('time.hours', { n: hours })
      : words.say('time.hoursMinutes', { n: hours, m: minutes });
  return words.count('time.days', Math.floor(ms / day));
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', options);
  formats.set(key, found);
  return found;
}

/** The time of the day, 14:02. */
export const clockTime = (iso: string, { language }: Words): string =>
  format(language, 'clock', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** The day as a separator says it: Heute, Gestern, Montag, 23. November. */
export function dayName(iso: string, now: number, words: Words): string {
  const that = new Date(iso).toDateString();
  if (that === new Date(now).toDateString()) return words.say('day.today');
  if (that === new Date(now - day).toDateString()) return words.say('day.yesterday');
  return format(words.language, 'day', { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(iso));
}

/** Day and time in full, for hovering and for screen readers. */
export const fullTime = (iso: string, { language }: Words): string =>
  format(language, 'full', { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso));

/** Day and time, short: Mo., 23.11., 14:02. */
export const dayAndTime = (iso: string, { language }: Words): string =>
  format(language, 'short', {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));

/** A day alone: 23. November 2026. */
export const dayOnly = (iso: string, { language }: Words): string =>
  format(language, 'day-only', { dateStyle: 'medium' }).format(new Date(iso));

/** Day and time to the second, as a trail needs it. */
export const precise = (iso: string, { language }: Words): string =>
  format(language, 'precise', { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));

/** A measured length of time, finer than a wait: "42 s", "3 Min.", "2 Std. 5 Min.". */
export const span = (ms: number, words: Words): string =>
  ms < minute ? words.say('time.seconds', { n: Math.round(ms / 1000) }) : duration(ms, words);

/** Whether two moments lie on different days here. */
export const isOtherDay = (one: string, other: string): boolean =>
  new Date(one).toDateString() !== new Date(other).toDateString();
