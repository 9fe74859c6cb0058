/** Longest wait between two attempts, in milliseconds. */
const longest = 30_000;

/**
 * The wait before the next attempt, in milliseconds: doubling from one second, and a random part of up to half of it
 * off, so that thousands of pages don't all come back in the same moment.
 * @param attempt attempts that have failed before, from 0
 * @param random 0 to 1
 */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(longest, 1000 * 2 ** Math.min(attempt, 10));
  return whole - (whole / 2) * random;
}
