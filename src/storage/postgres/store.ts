import { setTimeout } from 'node:timers/promises';
import type { Case } from '../../conversation/case.ts';
import type { Delivery } from '../../conversation/delivery.ts';
import type { Entry } from '../../conversation/entry.ts';
import type { Json } from '../../conversation/head.ts';
import type { AuditEntry, OpenWork, Store } from '../../conversation/store.ts';
import type { Timer } from '../../conversation/timer.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { randomId } from '../../platform/ids.ts';
import type { OpenCounts } from '../../platform/counts.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { createAnnouncements } from './announcements.ts';
import { recordsStatement } from './commit-statement.ts';
import { createConversations, readHead } from './conversations.ts';
import { createSharedCounts } from './counts.ts';
import { openDatabase, OutcomeUnknown, type Database } from './database.ts';
import { codeOf, failureOf, unavailable } from './failures.ts';
import { createLeases } from './leases.ts';
import { createMaintenance } from './maintenance.ts';
import { migrate } from './migrate.ts';
import { fromMonth } from './snapshot.ts';
import { fromColumn, toColumn } from './text.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Most connections of this process besides the one that listens. */
  readonly connections?: number;
  /** Time of claims in milliseconds; absent: the database's own, which all processes share. */
  readonly leaseTime?: () => number;
  /** Told of each statement by name, before it is sent. */
  readonly observe?: (name: string) => void;
}

const remembered = 5000;

/** Attempts at reaching the database at the start, and the milliseconds between them: both may be starting together. */
const [startAttempts, startPause] = [6, 500] as const;

/** Brings the database to this version's form. A line that was cut is tried again: each step is done whole or not at all. */
async function migrated(database: Database, log: Log): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = database.client();
    client.on('error', (error) => log.debug(errorFields(error), 'a connection was cut'));
    try {
      await client.connect();
      const steps = await migrate(client);
      if (steps.length > 0)
        log.info({ steps: steps.join(', ') }, 'the database was brought to the form of this version');
      return;
    } catch (error) {
      if (attempt === startAttempts || failureOf(error) !== 'unknown') throw error;
      log.warn({ attempt, ...errorFields(error) }, 'the database cannot be reached yet');
    } finally {
      await client.end().catch(() => undefined);
    }
    await setTimeout(startPause);
  }
}

/**
 * The store of several processes: PostgreSQL holds everything, and each process remembers what it used last.
 * @throws SchalterError StorageUnavailable where the database cannot be reached or brought to this version's form
 */
