import type { Clock } from '../../platform/clock.ts';
import type { OpenCounts } from '../../platform/counts.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import type { Database } from './database.ts';
import { toColumn } from './text.ts';

/** Milliseconds between exchanges with the other processes. */
const exchangeMs = 1000;

interface Count {
  readonly name: string;
  readonly key: string;
  /** When its window ends. */
  readonly ends: number;
  /** What the database knew at the last exchange. */
  known: number;
  /** What came here since then. */
  own: number;
}

export interface SharedCounts {
  readonly open: OpenCounts;
  close(): void;
}

/**
 * Counts that all processes share. A count is told to the database once a second, together with all others, so that a
 * limit costs a message no statement.
 */
export function createSharedCounts(database: Database, clock: Clock, log: Log): SharedCounts {
  const counts = new Map<string, Count>();
  let closed = false;

  const tell = async (told: readonly Count[]): Promise<void> => {
    const sent = told.map((count) => count.own);
    for (const count of told) count.own = 0;
    try {
      const rows = await database.run<{ place: number; total: number }>({
        name: 'count',
        text: `WITH told AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::integer[]) WITH ORDINALITY AS u(name, key, ends, own, place)),
  kept AS (INSERT INTO counts AS c (name, key, ends, total) SELECT name, key, ends, own FROM told ORDER BY name, key, ends
    ON CONFLICT (name, key, ends) DO UPDATE SET total = c.total + excluded.total RETURNING name, key, ends, total)
SELECT told.place::int AS place, kept.total FROM kept JOIN told USING (name, key, ends)`,
        values: [
          told.map(({ name }) => name),
          told.map(({ key }) => toColumn(key)),
          told.map(({ ends }) => ends),
          sent,
        ],
      });
      for (const { place, total } of rows) {
        const count = told[place - 1];
        if (count !== undefined) count.known = total;
      }
    } catch (error) {
      told.forEach((count, index) => (count.own += sent[index] ?? 0));
      throw error;
    }
  };
  const exchange = async (): Promise<void> => {
    const now = clock.now();
    for (const [id, { ends }] of counts) if (ends <= now) counts.delete(id);
    const told = [...counts.values()].filter(({ own }) => own !== 0);
    try {
      if (told.length > 0) await tell(told);
    } catch (error) {
      log.debug(errorFields(error), 'counts could not be told');
    }
    if (!closed) cancel = clock.after(exchangeMs, () => void exchange());
  };
  let cancel = clock.after(exchangeMs, () => void exchange());

  return {
    open(name, limit) {
      const countOf = (key: string): Count => {
        const window = limit.seconds * 1000;
        const ends = (Math.floor(clock.now() / window) + 1) * window;
        const id = JSON.stringify([name, key, ends]);
        const found = counts.get(id) ?? { name, key, ends, known: 0, own: 0 };
        counts.set(id, found);
        return found;
      };
      return {
        take(key) {
          const count = countOf(key);
          if (count.known + count.own >= limit.count) return Promise.resolve(count.ends - clock.now());
          count.own += 1;
          return Promise.resolve(null);
        },
      };
    },
    close() {
      closed = true;
      cancel();
    },
  };
}
