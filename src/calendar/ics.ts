/** An appointment for a calendar file. Moments are milliseconds since the epoch. */
export interface CalendarEvent {
  /** Unique in the world, so that a second import changes the first entry instead of adding one. */
  readonly uid: string;
  readonly madeAt: number;
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly place: string;
  readonly text: string;
  /** Asked for, or agreed with the bank. */
  readonly status: 'TENTATIVE' | 'CONFIRMED';
}

/** Longest line in octets, without its line break: RFC 5545, section 3.1. */
const longestLine = 75;

/** A text as a property's value: RFC 5545, section 3.3.11. Other control characters are not allowed in one. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- they are what has to go
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
      .replace(/[\\;,]/g, '\\$&')
      .replace(/\n/g, '\\n')
  );
}

/** Cuts a line into lines of at most 75 octets, never within a character; the following ones begin with a space. */
export function foldLine(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > longestLine) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}

const stamp = (moment: number): string => new Date(moment).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** The calendar file (text/calendar, RFC 5545) for an appointment; times in UTC, which every calendar shows as local. */
export function calendarFile({ uid, madeAt, from, to, title, place, text, status }: CalendarEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Schalter//Termin//DE',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${stamp(madeAt)}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(to)}`,
    `SUMMARY:${escapeText(title)}`,
    `LOCATION:${escapeText(place)}`,
    `DESCRIPTION:${escapeText(text)}`,
    `STATUS:${status}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(foldLine).join('\r\n')}\r\n`;
}
