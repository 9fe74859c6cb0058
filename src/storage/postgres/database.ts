import pg from 'pg';
import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { codeOf, failureOf, isAway, unavailable } from './failures.ts';

/** A statement with a name is planned once for each connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The answer to a statement was lost: it may have been done, may be under way, or was never begun. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** A pool of connections, and whether the database is there. */
export interface Database {
  /**
   * Runs one statement, which is a transaction of its own.
   * @throws SchalterError StorageUnavailable where it was surely not done; OutcomeUnknown
   */
  run<R extends object>(statement: Statement): Promise<readonly R[]>;
  /** As `run`, for a statement that may be repeated: lost answers are asked for again. */
  read<R extends object>(statement: Statement): Promise<readonly R[]>;
  /** A connection of its own, for the caller to connect and to end. */
  client(): pg.Client;
  /** Code of the last error while the database is away; null while it is there. */
  readonly reason: string | null;
  readonly figures: { readonly statements: number; readonly connections: number; readonly waiting: number };
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Most connections of this process, besides the one that listens. */
  readonly connections: number;
  /** Names this process among the others. */
  readonly process: string;
  /** Told of each statement, before it is sent. */
  readonly observe?: (name: string) => void;
}

/** Milliseconds. A statement takes one or two; these are for a database that is not well. */
const limits = {
  connectionTimeoutMillis: 8000,
  statement_timeout: 5000,
  lock_timeout: 2000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 8000,
} as const;
const attempts = 5;
const probeMs = (round: number): number => Math.min(2000, 100 * 2 ** round);

/** The object id of the type `bigint`; it is the same in every PostgreSQL. */
const bigint = 20;
/** Whole numbers up to 2^53 as numbers: none of ours is larger. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    id === bigint
      ? Number
      : (pg.types.getTypeParser as (id: number, format?: string) => (text: string) => unknown)(id, format),
};

export function openDatabase(options: DatabaseOptions): Database {
  const { url, clock, log, connections, process: id, observe } = options;
  const config: pg.PoolConfig = {
    ...limits,
    connectionString: url,
    application_name: 'schalter',
    keepAlive: true,
    types,
  };
  const pool = new pg.Pool({ ...config, max: connections, idleTimeoutMillis: 60_000 });
  let reason: string | null = null;
  let away: unknown = null;
  let statements = 0;
  let closed = false;
  let cancelProbe = (): void => undefined;

  const begin = (error: unknown): void => {
    if (reason !== null || closed) return;
    reason = codeOf(error) ?? 'unknown';
    away = error;
    log.error(errorFields(error), 'the database is away');
    cancelProbe = clock.after(0, () => void probe(0));
  };
  /** A write, so that a standby or a full disk does not look well. */
  const probe = async (round: number): Promise<void> => {
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(heartbeat, [id]);
      reason = null;
      log.info({}, 'the database is there again');
    } catch (error) {
      reason = codeOf(error) ?? 'unknown';
      if (!closed) cancelProbe = clock.after(probeMs(round), () => void probe(round + 1));
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  // A connection that was cut while nobody used it: the pool has let go of it already.
  pool.on('error', (error) => log.debug(errorFields(error), 'an idle connection was cut'));
  // One that was cut while in use: its statement is told of it, and nobody else need be.
  pool.on('connect', (connected) => void connected.on('error', () => undefined));

  const connect = async (): Promise<pg.PoolClient> => {
    if (reason !== null || closed) throw unavailable(away);
    try {
      return await pool.connect();
    } catch (error) {
      // Where all connections are busy the database is there: whoever waited too long is refused, no more.
      if (pool.totalCount < connections) begin(error);
      throw unavailable(error);
    }
  };
  const run = async <R extends object>({ name, text, values }: Statement): Promise<readonly R[]> => {
    for (let attempt = 1; ; attempt += 1) {
      const client = await connect();
      statements += 1;
      observe?.(name);
      try {
        const result = await client.query<R>({ name, text, values: [...values] });
        client.release();
        return result.rows;
      } catch (error) {
        const failure = failureOf(error);
        // A connection whose answer was lost may give it to the next who asks.
        client.release(failure === 'unknown');
        if (isAway(error)) begin(error);
        if (failure === 'again' && attempt < attempts) continue;
        if (failure === 'unknown') throw new OutcomeUnknown('The answer was lost.', { cause: error });
        if (failure === 'fault') throw error;
        throw unavailable(error);
      }
    }
  };

  return {
    run,
    async read(statement) {
      for (let attempt = 1; ; attempt += 1)
        try {
          return await run(statement);
        } catch (error) {
          if (!(error instanceof OutcomeUnknown)) throw error;
          if (attempt === attempts) throw unavailable(error);
        }
    },
    client: () => new pg.Client(config),
    get reason() {
      return reason;
    },
    get figures() {
      return { statements, connections: pool.totalCount, waiting: pool.waitingCount };
    },
    async close() {
      closed = true;
      cancelProbe();
      await pool.end();
    },
  };
}

/** Says that this process lives. */
export const heartbeat =
  'INSERT INTO processes (id, seen_at) VALUES ($1, clock_timestamp()) ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()';
