import { digitGroups, type DigitGroup } from './digit-groups.ts';
import { issuerOf, opensACard } from './issuers.ts';
import { passesLuhn } from './luhn.ts';
import type { Span } from './view.ts';

const LEAST = 12;
const MOST = 19;
const CARD_WORD = /kart|card|visa|maestro|master|amex|diners|debit|\bec\b|\bpan\b/;
// These part a list of amounts as often as a number: between the parts of a card they must stand in a card's places.
const LOOSE = /[,:;/\\|]/;
// What follows a card number when all of a card is copied: valid thru, then the code on its back.
const EXPIRY_AND_CODE = /[\s,;:|/-]{1,4}(?:0[1-9]|1[0-2])\s?[/.-]?\s?(?:20)?\d\d[\s,;:|/-]{1,4}(\d{3,4})(?!\d)/y;

/** Where card numbers stand, and the card codes that stand behind them. */
export interface Cards {
  readonly numbers: readonly Span[];
  readonly codes: readonly Span[];
}

/**
 * Finds card numbers: issuer prefix, length and Luhn, on whole groups of digits, whatever stands between the groups.
 * @param plain the view of a text
 * @param closed spans that belong to something else (IBANs, addresses)
 * @param doubtful spans of mistyped IBANs: only a number in one piece is a card there
 */
export function findCards(plain: string, closed: readonly Span[], doubtful: readonly Span[]): Cards {
  const groups = digitGroups(plain, closed, doubtful);
  // Asked for only where it decides.
  let known: boolean | null = null;
  const context = () => (known ??= CARD_WORD.test(plain));
  const numbers: Span[] = [];
  const codes: Span[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const last = lastGroupOfCard(groups, first, context);
    if (last === null) continue;
    const end = groups[last]?.end ?? 0;
    numbers.push({ start: groups[first]?.start ?? 0, end });
    EXPIRY_AND_CODE.lastIndex = end;
    const code = EXPIRY_AND_CODE.exec(plain)?.[1];
    if (code !== undefined)
      codes.push({ start: EXPIRY_AND_CODE.lastIndex - code.length, end: EXPIRY_AND_CODE.lastIndex });
    first = last;
  }
  return { numbers, codes };
}

/** Says whether digits without separators are a card number beyond doubt. */
export function isCardNumber(digits: string): boolean {
  return digits.length >= LEAST && digits.length <= MOST && issuerOf(digits) !== 'no' && passesLuhn(digits);
}

// The longest that fits, so that nothing of a longer number is left behind.
function lastGroupOfCard(groups: readonly DigitGroup[], first: number, context: () => boolean): number | null {
  const opening = groups[first];
  if (opening === undefined || !opensACard(opening.digits.charCodeAt(0) - 48)) return null;
  let digits = '';
  let found: number | null = null;
  for (let last = first; last < groups.length; last += 1) {
    const group = groups[last];
    if (group === undefined || (last > first && group.gap === null)) break;
    digits += group.digits;
    if (digits.length > MOST) break;
    if (digits.length < LEAST || !passesLuhn(digits)) continue;
    const issuer = issuerOf(digits);
    if (issuer === 'no') continue;
    if (isPlausible(groups, first, last, issuer === 'short', context)) found = last;
  }
  return found;
}

function isPlausible(
  groups: readonly DigitGroup[],
  first: number,
  last: number,
  short: boolean,
  context: () => boolean,
) {
  const part = groups.slice(first, last + 1);
  if (part.slice(1).some((group) => LOOSE.test(group.gap ?? '')) && !isGroupedLikeACard(part)) return false;
  if (isPhone(groups, first, last) || startsWithDate(part) || isOrderNumber(part)) return false;
  const before = groups[first]?.gap ?? null;
  const after = groups[last + 1]?.gap ?? null;
  if (digitsOf(part) < 16 && ((before !== null && !/\s/.test(before)) || (after !== null && !/\s/.test(after))))
    return false;
  if (!short) return true;
  if (context()) return part.every((group, index) => group.digits.length >= 3 || index === part.length - 1);
  return isInFours(part) && before === null && after === null;
}

function digitsOf(part: readonly DigitGroup[]): number {
  return part.reduce((sum, group) => sum + group.digits.length, 0);
}

// 302-1234567-1234567: the order numbers of the largest web shop.
function isOrderNumber(part: readonly DigitGroup[]): boolean {
  const shape = part
    .map((group, index) => (index === 0 ? '' : (group.gap ?? '')) + String(group.digits.length))
    .join('');
  return shape === '3-7-7';
}

function isInFours(part: readonly DigitGroup[]): boolean {
  return part.length >= 3 && part.every((group, index) => group.digits.length === 4 || index === part.length - 1);
}

function isGroupedLikeACard(part: readonly DigitGroup[]): boolean {
  const [one, two, three] = part.map((group) => group.digits.length);
  return isInFours(part) || (part.length === 3 && one === 4 && two === 6 && (three === 5 || three === 4));
}

// E.164: a plus or a leading zero, and at most 15 digits (17 with 00).
function isPhone(groups: readonly DigitGroup[], first: number, last: number): boolean {
  let digits = 0;
  for (let index = last; index >= 0 && digits <= 17; index -= 1) {
    const group = groups[index];
    if (group === undefined) return false;
    digits += group.digits.length;
    const opens = group.plus || group.digits.startsWith('0');
    if (index <= first && opens && digits <= (group.digits.startsWith('00') ? 17 : 15)) return true;
    if (group.gap === null) return false;
  }
  return false;
}

// 30.01.2024 begins like a Diners card.
function startsWithDate(part: readonly DigitGroup[]): boolean {
  const [day, month, year] = part;
  if (day?.digits.length !== 2 || month?.digits.length !== 2 || year === undefined) return false;
  if (month.gap !== year.gap || month.gap === null || !/^[./-]$/.test(month.gap)) return false;
  return Number(day.digits) <= 31 && Number(month.digits) <= 12 && /^(?:(?:19|20)\d\d|\d\d)$/.test(year.digits);
}
