import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { SchalterError } from '../platform/errors.ts';
import { createSerial } from '../platform/serial.ts';

/** A password as it is kept: only what it takes to check it. */
export type PasswordHash = {
  readonly cost: number;
  readonly blockSize: number;
  readonly rounds: number;
  readonly salt: string;
  readonly hash: string;
};

/** OWASP's password storage sheet: N = 2^15, r = 8, p = 3 costs an attacker as much as N = 2^17 at a quarter of the memory. */
const parameters = { cost: 2 ** 15, blockSize: 8, rounds: 3 } as const;
const keyBytes = 32;
const maxmem = 64 * 1024 * 1024;

const derive = promisify<string, string, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);
// One at a time: a burst of sign-ins must not take the threads and the memory that conversations need.
const inTurn = createSerial<'scrypt'>();

function digest(password: string, { cost, blockSize, rounds, salt }: Omit<PasswordHash, 'hash'>): Promise<Buffer> {
  // The same letters can be typed in several Unicode forms.
  return inTurn('scrypt', () =>
    derive(password.normalize('NFKC'), salt, keyBytes, { N: cost, r: blockSize, p: rounds, maxmem }),
  );
}

/** Hashes a password with scrypt; `salt` must be new and random for each password. Takes about a quarter of a second. */
export async function hashPassword(password: string, salt: string): Promise<PasswordHash> {
  const form = { ...parameters, salt };
  return { ...form, hash: (await digest(password, form)).toString('base64url') };
}

/** Whether the password is the one behind the hash; as slow for a wrong one as for the right one. */
export async function isPassword(password: string, kept: PasswordHash): Promise<boolean> {
  const expected = Buffer.from(kept.hash, 'base64url');
  const found = await digest(password, kept);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

const shortest = 12;
const leastDifferent = 5;

/** Refuses passwords that are guessed first. @throws SchalterError WeakPassword */
export function demandGoodPassword(password: string, userId: string, old?: string): void {
  const plain = password.normalize('NFKC').toLowerCase();
  const weak =
    plain.length < shortest || new Set(plain).size < leastDifferent || plain.includes(userId) || password === old;
  if (weak) throw new SchalterError('WeakPassword');
}
