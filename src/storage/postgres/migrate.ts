import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import Postgrator from 'postgrator';

/** Any number that nothing else in the database uses. */
const lock = 7_352_001;
const steps = fileURLToPath(new URL('migrations/', import.meta.url));

/**
 * Brings the database's tables to this version's form: forwards only, one process at a time. A database that is newer
 * already stays as it is: steps only add what older versions do not look at, so that both run side by side.
 * @returns the steps that were taken
 */
export async function migrate(client: pg.Client): Promise<readonly string[]> {
  await client.query('SET lock_timeout = 0; SET statement_timeout = 0');
  await client.query('SELECT pg_advisory_lock($1)', [lock]);
  try {
    const postgrator = new Postgrator({
      driver: 'pg',
      migrationPattern: `${steps}*.sql`,
      schemaTable: 'schema_steps',
      // A step is done whole or not at all.
      execSqlScript: async (script) => {
        await client.query(`BEGIN; ${script}; COMMIT`);
      },
      execQuery: (query) => client.query(query),
    });
    const [has, wants] = [await version(client), await postgrator.getMaxVersion()];
    if (has >= wants) return [];
    const taken = await postgrator.migrate();
    return taken.map(({ version: number, name }) => `${number} ${name}`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lock]);
  }
}

async function version(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('schema_steps') IS NOT NULL AS there");
  if (rows[0]?.there !== true) return 0;
  const found = await client.query<{ version: number | null }>('SELECT max(version)::int AS version FROM schema_steps');
  return found.rows[0]?.version ?? 0;
}
