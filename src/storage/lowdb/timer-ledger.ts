import { z } from 'zod';
import type { Timer } from '../../conversation/timer.ts';
import type { Ledger } from './ledger.ts';

const shape = z.array(z.looseObject({ id: z.string(), conversationId: z.string(), due: z.number() }));

/** All timers, the earliest first. */
export interface TimerLedger extends Ledger {
  first(limit: number): readonly Timer[];
}

const before = (a: Timer, b: Timer): boolean => a.due < b.due || (a.due === b.due && key(a) < key(b));
/** Timers' ids are unique within their conversation only. */
const key = (timer: Timer): string => `${timer.conversationId} ${timer.id}`;

export function createTimerLedger(): TimerLedger {
  const sorted: Timer[] = [];
  const byKey = new Map<string, Timer>();

  /** Where the timer stands or would stand: thousands of timers may change in a second, so nothing is sorted anew. */
  const place = (timer: Timer): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = sorted[middle];
      if (other !== undefined && before(other, timer)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const remove = (name: string): boolean => {
    const timer = byKey.get(name);
    if (timer === undefined) return false;
    sorted.splice(place(timer), 1);
    return byKey.delete(name);
  };
  const put = (timer: Timer): void => {
    remove(key(timer));
    sorted.splice(place(timer), 0, timer);
    byKey.set(key(timer), timer);
  };

  return {
    name: 'timers',
    first: (limit) => sorted.slice(0, limit),
    data: () => sorted,
    restore(data) {
      const parsed = shape.safeParse(data);
      if (parsed.success) (data as Timer[]).forEach(put);
      return parsed.success;
    },
    apply({ commit }) {
      let changed = false;
      for (const timer of commit.timers ?? []) {
        put(timer);
        changed = true;
      }
      for (const id of commit.cancelled ?? []) changed = remove(`${commit.id} ${id}`) || changed;
      if (commit.erased === true)
        for (const timer of sorted.filter((item) => item.conversationId === commit.id))
          changed = remove(key(timer)) || changed;
      return changed;
    },
  };
}
