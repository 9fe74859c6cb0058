const hours: Readonly<Record<string, number>> = {
  eins: 1,
  ein: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
};
const hour = `(\\d{1,2}|${Object.keys(hours).join('|')})`;
const whole = (body: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}:.])(?:${body})(?![\\p{L}\\p{N}]|[.:]\\d)`, 'giu');

/** Minutes that words add to the hour behind them: in German "halb drei" is half an hour before three. */
const quarters: readonly (readonly [RegExp, number])[] = [
  [whole(`halb ${hour}`), -30],
  [whole(`(?:dreiviertel|drei viertel) ${hour}`), -15],
  [whole(`viertel vor ${hour}`), -15],
  [whole(`viertel nach ${hour}`), 15],
  [whole(`viertel ${hour}`), -45],
  [whole(`half past ${hour}`), 30],
  [whole(`quarter past ${hour}`), 15],
  [whole(`quarter to ${hour}`), -15],
];
const english = whole(`${hour}(?:[:.](\\d{2}))?\\s?([ap])\\.?m\\.?`);
const digital = /(?<![\p{L}\p{N}:.])(\d{1,2})(?::(\d{2})|\.(00|15|30|45)(?!\.))(?![\p{N}])/giu;
const german = whole(`${hour} ?(?:uhr|h)(?: ?(\\d{2}))?`);
const oclock = whole(`${hour} ?o[’']?clock`);
const cued = whole(`(?:um|gegen|ab|so um|at|around|from) ${hour}`);
const bare = new RegExp(`^(?:um |gegen |ca\\.? |so |lieber |dann )*${hour}(?: bitte| please)?[.!]?$`, 'iu');

/** Nobody meets a bank before seven: an earlier hour is one of the afternoon. */
const earliest = 7 * 60;

function minutesOf(word: string, add = 0): number | null {
  const spoken = /^\d/.test(word) ? Number(word) : (hours[word.toLowerCase()] ?? Number.NaN);
  if (!(spoken >= 0 && spoken <= 24)) return null;
  const minutes = spoken * 60 + add;
  return minutes < earliest ? minutes + 720 : minutes;
}

/**
 * The time of day that a message names, in minutes since midnight.
 * @param asked whether a time was asked for: then a number alone is one
 */
export function readTime(message: string, asked: boolean): number | null {
  const last = (pattern: RegExp): RegExpMatchArray | undefined => [...message.matchAll(pattern)].at(-1);
  for (const [pattern, add] of quarters) {
    const match = last(pattern);
    if (match !== undefined) return minutesOf(match[1] ?? '', add);
  }
  const pm = last(english);
  if (pm !== undefined) {
    const twelve = (minutesOf12(pm[1] ?? '') ?? 0) % 12;
    return (twelve + (pm[3]?.toLowerCase() === 'p' ? 12 : 0)) * 60 + Number(pm[2] ?? 0);
  }
  const written = last(digital);
  if (written !== undefined && Number(written[1]) <= 24 && Number(written[2] ?? written[3]) < 60)
    return minutesOf(written[1] ?? '', Number(written[2] ?? written[3]));
  for (const pattern of [german, oclock, cued]) {
    const match = last(pattern);
    if (match !== undefined) return minutesOf(match[1] ?? '', Number(match[2] ?? 0));
  }
  return asked ? minutesOf(bare.exec(message.trim())?.[1] ?? '-') : null;
}

function minutesOf12(word: string): number | null {
  return /^\d/.test(word) ? Number(word) : (hours[word.toLowerCase()] ?? null);
}

/** Morning, afternoon or evening as minutes since midnight, where a message names one. */
export function readPart(message: string): readonly [from: number, to: number] | null {
  if (/vormittag|morgens|(in der )?früh|am morgen|morning|before noon/i.test(message)) return [0, 12 * 60];
  if (/nachmittag|afternoon|after lunch|nach dem mittag/i.test(message)) return [12 * 60, 17 * 60];
  if (/abend|evening|nach der arbeit|after work/i.test(message)) return [17 * 60, 24 * 60];
  if (/mittag|noon|lunch/i.test(message)) return [11 * 60 + 30, 14 * 60];
  return null;
}
