import { z } from 'zod';
import type { CaseOwner } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';

const person = z.object({ userId: z.string(), name: z.string() });
const form = z.object({
  id: z.string(),
  text: z.object({ de: z.string(), en: z.string() }),
  intents: z.array(z.string()),
  pausesPublic: z.boolean(),
  from: z.number(),
  until: z.number(),
  by: person,
  createdAt: z.number(),
  ended: z.object({ at: z.number(), by: person }).nullable(),
});

/** A dated notice to customers, such as an outage; it expires by itself. Moments are milliseconds since the epoch. */
export type Notice = z.infer<typeof form>;

/** What the bot may know of notices. */
export interface StandingNotices {
  /** Those that stand now and belong before the answer to one of these intents. */
  before(intents: readonly string[], now: number): readonly Notice[];
  /** Whether nothing is answered automatically in public now. */
  pausesPublic(now: number): boolean;
}

export interface Notices extends StandingNotices {
  /** Newest first; those that are over for longer than a month are gone. */
  all(): Promise<readonly Notice[]>;
  publish(notice: Pick<Notice, 'text' | 'intents' | 'pausesPublic' | 'from' | 'until'>, by: CaseOwner): Promise<Notice>;
  /** Ends a notice before its time. @throws SchalterError NoticeNotFound */
  end(id: string, by: CaseOwner): Promise<Notice>;
  close(): void;
}

const keptMs = 30 * 24 * 3600_000;
/** How soon a notice of another process is heard (milliseconds): within the minute that is promised. */
const refreshMs = 20_000;

export const stateOf = ({ from, until, ended }: Notice, now: number): 'planned' | 'standing' | 'over' =>
  ended !== null || now >= until ? 'over' : now < from ? 'planned' : 'standing';

export async function openNotices(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}): Promise<Notices> {
  const { store, clock, ids } = options;
  let known: readonly Notice[] = [];
  let cancel = (): void => undefined;
  let closed = false;

  const read = async (): Promise<readonly Notice[]> => {
    const found = [...(await store.records('notice'))].flatMap(([, value]) => form.safeParse(value).data ?? []);
    const now = clock.now();
    known = found
      .filter(({ until, ended }) => (ended?.at ?? until) > now - keptMs)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
    return known;
  };
  const write = async (notice: Notice, actor: string, action: string): Promise<Notice> => {
    const audit = [{ time: clock.now(), actor, action, subject: notice.id }];
    await store.writeRecords([{ kind: 'notice', key: notice.id, put: notice }], audit);
    await read();
    return notice;
  };
  const standing = (now: number): readonly Notice[] => known.filter((notice) => stateOf(notice, now) === 'standing');
  const wait = (): void => {
    cancel = clock.after(refreshMs, () => {
      void read()
        .catch(() => undefined)
        .then(() => {
          if (!closed) wait();
        });
    });
  };
  await read();
  wait();

  return {
    before: (intents, now) =>
      standing(now).filter(
        (notice) => notice.intents.length === 0 || notice.intents.some((id) => intents.includes(id)),
      ),
    pausesPublic: (now) => standing(now).some(({ pausesPublic }) => pausesPublic),
    all: read,
    publish: (notice, { userId, name }) =>
      write(
        { ...notice, id: ids(), by: { userId, name }, createdAt: clock.now(), ended: null },
        userId,
        'notice.publish',
      ),
    async end(id, { userId, name }) {
      const found = (await read()).find((notice) => notice.id === id);
      if (found === undefined) throw new SchalterError('NoticeNotFound');
      if (stateOf(found, clock.now()) === 'over') return found;
      return write({ ...found, ended: { at: clock.now(), by: { userId, name } } }, userId, 'notice.end');
    },
    close() {
      closed = true;
      cancel();
    },
  };
}
