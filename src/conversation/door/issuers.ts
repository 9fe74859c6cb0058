import creditCardType from 'credit-card-type';

interface Range {
  readonly from: number;
  readonly to: number;
  readonly digits: number;
  readonly lengths: ReadonlySet<number>;
  readonly short: boolean;
}

/** How sure an issuer prefix of this length makes: not a card, a card, or one only in the company of more evidence. */
export type IssuerMatch = 'no' | 'yes' | 'short';

// Numbers this short are mostly order and customer numbers: of these brands they need more evidence.
const SHORT_BRANDS: ReadonlySet<string> = new Set(['maestro', 'unionpay', 'visa']);
const LEAST_UNDOUBTED = 16;
// Visa's old 13 digits, which the library has dropped.
const MORE_LENGTHS: Readonly<Record<string, readonly number[]>> = { visa: [13] };

const byFirstDigit: readonly Range[][] = compile();

/**
 * Compares the beginning and the length of a number with the issuer prefixes of the card brands.
 * Source of prefixes and lengths: the package credit-card-type; the table is compiled once, at start.
 * @param digits decimal digits only
 */
export function issuerOf(digits: string): IssuerMatch {
  let match: IssuerMatch = 'no';
  for (const range of byFirstDigit[digits.charCodeAt(0) - 48] ?? []) {
    if (!range.lengths.has(digits.length)) continue;
    const prefix = Number(digits.slice(0, range.digits));
    if (prefix < range.from || prefix > range.to) continue;
    if (!range.short || digits.length >= LEAST_UNDOUBTED) return 'yes';
    match = 'short';
  }
  return match;
}

/** Says whether any card number begins with this digit. */
export function opensACard(digit: number): boolean {
  return (byFirstDigit[digit]?.length ?? 0) > 0;
}

function compile(): Range[][] {
  const table: Range[][] = Array.from({ length: 10 }, () => []);
  for (const type of Object.values(creditCardType.types)) {
    const brand = creditCardType.getTypeInfo(type);
    const lengths = new Set([...brand.lengths, ...(MORE_LENGTHS[type] ?? [])]);
    for (const pattern of brand.patterns) {
      const [from = 0, to = from] = Array.isArray(pattern) ? pattern : [pattern];
      const range = { from, to, digits: String(from).length, lengths, short: SHORT_BRANDS.has(type) };
      for (let first = Number(String(from)[0]); first <= Number(String(to)[0]); first += 1) table[first]?.push(range);
    }
  }
  return table;
}
