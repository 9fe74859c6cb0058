import { calendarFile } from '../calendar/ics.ts';
import type { DialogEvent } from './dialog-types.ts';
import type { DialogWords } from './dialog-words.ts';

/** A file that the customer gets with a message. */
export interface SentFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: string;
}

/** An appointment that was asked for, as a file for the customer's calendar. */
export function eventFile(event: DialogEvent, words: DialogWords, caseNumber: string, now: number): SentFile {
  const content = calendarFile({
    uid: `${caseNumber}@schalter`,
    madeAt: now,
    from: event.from,
    to: event.to,
    title: words.line(event.title),
    place: words.value(event.place),
    text: words.line(event.text),
    status: 'TENTATIVE',
  });
  return { name: 'termin.ics', contentType: 'text/calendar', content };
}
