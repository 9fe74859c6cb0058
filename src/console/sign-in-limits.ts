import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Attempts at one user name, from wherever they come, in `windowSeconds`. */
export const attemptsPerUser = 10;
/** Attempts from one address; a whole office can stand behind one. */
export const attemptsPerAddress = 50;
const windowSeconds = 15 * 60;

export interface SignInLimits {
  /** Counts an attempt; returns the seconds to wait where it is one too many, else null. */
  count(username: string, address: string): Promise<number | null>;
  /** The attempt was right: it is not held against anybody. */
  forgive(username: string, address: string): Promise<void>;
}

/** Counts before the password is looked at, so that many attempts at once are no way around it. */
export function createSignInLimits(): SignInLimits {
  const byUser = new RateLimiterMemory({ points: attemptsPerUser, duration: windowSeconds });
  const byAddress = new RateLimiterMemory({ points: attemptsPerAddress, duration: windowSeconds });
  const keyOf = (username: string): string => username.normalize('NFKC').trim().toLowerCase();

  const take = async (limiter: RateLimiterMemory, key: string): Promise<number | null> => {
    try {
      await limiter.consume(key);
      return null;
    } catch (reason) {
      if (reason instanceof RateLimiterRes) return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
      throw reason;
    }
  };

  return {
    count: async (username, address) => (await take(byAddress, address)) ?? (await take(byUser, keyOf(username))),
    async forgive(username, address) {
      await byUser.delete(keyOf(username));
      await byAddress.reward(address);
    },
  };
}
