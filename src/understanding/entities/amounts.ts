import type { Language } from '../types.ts';
import { NUMBER_WORD, readNumber } from './numbers.ts';
import { claim, type Spans, whole } from './span.ts';

const CURRENCY =
  '(?:€|euronen|euros?|eur|\\$|us-?dollars?|dollars?|bucks|usd|£|pounds?|pfund|gbp|quid|chf|franken|francs?)';
const DIGITS = '\\d{1,3}(?:[.,\u00a0 ]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?';
const SIZE = '(?:\\s?(?:k|tsd\\.?|tausend|thousand|mio\\.?|millionen|million|mille))?';

const patterns: Readonly<Record<Language, readonly RegExp[]>> = {
  de: [whole(`(?<number>${DIGITS})(?<size>${SIZE})\\s?(?<currency>${CURRENCY})`), word('de'), leading()],
  en: [leading(), whole(`(?<number>${DIGITS})(?<size>${SIZE})\\s?(?<currency>${CURRENCY})`), word('en')],
};

function leading(): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?<currency>[€$£]|eur|usd|chf)\\s?(?<number>${DIGITS})(?<size>${SIZE})(?![\\p{L}\\p{N}])`,
    'giu',
  );
}

function word(language: Language): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?<number>${NUMBER_WORD[language]})(?<size>)\\s(?<currency>${CURRENCY})(?![\\p{L}\\p{N}])`,
    'giu',
  );
}

function currencyCode(text: string): string {
  if (/^(?:\$|us|dollar|bucks)/i.test(text)) return 'USD';
  if (/^(?:£|pound|pfund|gbp|quid)/i.test(text)) return 'GBP';
  if (/^(?:chf|fran)/i.test(text)) return 'CHF';
  return 'EUR';
}

function factorOf(size: string): number {
  if (/mio|million/i.test(size)) return 1_000_000;
  return size.trim() === '' ? 1 : 1000;
}

/** "1.234,56" and "1,234.56" alike: the last mark with one or two digits behind it is the decimal mark. */
function readDigits(text: string): number {
  const decimals = /[.,](\d{1,2})$/.exec(text);
  const main = decimals === null ? text : text.slice(0, -decimals[0].length);
  return Number(main.replaceAll(/\D/g, '')) + (decimals === null ? 0 : Number(`0.${decimals[1] ?? '0'}`));
}

/** Finds amounts with a currency; the value is cents and the currency's code ("1250 EUR"). */
export function findAmounts(text: string, language: Language, spans: Spans): void {
  for (const pattern of patterns[language])
    claim(spans, text, 'amount', pattern, ({ groups }) => {
      const { number = '', size = '', currency = '' } = groups ?? {};
      const value = /^\d/.test(number) ? readDigits(number) : readNumber(number, language);
      return value === null ? null : `${Math.round(value * factorOf(size) * 100)} ${currencyCode(currency)}`;
    });
}
