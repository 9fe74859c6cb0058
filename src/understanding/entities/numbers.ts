import type { Language } from '../types.ts';

const GERMAN_UNITS: Readonly<Record<string, number>> = {
  null: 0,
  ein: 1,
  eins: 1,
  eine: 1,
  einem: 1,
  einen: 1,
  einer: 1,
  zwei: 2,
  zwo: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  fuenf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  zwoelf: 12,
  dreizehn: 13,
  vierzehn: 14,
  fünfzehn: 15,
  sechzehn: 16,
  siebzehn: 17,
  achtzehn: 18,
  neunzehn: 19,
  zwanzig: 20,
  dreißig: 30,
  dreissig: 30,
  vierzig: 40,
  fünfzig: 50,
  fuenfzig: 50,
  sechzig: 60,
  siebzig: 70,
  achtzig: 80,
  neunzig: 90,
};
const ENGLISH_UNITS: Readonly<Record<string, number>> = {
  zero: 0,
  a: 1,
  an: 1,
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
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};

/** The value of a number in digits or words ("3", "dreihundertfünfzig", "twenty-five"), or null. */
export function readNumber(text: string, language: Language): number | null {
  const word = text.toLowerCase();
  if (/^\d+$/.test(word)) return Number(word);
  return language === 'de' ? readGerman(word.replaceAll(/[\s-]/g, '')) : readEnglish(word);
}

function readGerman(word: string): number | null {
  const unit = GERMAN_UNITS[word];
  if (unit !== undefined) return unit;
  for (const [name, size] of [
    ['tausend', 1000],
    ['hundert', 100],
  ] as const) {
    const at = word.indexOf(name);
    if (at < 0) continue;
    const before = at === 0 ? 1 : readGerman(word.slice(0, at));
    const rest = word.slice(at + name.length).replace(/^und/, '');
    const after = rest === '' ? 0 : readGerman(rest);
    return before === null || after === null ? null : before * size + after;
  }
  const at = word.indexOf('und');
  if (at <= 0) return null;
  const ones = GERMAN_UNITS[word.slice(0, at)];
  const tens = GERMAN_UNITS[word.slice(at + 3)];
  return ones === undefined || tens === undefined || ones > 9 || tens < 20 ? null : tens + ones;
}

function readEnglish(text: string): number | null {
  let total = 0;
  let part = 0;
  let found = false;
  for (const word of text.split(/[\s-]+/)) {
    if (word === '' || word === 'and') continue;
    const unit = ENGLISH_UNITS[word];
    if (unit !== undefined) part += unit;
    else if (word === 'hundred') part = (part || 1) * 100;
    else if (word === 'thousand') {
      total += (part || 1) * 1000;
      part = 0;
    } else return null;
    found = true;
  }
  return found ? total + part : null;
}

/** A pattern for numbers in words, for use inside a larger pattern. */
export const NUMBER_WORD: Readonly<Record<Language, string>> = {
  de: '(?:(?:ein|zwei|drei|vier|f(?:ü|ue)nf|sech|sieb|acht|neun|zw(?:ö|oe)lf|elf|zehn|zwan|drei(?:ß|ss)ig|hundert|tausend)\\p{L}*)',
  en: '(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|(?:four|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[ -](?:and )?(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand))*)',
};
