import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** At most `count` in any window of `seconds`. */
export interface Limit {
  readonly count: number;
  readonly seconds: number;
}

/** Counts what somebody does, for limits. */
export interface Counts {
  /** Counts one more; returns milliseconds to wait where it is one too many, else null. */
  take(key: string): Promise<number | null>;
}

/** Opens the counts of that name; what another process counted may be known a second later. */
export type OpenCounts = (name: string, limit: Limit) => Counts;

/** Counts in the memory of this process: right where it is the only one. */
export const localCounts: OpenCounts = (_name, { count, seconds }) => {
  const limiter = new RateLimiterMemory({ points: count, duration: seconds });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
        throw refused;
      }
    },
  };
};
