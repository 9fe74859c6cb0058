import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock.ts';
import { createLowdbStore } from '../../src/storage/lowdb/store.ts';
import { createLogSpy } from './log-spy.ts';
import { readStored, type Stored } from './stored.ts';

/** Reads conversations from the data folder of a service that has ended. */
export async function readConversations(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
  const store = await createLowdbStore({ folder, clock: systemClock, log: createLogSpy() });
  return readStored(store, ids).finally(() => store.close());
}

/** Every document below the folder, parsed; throws where one cannot be. */
export function readDocuments(folder: string): readonly unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown);
}
