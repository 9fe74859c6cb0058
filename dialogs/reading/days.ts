import type { DialogCalendar, Weekday } from '../../src/bot/dialog-types.ts';

const weekdays: readonly (readonly [Weekday, string])[] = [
  ['mon', 'montags?|monday|mon'],
  ['tue', 'dienstags?|tuesday|tue(?:s)?'],
  ['wed', 'mittwochs?|wednesday'],
  ['thu', 'donnerstags?|thursday|thu(?:rs)?'],
  ['fri', 'freitags?|friday|fri'],
  ['sat', 'samstags?|sonnabends?|saturday'],
  ['sun', 'sonntags?|sunday'],
];
/** "Do" and "so" are also other words: short forms count with a capital letter only, and not "So". */
const shortDays: Readonly<Record<string, Weekday>> = {
  Mo: 'mon',
  Di: 'tue',
  Mi: 'wed',
  Do: 'thu',
  Fr: 'fri',
  Sa: 'sat',
};
const order: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const months: readonly string[] = [
  'jan(?:uar|uary|\\.)?|jänner',
  'feb(?:ruar|ruary|\\.)?',
  'm(?:ä|ae)rz|mar(?:ch)?',
  'apr(?:il|\\.)?',
  'mai|may',
  'jun[eio]?',
  'jul[iy]?',
  'aug(?:ust|\\.)?',
  'sep(?:t|tember|\\.)?',
  'o[kc]t(?:ober|\\.)?',
  'nov(?:ember|\\.)?',
  'de[zc](?:ember|\\.)?',
];
const counts: readonly string[] = [
  'null|zero',
  'eine[mnr]?|ein|one|a',
  'zwei|two',
  'drei|three',
  'vier|four',
  'fünf|five',
  'sechs|six',
  'sieben|seven',
  'acht|eight',
  'neun|nine',
  'zehn|ten',
];

const whole = (body: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, 'giu');
const month = `(?:${months.join('|')})`;
const indexIn = (list: readonly string[], word: string): number =>
  list.findIndex((body) => new RegExp(`^(?:${body})$`, 'iu').test(word));

const isoDate = whole('(\\d{4})-(\\d{2})-(\\d{2})');
const numeric = /(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})(?!\d|:|\s?uhr))?/giu;
const slashed = whole('(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?');
const named = whole(`(\\d{1,2})(?:\\.|st|nd|rd|th)?\\s?(?:of\\s)?(${month})(?:\\s(\\d{4}))?`);
const namedFirst = whole(`(${month})\\s(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s(\\d{4}))?`);
const dayOnly = /(?<![\p{L}\p{N}])(?:am|den|der|the)\s(\d{1,2})(?:\.(?!\d)|st|nd|rd|th)/iu;
const relative =
  /(?<!(?:guten|am|jeden|tag)\s)(?<![\p{L}\p{N}])(übermorgen|uebermorgen|heute|morgen|the day after tomorrow|tomorrow|today|tonight)(?![\p{L}\p{N}])/giu;
const distance = whole(`in (\\d{1,2}|${counts.join('|')}) (tage?n?|wochen?|days?|weeks?)`);
const nextWeek = /nächste[rn]? woche|kommende[rn]? woche|next week|in einer woche|in a week/iu;
/** What is said not to be meant: "nicht Montag", "statt am Montag". */
const excluded = whole(
  `(?:nicht|not|statt|anstatt|instead of|rather than) (?:am |on |den )?(?:${weekdays.map(([, body]) => body).join('|')}|heute|morgen|today|tomorrow)`,
);

function fromParts(day: number, monthNumber: number, year: string | undefined, today: string): string | null {
  const thisYear = Number(today.slice(0, 4));
  const build = (chosen: number): string | null => {
    const time = Date.UTC(chosen, monthNumber - 1, day);
    const date = new Date(time);
    return date.getUTCMonth() === monthNumber - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
  };
  if (monthNumber < 1 || monthNumber > 12) return null;
  if (year !== undefined) return build(year.length === 2 ? 2000 + Number(year) : Number(year));
  const found = build(thisYear);
  // Appointments lie ahead: a date that has passed is next year's.
  return found !== null && found < today ? build(thisYear + 1) : found;
}

