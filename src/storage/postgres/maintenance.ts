import { keyLifetime } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import type { Database } from './database.ts';
import { monthStart } from './months.ts';

/** What a database needs now and then: partitions for the months to come, none of months of which
 * nothing is retained, and no keys that nobody asks about any more. */
export interface Maintenance {
  /** Makes the partitions of this month and the next ones. */
  partitions(): Promise<void>;
  /** Makes the partition of the month that begins at `start` (milliseconds since the epoch). */
  partition(start: number): Promise<void>;
  close(): void;
}

const everyMs = 3600_000;
/** Months that have a partition before they begin. */
const ahead = 3;

/** The partition of the month that begins at `start`: `entries_2026_11`. */
const nameOf = (start: number): string => `entries_${new Date(start).toISOString().slice(0, 7).replace('-', '_')}`;

export function createMaintenance({
  database,
  clock,
  log,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}): Maintenance {
  let closed = false;

  const run = async (name: string, text: string, values: readonly unknown[] = []): Promise<void> => {
    try {
      await database.run({ name, text, values });
    } catch (error) {
      // Another process did it, or the rest has entries of that month already and keeps them.
      log.debug({ task: name, ...errorFields(error) }, 'a task of maintenance was not done');
    }
  };
  const partition = (start: number): Promise<void> =>
    run(
      nameOf(start),
      `CREATE TABLE IF NOT EXISTS ${nameOf(start)} PARTITION OF entries FOR VALUES FROM (${start}) TO (${monthStart(start, 1)})`,
    );
  const partitions = async (): Promise<void> => {
    for (let month = 0; month <= ahead; month += 1) await partition(monthStart(clock.now(), month));
  };
  /** Looked at and taken under one lock, so that nothing comes in between. */
  const retire = async (name: string): Promise<void> =>
    run(
      `retire ${name}`,
      `DO $$ BEGIN
  LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE;
  IF NOT EXISTS (SELECT 1 FROM ${name} e LEFT JOIN conversations c ON c.id = e.conversation_id WHERE c.erased IS NOT TRUE) THEN
    DROP TABLE ${name};
  END IF;
END $$`,
    );
  const retireOld = async (): Promise<void> => {
    const rows = await database.read<{ name: string }>({
      name: 'partitions',
      text: "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'entries'::regclass",
      values: [],
    });
    const before = nameOf(monthStart(clock.now(), -1));
    for (const { name } of rows)
      // The month before is left alone: a process whose clock is slow may still write to it.
      if (/^entries_\d{4}_\d{2}$/.test(name) && name < before) await retire(name);
  };
  const work = async (): Promise<void> => {
    await partitions();
    await retireOld().catch((error: unknown) => log.debug(errorFields(error), 'partitions could not be looked at'));
    await run('forget keys', 'DELETE FROM keys WHERE time < $1', [clock.now() - keyLifetime]);
    await run('forget counts', 'DELETE FROM counts WHERE ends < $1', [clock.now()]);
    await run('forget processes', "DELETE FROM processes WHERE seen_at < clock_timestamp() - interval '1 day'");
    if (!closed) cancel = clock.after(everyMs, () => void work());
  };
  let cancel = clock.after(everyMs, () => void work());

  return {
    partitions,
    partition,
    close() {
      closed = true;
      cancel();
    },
  };
}
