import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RecordChange, Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import { createSerial } from '../platform/serial.ts';
import { userIdOf } from './accounts.ts';

/** Attempts at one user name, from wherever they come, in `windowMs`. */
export const attemptsPerUser = 10;
/** Attempts from one address; a whole office can stand behind one. */
export const attemptsPerAddress = 50;
const windowMs = 15 * 60_000;

export interface SignInLimits {
  /** Counts an attempt; returns the seconds to wait where it is one too many, else null. */
  count(username: string, address: string): Promise<number | null>;
  /** The attempt was right: it is not held against anybody. */
  forgive(username: string, address: string): Promise<void>;
  /** Until when a user name is locked (milliseconds since the epoch); null: it is not. */
  lockedUntil(userId: string): Promise<number | null>;
  unlock(userId: string): Promise<void>;
}

const form = z.object({ count: z.number(), since: z.number() });
type Kept = z.infer<typeof form>;

// People type passwords into the wrong field, and addresses belong to people: neither is kept as it was.
const hashed = (kind: string, name: string): string =>
  `${kind}:${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;

/**
 * Counts before the password is looked at, so that many attempts at once are no way around it; kept in the store, so
 * that a restart is none either.
 */
export function createSignInLimits(store: Store, clock: Clock): SignInLimits {
  const serially = createSerial<'attempt'>();
  const isOver = ({ since }: Kept): boolean => clock.now() - since >= windowMs;
  const read = async (key: string): Promise<Kept> => {
    const kept = form.safeParse(await store.record('attempt', key)).data;
    return kept === undefined || isOver(kept) ? { count: 0, since: clock.now() } : kept;
  };
  const put = (key: string, kept: Kept): RecordChange =>
    kept.count <= 0 ? { kind: 'attempt', key, delete: true } : { kind: 'attempt', key, put: kept };
  const secondsLeft = ({ since }: Kept): number => Math.max(1, Math.ceil((since + windowMs - clock.now()) / 1000));
  const userKey = (username: string): string => hashed('user', userIdOf(username));
  const addressKey = (address: string): string => hashed('address', address);

  /** Counts that are over go with the write that is made anyway. */
  const stale = async (): Promise<readonly RecordChange[]> =>
    [...(await store.records('attempt'))].flatMap(([key, value]): RecordChange[] => {
      const kept = form.safeParse(value).data;
      return kept === undefined || isOver(kept) ? [{ kind: 'attempt', key, delete: true }] : [];
    });

  return {
    count: (username, address) =>
      serially('attempt', async () => {
        const [user, place] = [userKey(username), addressKey(address)];
        const [byUser, byAddress] = await Promise.all([read(user), read(place)]);
        if (byAddress.count >= attemptsPerAddress) return secondsLeft(byAddress);
        const counted = put(place, { ...byAddress, count: byAddress.count + 1 });
        if (byUser.count >= attemptsPerUser) {
          await store.writeRecords([counted]);
          return secondsLeft(byUser);
        }
        const changes = [counted, put(user, { ...byUser, count: byUser.count + 1 })];
        await store.writeRecords([...(await stale()), ...changes]);
        return null;
      }),
    forgive: (username, address) =>
      serially('attempt', async () => {
        const place = addressKey(address);
        const kept = await read(place);
        await store.writeRecords([
          { kind: 'attempt', key: userKey(username), delete: true },
          put(place, { ...kept, count: kept.count - 1 }),
        ]);
      }),
    async lockedUntil(userId) {
      const kept = await read(userKey(userId));
      return kept.count >= attemptsPerUser ? kept.since + windowMs : null;
    },
    unlock: (userId) => store.writeRecords([{ kind: 'attempt', key: userKey(userId), delete: true }]),
  };
}
