import type { Notice, Store } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';

interface PlacesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether somebody looks at this conversation right now. */
  readonly isWatched: (conversationId: string) => boolean;
  /** Shows the place, from 1; null: they wait no longer. */
  readonly show: (conversationId: string, place: number | null) => void;
}

/** Where customers who wait for a person stand in the queue. */
export interface Places {
  /** The present place of a conversation, for a reader that has just joined. */
  current(conversationId: string): number | undefined;
  close(): void;
}

/** A moment in which several cases change is told once, in milliseconds. */
const gather = 500;
/** Places behind this one are told as this one: nobody waits longer in a chat. */
const most = 200;

/** Follows the cases that wait, in the order in which the desk gets them, and tells whoever looks on. */
export function createPlaces({ store, clock, log, isWatched, show }: PlacesOptions): Places {
  let places: ReadonlyMap<string, number> = new Map();
  let cancel: (() => void) | null = null;

  const look = async (): Promise<void> => {
    const waiting = await store.cases({ status: 'waiting', limit: most });
    const before = places;
    // Whoever is called back or written to does not wait in the chat.
    const inChat = waiting.filter(({ quiet }) => quiet !== true);
    places = new Map(inChat.map(({ conversationId }, index) => [conversationId, index + 1]));
    for (const [id, place] of places) if (before.get(id) !== place && isWatched(id)) show(id, place);
    for (const id of before.keys()) if (!places.has(id) && isWatched(id)) show(id, null);
  };
  const soon = (): void => {
    cancel ??= clock.after(gather, () => {
      cancel = null;
      look().catch((error: unknown) => log.warn(errorFields(error), 'the queue could not be read'));
    });
  };
  const unsubscribe = store.subscribe(({ cases }: Notice) => {
    if (cases.length > 0) soon();
  });
  // What waited before this process began.
  soon();

  return {
    current: (conversationId) => places.get(conversationId),
    close() {
      unsubscribe();
      cancel?.();
    },
  };
}
