import type { Clock } from '../platform/clock.ts';
import { errorFields, type Log } from '../platform/log.ts';
import type { Change, Store, View } from './store.ts';
import type { Timer } from './timer.ts';

/**
 * What a timer does beside its entry, decided in the same write. `wakes`: whether the bot must look at the entry;
 * `value`: what the entry keeps of the timer's value, all of it where this is missing.
 */
export type TimerReaction = (
  timer: Timer,
  view: View,
  now: number,
) => {
  readonly wakes: boolean;
  readonly value?: Timer['value'];
  readonly change: Pick<Change, 'entries' | 'cases' | 'head' | 'timers' | 'audit'>;
} | null;

/** Fires timers: data in the store, so that a restart forgets none. */
export interface Timers {
  start(): Promise<void>;
  stop(): void;
}

const batch = 100;
/** Longest sleep, so that a step of the clock or another process's timer is noticed (milliseconds). */
const longestSleep = 30_000;
const retryMs = 1000;

/**
 * Firing appends a system entry, does what the timer is for and takes the timer away, in one write under the key
 * `timer:<id>`: it happens once, whoever tries. A timer that nothing reacts to wakes the bot.
 */
async function fire(store: Store, timer: Timer, react: TimerReaction, now: number): Promise<void> {
  const key = `timer:${timer.id}`;
  await store.write(timer.conversationId, { keys: [key] }, (view) => {
    const pending = view.head !== null && view.timers().some(({ id }) => id === timer.id);
    if (!pending || view.seen(key) !== undefined) return { timers: { cancel: [timer.id] }, result: undefined };
    const { wakes, change, value = timer.value } = react(timer, view, now) ?? { wakes: true, change: {} };
    return {
      ...change,
      entries: [
        {
          who: 'system',
          audience: 'internal',
          ...(wakes && { input: true as const }),
          key,
          activity: { type: 'event', name: timer.name, value },
        },
        ...(change.entries ?? []),
      ],
      timers: { ...change.timers, cancel: [...(change.timers?.cancel ?? []), timer.id] },
      result: undefined,
    };
  });
}

export function createTimers({
  store,
  clock,
  log,
  react = () => null,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: nothing but waking the bot. */
  readonly react?: TimerReaction;
}): Timers {
  let cancel: (() => void) | null = null;
  let stopped = false;
  let checking = false;
  let missed = false;

  const sleep = (ms: number): void => {
    cancel?.();
    if (!stopped) cancel = clock.after(ms, () => void check());
  };

  const check = async (): Promise<void> => {
    if (checking) {
      missed = true;
      return;
    }
    checking = true;
    try {
      const timers = await store.timers(batch);
      const due = timers.filter((timer) => timer.due <= clock.now());
      let failed = 0;
      for (const timer of due) {
        if (stopped) return;
        await fire(store, timer, react, clock.now()).catch((error: unknown) => {
          // One that cannot be fired must not hold up the others.
          failed += 1;
          log.warn(
            { conversation: timer.conversationId, ...errorFields(error) },
            'a timer could not be fired and waits',
          );
        });
      }
      if (failed > 0) {
        sleep(retryMs);
        return;
      }
      const next = timers[due.length];
      sleep(
        due.length === batch
          ? 0
          : Math.min(longestSleep, next === undefined ? longestSleep : Math.max(0, next.due - clock.now())),
      );
    } catch (error) {
      log.warn(errorFields(error), 'timers could not be fired and wait');
      sleep(retryMs);
    } finally {
      checking = false;
      if (missed) {
        missed = false;
        void check();
      }
    }
  };

  const unsubscribe = store.subscribe((notice) => {
    if (notice.timers) void check();
  });

  return {
    start: check,
    stop() {
      stopped = true;
      cancel?.();
      unsubscribe();
    },
  };
}