export async function createPostgresStore(
  options: PostgresStoreOptions,
): Promise<Store & { readonly counts: OpenCounts }> {
  const { url, clock, log, connections = 10, leaseTime, observe } = options;
  const process = randomId();
  const database = openDatabase({ url, clock, log, connections, process, ...(observe !== undefined && { observe }) });
  try {
    await migrated(database, log);
  } catch (error) {
    await database.close();
    throw new SchalterError('StorageUnavailable', {
      cause: error,
      message: `The database of DATABASE_URL cannot be used (${codeOf(error) ?? (error instanceof Error ? error.message : 'unknown')}).`,
    });
  }
  const maintenance = createMaintenance({ database, clock, log });
  await maintenance.partitions();
  const time = leaseTime === undefined ? {} : { now: leaseTime };
  const leases = createLeases({ database, clock, log, process, ...time });
  const announcements = createAnnouncements({
    database,
    clock,
    log,
    process,
    outdated: (id, version) => conversations.outdated(id, version),
    ...time,
  });
  const conversations = createConversations({
    database,
    clock,
    limit: remembered,
    committed: (committed) => announcements.committed(committed),
  });

  const counts = createSharedCounts(database, clock, log);
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    maintenance.close();
    counts.close();
    await leases.close();
    await announcements.close();
    await database.close();
  };
  const exists = async (id: string): Promise<void> => {
    const found = await database.read({
      name: 'exists',
      text: 'SELECT 1 FROM conversations WHERE id = $1',
      values: [toColumn(id)],
    });
    if (found.length === 0) throw new SchalterError('ConversationNotFound');
  };

  return {
    counts: counts.open,
    write: (id, writeOptions, decide) => conversations.write(id, writeOptions, decide),
    unread: (id) => conversations.unread(id),
    head: (id) => readHead(database, id),
    async entries(id, { after = 0, limit, audience } = {}) {
      const rows = await database.read<{ body: Entry }>({
        name: 'entries',
        text: `SELECT e.body FROM conversations c, entries e
  WHERE c.id = $1 AND e.conversation_id = $1 AND e.seq > $2 AND e.time >= ${fromMonth('$2::bigint')}
    AND ($3::text IS NULL OR e.audience = $3) ORDER BY e.seq LIMIT $4`,
        values: [toColumn(id), after, audience ?? null, limit ?? null],
      });
      if (rows.length === 0) await exists(id);
      return rows.map(({ body }) => body);
    },
    async deliveries(id) {
      const rows = await database.read<{ body: Delivery }>({
        name: 'deliveries',
        text: 'SELECT body FROM deliveries WHERE conversation_id = $1 ORDER BY seq, part',
        values: [toColumn(id)],
      });
      if (rows.length === 0) await exists(id);
      return rows.map(({ body }) => body);
    },

    async case(id) {
      const [row] = await database.read<{ body: Case }>({
        name: 'case',
        text: 'SELECT body FROM cases WHERE id = $1',
        values: [toColumn(id)],
      });
      return row?.body ?? null;
    },
    async cases({ status, limit = 200 }) {
      const order = status === 'resolved' ? 'resolved_at DESC, id' : 'priority, created_at, id';
      // Written out, so that the index of just these rows is used.
      const rows = await database.read<{ body: Case }>({
        name: `cases ${status}`,
        text: `SELECT body FROM cases WHERE status = '${status}' ORDER BY ${order} LIMIT $1`,
        values: [limit],
      });
      return rows.map(({ body }) => body);
    },

    async casesOf(id) {
      const rows = await database.read<{ body: Case }>({
        name: 'cases of',
        text: 'SELECT body FROM cases WHERE conversation_id = $1',
        values: [toColumn(id)],
      });
      return rows.map(({ body }) => body);
    },

    claim: (id, work, leaseMs) => leases.claim(id, work, leaseMs),
    release: (fence) => leases.release(fence),
    async openWork() {
      const rows = await database.read<{ id: string; unanswered: boolean; undelivered: boolean }>({
        name: 'open work',
        text: 'SELECT id, unanswered, undelivered FROM conversations WHERE unanswered OR undelivered',
        values: [],
      });
      return rows.map(({ id, unanswered, undelivered }): OpenWork => ({
        conversationId: fromColumn(id),
        unanswered,
        undelivered,
      }));
    },
    async timers(limit) {
      const rows = await database.read<{ body: Timer }>({
        name: 'timers',
        text: 'SELECT body FROM timers ORDER BY due LIMIT $1',
        values: [limit],
      });
      return rows.map(({ body }) => body);
    },

    async record(kind, key) {
      const [row] = await database.read<{ value: Json }>({
        name: 'record',
        text: 'SELECT value FROM records WHERE kind = $1 AND key = $2',
        values: [kind, toColumn(key)],
      });
      return row?.value ?? null;
    },
    async records(kind) {
      const rows = await database.read<{ key: string; value: Json }>({
        name: 'records',
        text: 'SELECT key, value FROM records WHERE kind = $1 ORDER BY key',
        values: [kind],
      });
      return new Map(rows.map(({ key, value }) => [fromColumn(key), value]));
    },
    async writeRecords(changes, audit = []) {
      const statement = recordsStatement({ records: changes, audit });
      if (statement === null) return;
      try {
        await database.run(statement);
      } catch (error) {
        throw error instanceof OutcomeUnknown ? unavailable(error) : error;
      }
    },
    async audit(limit, before) {
      const rows = await database.read<{ body: AuditEntry }>({
        name: 'audit',
        text: "SELECT body FROM audit WHERE $2::bigint IS NULL OR (body->>'time')::bigint < $2 ORDER BY id DESC LIMIT $1",
        values: [limit, before ?? null],
      });
      return rows.map(({ body }) => body);
    },

    redact: (id, seq) => conversations.redact(id, seq),
    erase: (id) => conversations.erase(id),
    subscribe: (listener) => announcements.subscribe(listener),
    health: () => ({
      writable: database.reason === null,
      ...(database.reason !== null && { reason: database.reason }),
      figures: { ...database.figures, rememberedConversations: conversations.remembered },
    }),
    close() {
      closed ??= close();
      return closed;
    },
  };
}
