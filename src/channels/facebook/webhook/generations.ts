import { hasCode } from '../../../platform/errors.ts';
import type { Store } from '../../../conversation/store.ts';

/** Erased so often nobody is: beyond it something is wrong. */
const most = 50;

/**
 * Which conversation of the log takes a person's words. Meta's ids never change, and an erased conversation takes
 * nothing more: whoever writes again after an erasure begins a new one, `<person>-<page>~2`.
 */
export interface Generations {
  /** The conversation's current name. */
  current(id: string): string;
  /** Runs a write on the current conversation, on the next one where it was erased. */
  write<T>(id: string, task: (current: string) => Promise<T>): Promise<T>;
}

export function createGenerations(store: Pick<Store, 'head'>): Generations {
  const known = new Map<string, number>();
  const nameOf = (id: string, generation: number): string => (generation === 1 ? id : `${id}~${generation}`);
  const current = (id: string): string => nameOf(id, known.get(id) ?? 1);
  return {
    current,
    async write(id, task) {
      for (let generation = known.get(id) ?? 1; ; generation += 1) {
        try {
          return await task(nameOf(id, generation));
        } catch (error) {
          if (!hasCode(error, 'ConversationNotFound') || generation >= most) throw error;
          const erased = (await store.head(nameOf(id, generation)))?.erased === true;
          if (!erased) throw error;
          known.set(id, generation + 1);
        }
      }
    },
  };
}
