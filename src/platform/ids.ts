import { randomBytes } from 'node:crypto';

/** Makes identifiers; tests pass a counting one. */
export type Ids = () => string;

const pool = { bytes: Buffer.alloc(0), at: 0 };

/** 128 random bits as 22 URL-safe characters: unguessable, fit for conversation ids that act as addresses. */
export const randomId: Ids = () => {
  // One system call serves 256 ids: at thousands of turns a second the calls would show in the profile.
  if (pool.at + 16 > pool.bytes.length) {
    pool.bytes = randomBytes(4096);
    pool.at = 0;
  }
  pool.at += 16;
  return pool.bytes.toString('base64url', pool.at - 16, pool.at);
};
