import fc from 'fast-check';
import { countrySpecs } from 'ibantools';

/** Makes the digit that completes a card number: Luhn written a second time, from the standard's own wording. */
export function withLuhnDigit(payload: string): string {
  const sum = Array.from(payload)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? Number(digit) * 2 : Number(digit)))
    .reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return `${payload}${String((10 - (sum % 10)) % 10)}`;
}

/** Makes the IBAN of a country and an account: mod 97 with whole numbers. */
function withCheckDigits(country: string, bban: string): string {
  const numeric = Array.from(`${bban}${country}00`, (character) => String(parseInt(character, 36))).join('');
  return `${country}${String(98n - (BigInt(numeric) % 97n)).padStart(2, '0')}${bban}`;
}

/** The rest of a number after its prefix, so that the whole with its check digit has the given length. */
const tail = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((digits) => digits.join(''));

const issuers: readonly (readonly [prefix: string, length: number])[] = [
  ...['4', '41', '49'].flatMap((prefix) => [16, 18, 19].map((length) => [prefix, length] as const)),
  ...['51', '55', '2221', '2720', '2345'].map((prefix) => [prefix, 16] as const),
  ...['34', '37'].map((prefix) => [prefix, 15] as const),
  ...['300', '305', '36', '38'].map((prefix) => [prefix, 14] as const),
  ...['6011', '644', '65'].flatMap((prefix) => [16, 19].map((length) => [prefix, length] as const)),
  ...['3528', '3589'].flatMap((prefix) => [16, 19].map((length) => [prefix, length] as const)),
  ...['5018', '56', '59', '63', '672', '6759'].flatMap((prefix) => [16, 17, 18, 19].map((n) => [prefix, n] as const)),
];

/** Card numbers of every big issuer, the German girocard (672…, 59…) with 19 digits among them. */
export const cardNumber = fc
  .constantFrom(...issuers)
  .chain(([prefix, length]) => tail(length - prefix.length - 1).map((digits) => withLuhnDigit(prefix + digits)));

const countries = Object.entries(countrySpecs).filter(([, spec]) => spec.chars !== undefined && spec.bban_regexp);

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const characters = (set: string) => (set.includes('A-Z') ? upper : '') + (set.includes('0-9') ? '0123456789' : '');

/** Accounts of a structure such as `^[A-Z]{4}[0-9]{14}$`. */
function accountOf(structure: string) {
  const parts = [...structure.matchAll(/\[([^\]]+)\]\{(\d+)\}/g)].map(([, set, count]) =>
    fc.string({
      unit: fc.constantFrom(...Array.from(characters(set!))),
      minLength: Number(count),
      maxLength: Number(count),
    }),
  );
  return fc.tuple(...parts).map((list) => list.join(''));
}

/** Valid IBANs of every country that has them. */
export const iban = fc.oneof(
  ...countries.map(([country, spec]) => accountOf(spec.bban_regexp!).map((bban) => withCheckDigits(country, bban))),
);

/** What people and programs put between the parts of a number. */
export const separator = fc.constantFrom(
  ' ',
  '-',
  '.',
  '\n',
  '\r\n',
  '  ',
  ' - ',
  '\u00a0',
  '\u202f',
  '\u2009',
  '\u3000',
  '\u200b',
  '\u2060',
  '–',
  '_',
);

/** Puts one separator, or several kinds of them, between groups of the given size. */
export function spread(text: string, size: number, separators: readonly string[]): string {
  const groups = text.match(new RegExp(`.{1,${String(size)}}`, 'g')) ?? [];
  return groups.reduce((all, group, index) => all + (separators[(index - 1) % separators.length] ?? '') + group);
}

/** Writes digits in another script of the same value. */
export function inDigitsOf(text: string, zero: number): string {
  return text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}
