import type { Case } from '../../conversation/case.ts';
import { isOpen, type Delivery } from '../../conversation/delivery.ts';
import type { Entry } from '../../conversation/entry.ts';
import type { Head } from '../../conversation/head.ts';
import type { AuditEntry, RecordChange } from '../../conversation/store.ts';
import type { Timer } from '../../conversation/timer.ts';
import type { Clock } from '../../platform/clock.ts';
import { randomId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { commitStatement, recordsStatement, type StepResult } from './commit-statement.ts';
import { openDatabase, OutcomeUnknown, type Database } from './database.ts';
import { unavailable } from './failures.ts';
import { createMaintenance } from './maintenance.ts';
import { migrate } from './migrate.ts';
import { monthStart, withEntries } from './months.ts';
import { toColumn } from './text.ts';

interface WholeConversation {
  readonly head: Head;
  readonly entries: readonly Entry[];
  readonly cases: readonly Case[];
  readonly deliveries: readonly Delivery[];
  readonly timers: readonly Timer[];
}

/** Takes over what another store kept, as it was: numbers, times and all. */
export interface Importer {
  /** Returns whether it was put in now; one that is there already stays as it is. */
  put(conversation: WholeConversation): Promise<boolean>;
  /** What is there of a conversation, in the same order and form. */
  get(id: string): Promise<WholeConversation | null>;
  putRecords(records: readonly RecordChange[]): Promise<void>;
  /** How many audit entries there are, and more of them. */
  audited(): Promise<number>;
  putAudit(entries: readonly AuditEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** @throws SchalterError StorageUnavailable */
export async function openImporter(url: string, clock: Clock, log: Log): Promise<Importer> {
  const database = openDatabase({ url, clock, log, connections: 8, process: randomId() });
  const client = database.client();
  await client.connect();
  await migrate(client).finally(() => client.end());
  const maintenance = createMaintenance({ database, clock, log });
  const months = new Set<number>();

  return {
    async put({ head, entries, cases, deliveries, timers }) {
      for (const start of new Set(entries.map(({ time }) => monthStart(time))))
        if (!months.has(start)) {
          await maintenance.partition(start);
          months.add(start);
        }
      const statement = commitStatement({
        commit: { id: head.id, at: clock.now(), entries, cases, deliveries, timers },
        head,
        undelivered: deliveries.some(isOpen),
        months: withEntries([], entries),
        version: 0,
        commits: [],
        unseen: [],
      });
      const [outcome] = await certain(database.run<StepResult>(statement));
      return outcome?.done === 1;
    },
    get: (id) => whole(database, id),
    async putRecords(records) {
      const statement = recordsStatement({ records });
      if (statement !== null) await certain(database.run(statement));
    },
    async audited() {
      const [row] = await database.read<{ count: number }>({
        name: 'audited',
        text: 'SELECT count(*) AS count FROM audit',
        values: [],
      });
      return row?.count ?? 0;
    },
    async putAudit(entries) {
      const statement = recordsStatement({ audit: entries });
      if (statement !== null) await certain(database.run(statement));
    },
    async close() {
      maintenance.close();
      await database.close();
    },
  };
}

/** Whoever runs the command runs it again. */
async function certain<T>(run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    throw error instanceof OutcomeUnknown ? unavailable(error) : error;
  }
}

async function whole(database: Database, id: string): Promise<WholeConversation | null> {
  const [row] = await database.read<{
    head: Head;
    entries: Entry[] | null;
    cases: Case[] | null;
    deliveries: Delivery[] | null;
    timers: Timer[] | null;
  }>({
    name: 'whole',
    text: `SELECT c.head,
  (SELECT json_agg(body ORDER BY seq) FROM entries WHERE conversation_id = c.id) AS entries,
  (SELECT json_agg(body ORDER BY id) FROM cases WHERE conversation_id = c.id) AS cases,
  (SELECT json_agg(body ORDER BY seq, part) FROM deliveries WHERE conversation_id = c.id) AS deliveries,
  (SELECT json_agg(body ORDER BY id) FROM timers WHERE conversation_id = c.id) AS timers
FROM conversations c WHERE c.id = $1`,
    values: [toColumn(id)],
  });
  if (row === undefined) return null;
  return {
    head: row.head,
    entries: row.entries ?? [],
    cases: row.cases ?? [],
    deliveries: row.deliveries ?? [],
    timers: row.timers ?? [],
  };
}
