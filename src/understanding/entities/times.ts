import type { Language } from '../types.ts';
import { NUMBER_WORD, readNumber } from './numbers.ts';
import { claim, type Spans, whole } from './span.ts';

const hour = (language: Language): string => `(?<hour>\\d{1,2}|${NUMBER_WORD[language]})`;

const patterns: Readonly<Record<Language, readonly RegExp[]>> = {
  de: [
    whole(`(?<part>halb|viertel vor|viertel nach|dreiviertel|viertel)\\s${hour('de')}`),
    whole('(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?:\\s?(?:uhr|h))?'),
    whole(`${hour('de')}\\s?(?:uhr|h)(?:\\s(?<minute>\\d{2}))?`),
    whole(
      `(?:um|gegen|ab|bis)\\s${hour('de')}(?!\\s(?:jahr|tag|woche|monat|stunde|minute|prozent|euro|uhr|karten|leute|personen))`,
    ),
    whole('(?<noon>mittags?|mitternacht)'),
  ],
  en: [
    whole(`(?<part>half past|quarter past|quarter to|half)\\s${hour('en')}(?:\\s?(?<half>[ap]\\.?m\\.?))?`),
    whole('(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))?\\s?(?<half>[ap]\\.?m\\.?)'),
    whole('(?<hour>\\d{1,2}):(?<minute>\\d{2})'),
    whole(`${hour('en')}\\so'?clock`),
    whole(
      `at\\s(?<hour>\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\\s(?:years?|percent|per|euros?|pounds?|dollars?|different|of))`,
    ),
    whole('(?:at\\s)?(?<noon>noon|midday|midnight)'),
  ],
};

/** Minutes that a word adds to its hour. */
const PARTS: Readonly<Record<string, number>> = {
  halb: -30,
  'viertel vor': -15,
  'viertel nach': 15,
  dreiviertel: -15,
  viertel: -45,
  'half past': 30,
  half: 30,
  'quarter past': 15,
  'quarter to': -15,
};
/** "heute Abend um acht", "um acht abends". */
const LATE_BEFORE = /(?:abends?|nachmittags?|evening|tonight|afternoon)\s*$/iu;
const LATE_AFTER = /^\s*(?:abends|nachmittags|am (?:abend|nachmittag)|in the (?:evening|afternoon)|tonight)/iu;
/** Nobody meets a bank before seven: a bare earlier hour is one in the afternoon. */
const EARLIEST = 7;

/** Finds times of day; the value is HH:MM. */
export function findTimes(text: string, language: Language, spans: Spans): void {
  for (const pattern of patterns[language])
    claim(spans, text, 'time', pattern, ({ groups: g = {}, index = 0, 0: whole }) => {
      if (g.noon !== undefined) return /^mi(?:ttern|dn)/i.test(g.noon) ? '00:00' : '12:00';
      const spoken = readNumber(g.hour ?? '', language);
      const minute = Number(g.minute ?? 0);
      if (spoken === null || spoken > 24 || minute > 59) return null;
      const half = (g.half ?? '').charAt(0).toLowerCase();
      let minutes = spoken * 60 + minute + (PARTS[(g.part ?? '').toLowerCase()] ?? 0);
      if (half === 'p' && spoken < 12) minutes += 720;
      if (half === 'a' && spoken === 12) minutes -= 720;
      const late = LATE_BEFORE.test(text.slice(0, index)) || LATE_AFTER.test(text.slice(index + whole.length));
      if (late && minutes < 720) minutes += 720;
      const exact = half !== '' || (g.minute !== undefined && (g.hour ?? '').startsWith('0'));
      if (!exact && minutes < EARLIEST * 60) minutes += 720;
      minutes %= 1440;
      return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    });
}
