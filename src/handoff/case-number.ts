import { createHash } from 'node:crypto';

/** Digits and letters that cannot be mistaken for one another on the phone (Crockford's base 32). */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 5;

/**
 * The number by which customer and bank speak of a case, such as `261123-7QK4M`: the day, and five of 32 signs that
 * follow from the case's id, 33 million a day. It tells nothing about the customer.
 * @param day YYYY-MM-DD
 */
export function caseNumberOf(caseId: string, day: string): string {
  const digest = createHash('sha256').update(caseId).digest();
  const tail = [...digest.subarray(0, length)].map((octet) => signs[octet % signs.length] ?? '0').join('');
  return `${day.slice(2).replaceAll('-', '')}-${tail}`;
}
