import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock.ts';
import { createLowdbStore } from '../../src/storage/lowdb/store.ts';
import type { Delivery } from '../../src/conversation/delivery.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import type { Head } from '../../src/conversation/head.ts';
import { createLogSpy } from './log-spy.ts';

/** What a store holds of a conversation. */
export interface Stored {
  readonly head: Head;
  readonly entries: readonly Entry[];
  readonly deliveries: readonly Delivery[];
}

/** Reads conversations from the data folder of a service that has ended. */
export async function readConversations(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
  const store = await createLowdbStore({ folder, clock: systemClock, log: createLogSpy() });
  const found = new Map<string, Stored>();
  for (const id of ids) {
    const head = await store.head(id);
    if (head === null) continue;
    found.set(id, { head, entries: await store.entries(id), deliveries: await store.deliveries(id) });
  }
  await store.close();
  return found;
}

/** Every document below the folder, parsed; throws where one cannot be. */
export function readDocuments(folder: string): readonly unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown);
}
