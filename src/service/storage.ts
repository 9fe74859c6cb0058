import type { Config } from '../config.ts';
import type { Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import { localCounts, type OpenCounts } from '../platform/counts.ts';
import type { Log } from '../platform/log.ts';
import { createLowdbStore } from '../storage/lowdb/store.ts';

/** Where conversations live, and where what is limited is counted. */
export interface Storage {
  readonly store: Store;
  readonly counts: OpenCounts;
}

/**
 * Opens the store that the settings ask for: PostgreSQL with DATABASE_URL, else the embedded one in DATA_DIR.
 * @throws SchalterError StorageUnavailable, DataFolderInUse, DataDamaged
 */
export async function openStorage(config: Config, clock: Clock, log: Log): Promise<Storage> {
  const { DATABASE_URL: url, DATABASE_CONNECTIONS: connections, DATA_DIR: folder } = config;
  if (url === undefined) return { store: await createLowdbStore({ folder, clock, log }), counts: localCounts };
  // Loaded only where it is used: the embedded default pays nothing for it.
  const { createPostgresStore } = await import('../storage/postgres/store.ts');
  const store = await createPostgresStore({ url, clock, log, connections });
  return { store, counts: store.counts };
}
