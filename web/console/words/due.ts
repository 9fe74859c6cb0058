import { pressureOf, type Pressure } from '../model/order.ts';
import type { Case } from '../model/types.ts';
import { clockTime, dayAndTime, duration, isOtherDay } from './times.ts';
import type { Words } from './words.ts';

/** When something is due, in words; always a word, the colour only stresses it. */
export interface Due {
  readonly words: string;
  readonly pressure: Pressure;
}

/** A moment as one says it today: the time alone, else with its day. */
export const momentWords = (iso: string, now: number, words: Words): string =>
  isOtherDay(iso, new Date(now).toISOString()) ? dayAndTime(iso, words) : clockTime(iso, words);

/** How an open case stands, at a glance. */
export function dueWords(item: Case, now: number, words: Words): Due {
  const { due, snoozedUntil, awaits, resolvedAt, waitingSince } = item;
  if (resolvedAt !== null) return { words: momentWords(resolvedAt, now, words), pressure: 'calm' };
  if (snoozedUntil !== null)
    return { words: words.say('due.snoozed', { time: momentWords(snoozedUntil, now, words) }), pressure: 'calm' };
  if (awaits === 'customer') return { words: words.say('due.customer'), pressure: 'calm' };
  if (due === null)
    return {
      words:
        waitingSince === null ? '' : words.say('due.waits', { time: duration(now - Date.parse(waitingSince), words) }),
      pressure: 'calm',
    };
  const pressure = pressureOf(item, now);
  const left = Date.parse(due) - now;
  return {
    pressure,
    words: words.say(left > 0 ? 'due.left' : 'due.over', { time: duration(Math.abs(left), words) }),
  };
}
