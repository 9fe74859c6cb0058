import type { Case, OpenCase } from '../conversation/case.ts';
import type { Store, View } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import { hasCode } from '../platform/errors.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { moved } from './case-timers.ts';
import { caseHappened, putBack, type DeskMove } from './desk-moves.ts';
import type { Rules } from './ownership.ts';
import type { Presence } from './presence.ts';
import { matchQueue, type Match, type Worker } from './routing.ts';
import { assigned } from './transitions.ts';

/** Gives waiting cases to whoever is free, and takes back those of people who went away. */
export interface Router {
  start(): Promise<void>;
  /** Looks at the queue now; resolves when it has been worked through. */
  run(): Promise<void>;
  /** Puts all cases of somebody who may not work any more back to the queue. */
  release(userId: string): Promise<void>;
  stop(): void;
}

export interface RouterOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly rules: Rules;
  readonly presence: Presence;
  readonly people: () => Promise<readonly Worker[]>;
}

/** Open cases that are looked at. */
const limit = 10_000;
/** The queue is looked at this often even when nothing happens (milliseconds): somebody may have gone without a sign. */
const everyMs = 15_000;

export function createRouter({ store, clock, log, rules, presence, people }: RouterOptions): Router {
  const { plan } = rules;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let cancel = (): void => undefined;

  const openCases = async (): Promise<readonly OpenCase[]> =>
    (await Promise.all([store.cases({ status: 'waiting', limit }), store.cases({ status: 'active', limit })])).flatMap(
      (list) => list.flatMap((item) => (item.status === 'resolved' ? [] : [item])),
    );

  /** One move on the committed state; null where the case has moved on by itself. */
  const write = async (item: Case, move: (view: View, now: Case | null) => DeskMove | null): Promise<void> => {
    try {
      await store.write(item.conversationId, {}, (view) => ({
        ...move(view, view.caseOf(item.id)),
        result: undefined,
      }));
    } catch (error) {
      if (!hasCode(error, 'ConversationNotFound')) throw error;
    }
  };

  const give = ({ item, to }: Match): Promise<void> =>
    write(item, (_view, found) => {
      if (found?.status !== 'waiting' || found.assignment !== undefined) return null;
      const at = clock.now();
      const assignment = { to, by: null, at, until: at + plan.takeMs.automatic };
      return {
        ...moved(found, assigned(found, assignment, plan.team(found.team), at), plan),
        entries: [caseHappened('assigned', found.id, { to: to.userId, by: null })],
        audit: [
          {
            ...{ time: at, actor: 'desk', action: 'case.assigned', subject: to.userId },
            ...{ conversationId: found.conversationId, caseId: found.id },
          },
        ],
      };
    });

  const takeBack = (item: OpenCase): Promise<void> =>
    write(item, (view, found) => {
      const same = found?.status === 'active' && item.status === 'active' && found.owner.userId === item.owner.userId;
      return same && found.awaits === 'staff' ? putBack(view, found, 'absent', clock.now(), rules) : null;
    });

  const once = async (): Promise<void> => {
    const gone = await presence.gone();
    const left = (await openCases()).filter(
      (item) =>
        item.status === 'active' &&
        item.awaits === 'staff' &&
        item.quiet !== true &&
        item.snoozedUntil === undefined &&
        gone.has(item.owner.userId),
    );
    for (const item of left) await takeBack(item);
    for (const match of matchQueue(await openCases(), await people(), plan)) await give(match);
  };

  const isWanted = (): boolean => again && !stopped;
  const run = (): Promise<void> => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await once();
      } while (isWanted());
    })()
      .catch((error: unknown) => log.warn(errorFields(error), 'the queue could not be looked at and waits'))
      .finally(() => {
        running = null;
      });
    return running;
  };

  const wait = (): void => {
    cancel = clock.after(everyMs, () => {
      void run();
      if (!stopped) wait();
    });
  };
  const unsubscribe = [
    store.subscribe(({ cases }) => {
      if (cases.length > 0 && !stopped) void run();
    }),
    presence.subscribe(() => {
      if (!stopped) void run();
    }),
  ];

  return {
    async start() {
      wait();
      await run();
    },
    run,
    async release(userId) {
      for (const item of await openCases())
        if (item.status === 'active' && item.owner.userId === userId)
          await write(item, (view, found) =>
            found?.status === 'active' && found.owner.userId === userId
              ? putBack(view, found, 'absent', clock.now(), rules)
              : null,
          );
      await run();
    },
    stop() {
      stopped = true;
      cancel();
      for (const end of unsubscribe) end();
    },
  };
}
