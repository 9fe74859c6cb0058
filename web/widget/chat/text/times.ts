import type { Language } from '../state/types.ts';
import type { Say } from './labels.ts';

const locales = { de: 'de-DE', en: 'en-GB' } as const;

export function clockTime(at: number, language: Language): string {
  return new Date(at).toLocaleTimeString(locales[language], { hour: '2-digit', minute: '2-digit' });
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** "Heute", "Gestern", or the date with its weekday. */
export function dayName(at: number, now: number, language: Language, say: Say): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return say('day.today');
  if (days === 1) return say('day.yesterday');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
  });
}

/** Date and time for a file: `21.11.2026, 14:05`. */
export function fullTime(at: number, language: Language): string {
  return new Date(at).toLocaleString(locales[language], { dateStyle: 'medium', timeStyle: 'short' });
}
