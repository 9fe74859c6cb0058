import { z } from 'zod';
import type { Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';

/** Whether somebody is at the desk: `offline` without an open console. */
export type PresenceState = 'available' | 'away' | 'offline';

/** Who is at the desk: kept in the store, so that every process and the next start know it. */
export interface Presence {
  /** The person says so. */
  set(userId: string, state: 'available' | 'away'): Promise<void>;
  /** Their console is open; written down at most twice a minute. */
  seen(userId: string): Promise<void>;
  /** They signed out. */
  leave(userId: string): Promise<void>;
  of(userId: string): Promise<PresenceState>;
  all(): Promise<ReadonlyMap<string, PresenceState>>;
  /** Those who were at the desk and are gone for longer than the grace. */
  gone(): Promise<ReadonlySet<string>>;
  subscribe(listener: (userId: string) => void): () => void;
}

const form = z.object({ state: z.enum(['available', 'away', 'left']), seenAt: z.number() });
type Kept = z.infer<typeof form>;

const touchEvery = 30_000;

export interface PresenceOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How long somebody may be cut off (milliseconds). */
  readonly graceMs: number;
}

export function createPresence({ store, clock, graceMs }: PresenceOptions): Presence {
  // Nobody could be seen while the service was not there.
  const startedAt = clock.now();
  const listeners = new Set<(userId: string) => void>();

  const read = (value: unknown): Kept | null => form.safeParse(value).data ?? null;
  const write = async (userId: string, put: Kept): Promise<void> => {
    await store.writeRecords([{ kind: 'presence', key: userId, put }]);
    for (const listener of listeners) listener(userId);
  };
  const isGone = ({ seenAt }: Kept): boolean => clock.now() - Math.max(seenAt, startedAt) >= graceMs;
  const stateOf = (kept: Kept | null): PresenceState =>
    kept === null || kept.state === 'left' || clock.now() - kept.seenAt >= graceMs ? 'offline' : kept.state;

  return {
    set: (userId, state) => write(userId, { state, seenAt: clock.now() }),
    async seen(userId) {
      const kept = read(await store.record('presence', userId));
      const now = clock.now();
      // Whoever opens the console is not available by that alone: they say so.
      if (kept === null) return write(userId, { state: 'away', seenAt: now });
      if (kept.state !== 'left' && now - kept.seenAt < touchEvery) return;
      await write(userId, { state: kept.state === 'left' ? 'away' : kept.state, seenAt: now });
    },
    async leave(userId) {
      const kept = read(await store.record('presence', userId));
      if (kept !== null) await write(userId, { state: 'left', seenAt: kept.seenAt });
    },
    of: async (userId) => stateOf(read(await store.record('presence', userId))),
    async all() {
      return new Map([...(await store.records('presence'))].map(([userId, value]) => [userId, stateOf(read(value))]));
    },
    async gone() {
      const all = [...(await store.records('presence'))];
      return new Set(
        all.flatMap(([userId, value]) => {
          const kept = read(value);
          return kept !== null && isGone(kept) ? [userId] : [];
        }),
      );
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
