import { withLuhnDigit } from '../conversation/door/secrets.ts';

/** Secrets that stand nowhere else, in a sentence, and how each would look if it were found. */
export interface Planted {
  readonly sentence: string;
  readonly card: string;
  readonly traces: readonly RegExp[];
}

const group = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');
/** Whatever programs put between groups. */
const loosely = (text: string): RegExp => new RegExp(Array.from(text).join('(?: |%20|\\+|-)?'));
/** By itself: digits stand in many longer numbers. */
const alone = (text: string): RegExp => new RegExp(`(?<![0-9A-Za-z])${text}(?![0-9A-Za-z])`);

/** A German IBAN (ISO 13616): the check digits make the whole, rearranged, 1 modulo 97. */
function germanIban(account: string): string {
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}

/** The planted secrets number `n`, of which no two sets share anything. */
export function plantSecrets(n: number): Planted {
  const digits = String(200 + n);
  const card = withLuhnDigit(`411173905${digits}284`);
  const iban = germanIban(`50010517540${digits}7391`);
  const [pin, tan, cvc] = [`73${digits}9`, `58${digits}4`, digits];
  const password = `Xq7kUm${digits}Vz`;
  return {
    card: group(card),
    sentence:
      `Meine Karte ${group(card)}, die IBAN ${group(iban)}, meine PIN ist ${pin}, die TAN ${tan}, ` +
      `CVC: ${cvc}, mein Passwort ist ${password}`,
    traces: [
      loosely(card),
      loosely(iban),
      alone(pin),
      alone(tan),
      new RegExp(`CVC:? ?(?:%20)?${cvc}`),
      loosely(password),
    ],
  };
}
