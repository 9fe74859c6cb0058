import { config as loadEnvFile } from 'dotenv';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import { migrateData } from '../service/data-migration.ts';

/** npm run migrate-data: copies the data folder DATA_DIR into the database DATABASE_URL, and proves that it is the same. */
async function main(): Promise<number> {
  loadEnvFile({ quiet: true });
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
  const config = readConfig({ ...process.env, ...(values.to !== undefined && { DATABASE_URL: values.to }) });
  const { DATABASE_URL: url, DATA_DIR } = config;
  if (url === undefined) {
    console.error('Set DATABASE_URL, or say --to postgres://user:password@host:5432/database.');
    return 2;
  }
  let told = 0;
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const began = performance.now();
  const result = await migrateData({
    folder: values.from ?? DATA_DIR,
    url,
    clock: systemClock,
    log: silent,
    progress(conversations) {
      if (performance.now() - told < 1000) return;
      told = performance.now();
      console.log(`${conversations} conversations …`);
    },
  });
  console.log(
    `${result.conversations} conversations with ${result.entries} entries, ${result.records} records and ${result.audit} audit entries ` +
      `are in the database, read back and the same (${((performance.now() - began) / 1000).toFixed(1)} s).\n` +
      `${result.before} of the conversations were there before. SHA-256 over all: ${result.hash}`,
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SchalterError)) throw error;
  console.error(
    `${error.message}\nNothing in the data folder was changed. Run the command again when the cause is gone.`,
  );
  process.exitCode = 1;
}
