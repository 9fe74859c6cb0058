import type { Notice, Store } from '../../conversation/store.ts';
import type { Outlook } from '../../handoff/outlook.ts';
import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';

interface PlacesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The desk's own reckoning: also the words of the assistant come from it. */
  readonly outlook: Pick<Outlook, 'of'>;
  /** Whether somebody looks at this conversation right now. */
  readonly isWatched: (conversationId: string) => boolean;
  /** Shows the place, from 1; null: they wait no longer, or nobody is there to be waited for. */
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
/** While somebody waits the hours are looked at this often: where the team has gone home, nobody is next. */
const lookAgain = 60_000;
/** Places behind this one are told as this one: nobody waits longer in a chat. */
const most = 200;

/** Follows the cases that wait, and tells whoever looks on. */
export function createPlaces({ store, clock, log, outlook, isWatched, show }: PlacesOptions): Places {
  let places: ReadonlyMap<string, number> = new Map();
  let cancel: (() => void) | null = null;
  let cancelAgain = (): void => undefined;

  const look = async (): Promise<void> => {
    const waiting = await store.cases({ status: 'waiting', limit: most });
    const before = places;
    places = new Map(
      waiting.flatMap(({ id, conversationId, quiet }): [string, number][] => {
        // Whoever is called back or written to does not wait in the chat.
        const expected = quiet === true ? null : outlook.of(id, clock.now());
        return expected?.open === true ? [[conversationId, expected.ahead + 1]] : [];
      }),
    );
    cancelAgain();
    if (waiting.length > 0) cancelAgain = clock.after(lookAgain, soon);
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
      cancelAgain();
    },
  };
}
