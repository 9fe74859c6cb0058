import type { Config } from '../config.ts';
import type { Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createLowdbStore } from '../storage/lowdb/store.ts';

/**
 * Opens the store that the settings ask for: PostgreSQL with DATABASE_URL, else the embedded one in DATA_DIR.
 * @throws SchalterError StorageUnavailable, DataFolderInUse, DataDamaged
 */
export async function openStore(config: Config, clock: Clock, log: Log): Promise<Store> {
  const { DATABASE_URL: url, DATABASE_CONNECTIONS: connections, DATA_DIR: folder } = config;
  if (url === undefined) return createLowdbStore({ folder, clock, log });
  // Loaded only where it is used: the embedded default pays nothing for it.
  const { createPostgresStore } = await import('../storage/postgres/store.ts');
  return createPostgresStore({ url, clock, log, connections });
}
