import type { Fence, Work } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { OutcomeUnknown, type Database } from './database.ts';
import { toColumn } from './text.ts';

/**
 * Claims as rows with an end that this process moves on while it works: when it dies or stands still, others may take
 * them over soon, however long the work itself may take.
 */
export interface Leases {
  claim(conversationId: string, work: Work, leaseMs: number): Promise<Fence | null>;
  release(fence: Fence): Promise<void>;
  close(): Promise<void>;
}

interface LeasesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly process: string;
  /** Time as claims see it, in milliseconds; absent: the database's, which all processes share. */
  readonly now?: () => number;
}

/** Milliseconds after which the claims of a process that is not heard of end, and how often it is heard of. */
export const graceMs = 8000;
const renewMs = 2000;
/** SQL for the time of claims; the parameter is null where the database's own is meant. */
export const leaseNow = (parameter: string): string =>
  `coalesce(${parameter}::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)`;

interface Held {
  readonly fence: Fence;
  /** When the work must be over, by this process's own clock. */
  readonly end: number;
}

export function createLeases({ database, clock, log, process, now }: LeasesOptions): Leases {
  const held = new Map<number, Held>();
  const freed = new Map<number, Fence>();
  const time = (): number | null => now?.() ?? null;
  let freeing: Promise<void> | null = null;
  let closed = false;

  /** Gives back all that is to be given back, in one statement at a time. */
  const free = async (): Promise<void> => {
    while (freed.size > 0) {
      const batch = [...freed.values()];
      freed.clear();
      try {
        await database.read({
          name: 'release',
          text: 'DELETE FROM leases WHERE (conversation_id, work, number) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]))',
          values: [
            batch.map((fence) => toColumn(fence.conversationId)),
            batch.map((fence) => fence.work),
            batch.map((fence) => fence.number),
          ],
        });
      } catch (error) {
        // They end by themselves.
        log.debug(errorFields(error), 'claims could not be given back');
      }
    }
  };

  const renew = async (): Promise<void> => {
    const mine = [...held.values()].filter(({ end }) => end > clock.now()).map(({ fence }) => fence.number);
    if (mine.length > 0)
      try {
        await database.run({
          name: 'renew',
          text: `UPDATE leases SET until = ${leaseNow('$1')} + $2 WHERE holder = $3 AND number = ANY($4::bigint[])`,
          values: [time(), graceMs, process, mine],
        });
      } catch (error) {
        log.debug(errorFields(error), 'claims could not be renewed');
      }
    if (!closed) cancel = clock.after(renewMs, () => void renew());
  };
  let cancel = clock.after(renewMs, () => void renew());

  return {
    async claim(conversationId, work, leaseMs) {
      try {
        const rows = await database.run<{ number: number; taken: boolean }>({
          name: 'claim',
          text: `INSERT INTO leases AS l (conversation_id, work, number, holder, until)
  VALUES ($1, $2, nextval('fence_numbers'), $3, ${leaseNow('$4')} + $5)
  ON CONFLICT (conversation_id, work) DO UPDATE SET number = excluded.number, holder = excluded.holder, until = excluded.until
  WHERE l.until <= ${leaseNow('$4')}
  RETURNING number, (xmax <> 0) AS taken`,
          values: [toColumn(conversationId), work, process, time(), Math.min(leaseMs, graceMs)],
        });
        const [row] = rows;
        if (row === undefined) return null;
        const fence: Fence = { conversationId, work, number: row.number, ...(row.taken && { takenOver: true }) };
        held.set(fence.number, { fence, end: clock.now() + leaseMs });
        return fence;
      } catch (error) {
        // Perhaps it is ours and nobody knows: it ends by itself.
        if (error instanceof OutcomeUnknown) throw new SchalterError('StorageUnavailable', { cause: error });
        throw error;
      }
    },
    async release(fence) {
      held.delete(fence.number);
      freed.set(fence.number, fence);
      freeing ??= free().finally(() => (freeing = null));
      await freeing;
    },
    async close() {
      closed = true;
      cancel();
      await freeing;
    },
  };
}