function lastMatch(text: string, pattern: RegExp): RegExpMatchArray | undefined {
  return [...text.matchAll(pattern)].at(-1);
}

/**
 * The day that a message names, in German or English, written out or seen from today; of several the last, since
 * people correct themselves forwards ("am Montag, nein, doch Dienstag").
 * @param today YYYY-MM-DD
 */
export function readDay(
  message: string,
  today: string,
  calendar: Pick<DialogCalendar, 'addDays' | 'weekday'>,
): string | null {
  const text = message.replace(excluded, ' ');
  const written =
    fromMatch(lastMatch(text, isoDate), ([, year, m, d]) => fromParts(Number(d), Number(m), year, today)) ??
    fromMatch(lastMatch(text, numeric), ([, d, m, year]) => fromParts(Number(d), Number(m), year, today)) ??
    fromMatch(lastMatch(text, named), ([, d, m = '', year]) =>
      fromParts(Number(d), indexIn(months, m) + 1, year, today),
    ) ??
    fromMatch(lastMatch(text, namedFirst), ([, m = '', d, year]) =>
      fromParts(Number(d), indexIn(months, m) + 1, year, today),
    ) ??
    fromMatch(lastMatch(text, slashed), ([, d, m, year]) => fromParts(Number(d), Number(m), year, today));
  if (written !== null) return written;
  return (
    readWeekday(text, today, calendar) ?? readAhead(text, today, calendar) ?? readDayOfMonth(text, today, calendar)
  );
}

function fromMatch(
  match: RegExpMatchArray | undefined,
  read: (match: RegExpMatchArray) => string | null,
): string | null {
  return match === undefined ? null : read(match);
}

function readWeekday(
  text: string,
  today: string,
  calendar: Pick<DialogCalendar, 'addDays' | 'weekday'>,
): string | null {
  const found = weekdays
    .flatMap(([day, body]) => [...text.matchAll(whole(body))].map((match) => ({ day, at: match.index })))
    .concat(
      [...text.matchAll(/(?<![\p{L}\p{N}])(Mo|Di|Mi|Do|Fr|Sa)(?=[\s.,!?]|$)/gu)].flatMap((match) => {
        const day = shortDays[match[1] ?? ''];
        return day === undefined ? [] : [{ day, at: match.index }];
      }),
    )
    .sort((a, b) => a.at - b.at)
    .at(-1);
  if (found === undefined) return null;
  const ahead = ((order.indexOf(found.day) - order.indexOf(calendar.weekday(today)) + 6) % 7) + 1;
  const inNextWeek = nextWeek.test(text) && order.indexOf(found.day) > order.indexOf(calendar.weekday(today));
  return calendar.addDays(today, inNextWeek ? ahead + 7 : ahead);
}

function readAhead(text: string, today: string, calendar: Pick<DialogCalendar, 'addDays'>): string | null {
  const word = lastMatch(text, relative)?.[1]?.toLowerCase();
  if (word !== undefined) {
    if (/^(heute|today|tonight)/.test(word)) return today;
    return calendar.addDays(today, /^(über|ueber|the day)/.test(word) ? 2 : 1);
  }
  const far = lastMatch(text, distance);
  if (far === undefined) return null;
  const count = /^\d/.test(far[1] ?? '') ? Number(far[1]) : indexIn(counts, far[1] ?? '');
  return calendar.addDays(today, /^[td]/i.test(far[2] ?? '') ? count : count * 7);
}

/** "am 24.": the next day of that number. */
function readDayOfMonth(text: string, today: string, calendar: Pick<DialogCalendar, 'addDays'>): string | null {
  const day = dayOnly.exec(text)?.[1];
  if (day === undefined) return null;
  for (let ahead = 0; ahead < 62; ahead += 1) {
    const other = calendar.addDays(today, ahead);
    if (Number(other.slice(8)) === Number(day)) return other;
  }
  return null;
}
