import type { Language } from '../types.ts';
import { NUMBER_WORD, readNumber } from './numbers.ts';
import { claim, type Spans, whole } from './span.ts';

const DAY = 86_400_000;
const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  de: [
    'jan(?:uar)?|jänner',
    'feb(?:ruar)?',
    'märz|maerz|mrz',
    'apr(?:il)?',
    'mai',
    'jun[io]?',
    'jul[iy]?',
    'aug(?:ust)?',
    'sept?(?:ember)?',
    'okt(?:ober)?',
    'nov(?:ember)?',
    'dez(?:ember)?',
  ],
  en: [
    'jan(?:uary)?',
    'feb(?:ruary)?',
    'mar(?:ch)?',
    'apr(?:il)?',
    'may',
    'june?',
    'july?',
    'aug(?:ust)?',
    'sept?(?:ember)?',
    'oct(?:ober)?',
    'nov(?:ember)?',
    'dec(?:ember)?',
  ],
};
/** Monday first. */
const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  de: ['montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag|sonnabend', 'sonntag'],
  en: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
};
const RELATIVE: Readonly<Record<Language, Readonly<Record<string, number>>>> = {
  de: { heute: 0, morgen: 1, übermorgen: 2, uebermorgen: 2, gestern: -1, vorgestern: -2 },
  en: {
    'day after tomorrow': 2,
    'day before yesterday': -2,
    'this morning': 0,
    'this afternoon': 0,
    'this evening': 0,
    today: 0,
    tonight: 0,
    tomorrow: 1,
    yesterday: -1,
  },
};

const group = (list: readonly string[]): string => `(?:${list.join('|')})`;
const indexIn = (list: readonly string[], text: string): number =>
  list.findIndex((body) => new RegExp(`^(?:${body})$`, 'iu').test(text));

const patterns = {
  de: {
    numeric: whole('(?<day>\\d{1,2})\\.\\s?(?<month>\\d{1,2})\\.(?:\\s?(?<year>\\d{4}|\\d{2}))?'),
    named: whole(`(?<day>\\d{1,2})\\.?\\s?(?<month>${group(MONTHS.de)})\\.?(?:\\s(?<year>\\d{4}))?`),
    relative:
      /(?<!(?:guten|gudn|gutn|moin)\s)(?<![\p{L}\p{N}])(?<word>heute|übermorgen|uebermorgen|vorgestern|gestern|morgen)(?![\p{L}\p{N}])/giu,
    weekOf: whole(
      `(?:nächste|kommende)[nrs]?\\swoche\\s(?:am\\s)?(?<weekday>${group(WEEKDAYS.de)})|(?:am\\s)?(?<weekday2>${group(WEEKDAYS.de)})\\s(?:in\\sder\\s)?(?:nächste|kommende)[nrs]?\\swoche`,
    ),
    weekday: whole(
      `(?:(?<which>nächste[nrsm]?|kommende[nrsm]?|diese[nrsm]?|letzte[nrsm]?|vorige[nrsm]?|am)\\s)?(?<weekday>${group(WEEKDAYS.de)})s?(?:morgen|vormittag|mittag|nachmittag|abend)?s?`,
    ),
    distance: whole(
      `(?<direction>in|vor|seit)\\s(?<count>\\d{1,3}|${NUMBER_WORD.de})\\s(?<unit>tag|woche|monat|jahr)(?:en|e|n)?`,
    ),
    period: whole('(?<which>nächste[nrs]?|kommende[nrs]?|letzte[nrs]?)\\s(?<unit>woche|monat|jahr)'),
  },
  en: {
    numeric: whole('(?<day>\\d{1,2})[./](?<month>\\d{1,2})[./](?<year>\\d{4}|\\d{2})'),
    named: whole(
      `(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:\\sof)?\\s(?<month>${group(MONTHS.en)})|(?<month2>${group(MONTHS.en)})\\s(?<day2>\\d{1,2})(?:st|nd|rd|th)?)(?:,?\\s(?<year>\\d{4}))?`,
    ),
    relative: whole(
      '(?<word>day after tomorrow|day before yesterday|this morning|this afternoon|this evening|today|tonight|tomorrow|yesterday)',
    ),
    weekOf: whole(
      `next\\sweek\\s(?:on\\s)?(?<weekday>${group(WEEKDAYS.en)})|(?:on\\s)?(?<weekday2>${group(WEEKDAYS.en)})\\s(?:of\\s)?next\\sweek`,
    ),
    weekday: whole(`(?:(?<which>next|coming|this|last|on)\\s)?(?<weekday>${group(WEEKDAYS.en)})`),
    distance: whole(
      `(?:(?<direction>in)\\s)?(?<count>\\d{1,3}|${NUMBER_WORD.en})\\s(?<unit>day|week|month|year)s?(?<ago>\\sago)?`,
    ),
    period: whole('(?<which>next|last)\\s(?<unit>week|month|year)'),
  },
} as const;

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

const germanDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' });
const quarter = 900_000;
const lastDay = { quarter: Number.NaN, midnight: Number.NaN };

/** Midnight (UTC) of the day that it is in Germany. Days begin at quarters of an hour: one look serves a whole one. */
function dayOf(now: number): number {
  const current = Math.floor(now / quarter);
  if (lastDay.quarter !== current) {
    lastDay.quarter = current;
    lastDay.midnight = Date.parse(germanDay.format(now));
  }
  return lastDay.midnight;
}

function fromParts(day: number, month: number, year: string | undefined, today: number): string | null {
  if (day < 1 || day > 31 || month < 1 || month > 12) return null;
  const thisYear = new Date(today).getUTCFullYear();
  const chosen = year === undefined ? thisYear : year.length === 2 ? 2000 + Number(year) : Number(year);
  let time = Date.UTC(chosen, month - 1, day);
  // Without a year the nearest such day is meant: a date half a year back is next year's.
  if (year === undefined && time < today - 183 * DAY) time = Date.UTC(chosen + 1, month - 1, day);
  return new Date(time).getUTCDate() === day ? iso(time) : null;
}

function shift(today: number, count: number, unit: string): string {
  if (/^(?:tag|day)/i.test(unit)) return iso(today + count * DAY);
  if (/^(?:woche|week)/i.test(unit)) return iso(today + count * 7 * DAY);
  const date = new Date(today);
  const months = /^(?:monat|month)/i.test(unit) ? count : count * 12;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last)));
}

const isBack = (which: string): boolean => /^(?:letzt|vorig|last|vor$|seit$)/i.test(which);

/** Finds days, written out or relative to `now` (milliseconds); the value is an ISO date. */
export function findDates(text: string, language: Language, now: number, spans: Spans): void {
  const today = dayOf(now);
  const own = patterns[language];
  const months = MONTHS[language];
  const parts = ({ groups: g = {} }: RegExpMatchArray): string | null => {
    const day = Number(g.day ?? g.day2);
    const month = g.month ?? g.month2 ?? '';
    return fromParts(day, /^\d/.test(month) ? Number(month) : indexIn(months, month) + 1, g.year, today);
  };
  claim(spans, text, 'date', whole('(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})'), parts);
  claim(spans, text, 'date', own.numeric, parts);
  claim(spans, text, 'date', own.named, parts);
  claim(spans, text, 'date', own.relative, ({ groups }) => {
    const days = RELATIVE[language][(groups?.word ?? '').toLowerCase()];
    return days === undefined ? null : iso(today + days * DAY);
  });
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  claim(spans, text, 'date', own.weekOf, ({ groups: g = {} }) =>
    iso(today + (7 - weekday + indexIn(WEEKDAYS[language], g.weekday ?? g.weekday2 ?? '')) * DAY),
  );
  claim(spans, text, 'date', own.weekday, ({ groups }) => {
    const wanted = indexIn(WEEKDAYS[language], groups?.weekday ?? '');
    const ahead = ((wanted - weekday + 6) % 7) + 1;
    return iso(today + (isBack(groups?.which ?? '') ? ahead - 7 - (ahead === 7 ? 7 : 0) : ahead) * DAY);
  });
  claim(spans, text, 'date', own.distance, ({ groups: g = {} }) => {
    const count = readNumber(g.count ?? '', language);
    const back = g.ago !== undefined || isBack(g.direction ?? '');
    if (count === null || (g.direction === undefined && !back)) return null;
    return shift(today, back ? -count : count, g.unit ?? '');
  });
  claim(spans, text, 'date', own.period, ({ groups: g = {} }) =>
    shift(today, isBack(g.which ?? '') ? -1 : 1, g.unit ?? ''),
  );
}
