import type { Clock } from '../platform/clock.ts';
import { errorFields, type Log } from '../platform/log.ts';
import type { Store } from './store.ts';
import type { Timer } from './timer.ts';

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
 * Firing appends a system entry that wakes the bot and takes the timer away, in one write under the key
 * `timer:<id>`: it happens once, whoever tries.
 */
async function fire(store: Store, timer: Timer): Promise<void> {
  const key = `timer:${timer.id}`;
  await store.write(timer.conversationId, { keys: [key] }, (view) => {
    const pending = view.head !== null && view.timers().some(({ id }) => id === timer.id);
    if (!pending || view.seen(key) !== undefined) return { timers: { cancel: [timer.id] }, result: undefined };
    return {
      entries: [
        {
          who: 'system',
          audience: 'internal',
          input: true,
          key,
          activity: { type: 'event', name: timer.name, value: timer.value },
        },
      ],
      timers: { cancel: [timer.id] },
      result: undefined,
    };
  });
}

export function createTimers({
  store,
  clock,
  log,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
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
        await fire(store, timer).catch((error: unknown) => {
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
