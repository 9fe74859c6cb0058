import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RecordChange, Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

/** Where nothing is set: a shift with its breaks. */
export const idleLimit = 8 * 3600_000;
/** Milliseconds after which every session ends. */
export const absoluteLimit = 24 * 3600_000;
/** A sign of life is written down at most this often (milliseconds), so that reading costs no write. */
const touchEvery = 60_000;

export interface Session {
  /** SHA-256 of the cookie: the data folder alone opens nothing. */
  readonly key: string;
  readonly userId: string;
  /** When it ends if the person does nothing (milliseconds since the epoch). */
  readonly endsAt: number;
}

type Kept = { readonly userId: string; readonly createdAt: number; readonly lastSeen: number };
const keptForm = z.object({ userId: z.string(), createdAt: z.number(), lastSeen: z.number() });

export interface Sessions {
  /** Begins a session and returns the value of its cookie. */
  open(userId: string): Promise<string>;
  /** The session behind a cookie; null when it has ended or never was. */
  find(cookie: string | undefined): Promise<Session | null>;
  /** Whether the session still stands; does not count as a sign of the person. */
  stands(session: Session): Promise<boolean>;
  /** The person did something. */
  touch(session: Session): Promise<void>;
  end(session: Session): Promise<void>;
  /** Ends all sessions of an account, but for one that is kept. */
  endAllOf(userId: string, but?: Session): Promise<void>;
}

interface SessionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Milliseconds without a sign of the person after which a session ends. */
  readonly idleMs?: number | undefined;
}

export function createSessions({ store, clock, ids, idleMs = idleLimit }: SessionsOptions): Sessions {
  const endOf = (kept: Kept): number => Math.min(kept.lastSeen + idleMs, kept.createdAt + absoluteLimit);
  const isOver = (kept: Kept): boolean => clock.now() >= endOf(kept);

  const read = async (key: string): Promise<Kept | null> => {
    const form = keptForm.safeParse(await store.record('session', key));
    return form.success && !isOver(form.data) ? form.data : null;
  };

  const remove = async (which: (kept: Kept) => boolean): Promise<readonly RecordChange[]> =>
    [...(await store.records('session'))].flatMap(([key, value]): RecordChange[] => {
      const form = keptForm.safeParse(value);
      return !form.success || which(form.data) ? [{ kind: 'session', key, delete: true }] : [];
    });

  return {
    async open(userId) {
      const cookie = ids();
      const now = clock.now();
      const put: Kept = { userId, createdAt: now, lastSeen: now };
      // The sessions that ended by themselves go with the write that is made anyway.
      await store.writeRecords([...(await remove(isOver)), { kind: 'session', key: keyOf(cookie), put }]);
      return cookie;
    },
    async find(cookie) {
      if (cookie === undefined || cookie === '') return null;
      const key = keyOf(cookie);
      const kept = await read(key);
      return kept === null ? null : { key, userId: kept.userId, endsAt: endOf(kept) };
    },
    stands: async ({ key }) => (await read(key)) !== null,
    async touch({ key }) {
      const kept = await read(key);
      if (kept === null || clock.now() - kept.lastSeen < touchEvery) return;
      await store.writeRecords([{ kind: 'session', key, put: { ...kept, lastSeen: clock.now() } }]);
    },
    end: ({ key }) => store.writeRecords([{ kind: 'session', key, delete: true }]),
    async endAllOf(userId, but) {
      const ended = await remove((kept) => kept.userId === userId);
      await store.writeRecords(ended.filter(({ key }) => key !== but?.key));
    },
  };
}

function keyOf(cookie: string): string {
  return createHash('sha256').update(cookie).digest('hex');
}
