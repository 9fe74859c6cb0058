import { countrySpecs, validateIBAN, ValidationErrorsIBAN } from 'ibantools';
import type { Span } from './view.ts';

/** Where IBANs stand; `shaped` are numbers that look like one with a wrong check number: no secret, and no card. */
export interface Ibans {
  readonly valid: readonly Span[];
  readonly shaped: readonly Span[];
}

const SEPARATOR = /[\s\-.,:;/\\_*`~|•·'()[\]‐-―]/;
const MOST_SEPARATORS = 4;
const LENGTHS: ReadonlyMap<string, number> = new Map(
  Object.entries(countrySpecs).flatMap(([country, spec]) => (spec.chars ? [[country.toLowerCase(), spec.chars]] : [])),
);
/**
 * Finds IBANs of every country of the IBAN registry: length, structure and mod 97 (ISO 13616, ISO 7064), through
 * ibantools. National check digits inside are not asked for: a number that passes mod 97 goes.
 * @param plain the view of a text
 */
export function findIbans(plain: string): Ibans {
  const valid: Span[] = [];
  const shaped: Span[] = [];
  let from = 0;
  for (let index = 2; index < plain.length; index += 1) {
    if (!isDigit(plain.charCodeAt(index)) || isDigit(plain.charCodeAt(index - 1))) continue;
    const start = countryBefore(plain, index, from);
    if (start === null) continue;
    const country = plain.charAt(start) + plain.charAt(plain.charCodeAt(start + 1) < 97 ? start + 2 : start + 1);
    const length = LENGTHS.get(country);
    if (length === undefined) continue;
    const found = collect(plain, start, length);
    if (found === null) continue;
    if (isPlausible(plain, start, index, found.iban) && isIban(found.iban)) {
      valid.push({ start, end: found.end });
      from = found.end;
      index = found.end;
    } else if (start + 2 === index && isDigit(plain.charCodeAt(index + 1)) && !isLetter(plain.charCodeAt(start - 1))) {
      shaped.push({ start, end: found.end });
    }
  }
  return { valid, shaped };
}

// Two letters right before a digit, with a little between: where they start, or null.
function countryBefore(plain: string, digit: number, from: number): number | null {
  let second = digit - 1;
  while (second > digit - 2 - MOST_SEPARATORS && second > from && SEPARATOR.test(plain.charAt(second))) second -= 1;
  if (second <= from || !isLetter(plain.charCodeAt(second))) return null;
  if (isLetter(plain.charCodeAt(second - 1))) return second - 1;
  return second - 2 >= from && isLetter(plain.charCodeAt(second - 2)) && /[\s.-]/.test(plain.charAt(second - 1))
    ? second - 2
    : null;
}

// "vom 03.09.1950 …" ends with the letters of Oman: at the end of a word only digits make a country out of them.
function isPlausible(plain: string, start: number, digit: number, iban: string): boolean {
  const endsAWord = isLetter(plain.charCodeAt(start - 1)) && digit > start + 2;
  return !endsAWord || /^[A-Z]{2}\d+$/.test(iban);
}

function collect(plain: string, start: number, length: number): { readonly iban: string; readonly end: number } | null {
  let iban = '';
  let separators = 0;
  for (let index = start; index < plain.length; index += 1) {
    const character = plain.charAt(index);
    if (/[a-z0-9]/.test(character)) {
      iban += character;
      separators = 0;
      if (iban.length < length) continue;
      return /\d/.test(plain.charAt(index + 1)) ? null : { iban: iban.toUpperCase(), end: index + 1 };
    }
    separators += 1;
    if (separators > MOST_SEPARATORS || !SEPARATOR.test(character)) return null;
  }
  return null;
}

function isIban(iban: string): boolean {
  const { errorCodes } = validateIBAN(iban);
  return errorCodes.every((code) => code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
