import { opendir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Case } from '../../conversation/case.ts';
import type { Delivery } from '../../conversation/delivery.ts';
import type { Entry } from '../../conversation/entry.ts';
import type { Head } from '../../conversation/head.ts';
import type { AuditEntry, RecordChange, RecordKind } from '../../conversation/store.ts';
import type { Timer } from '../../conversation/timer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { openEngine } from './engine.ts';
import { systemCode } from './failures.ts';
import { layoutOf } from './layout.ts';
import { defaultLimits } from './limits.ts';
import { lockFolder } from './lock.ts';

/** All that a store keeps of a conversation. */
export interface WholeConversation {
  readonly head: Head;
  readonly entries: readonly Entry[];
  readonly cases: readonly Case[];
  readonly deliveries: readonly Delivery[];
  readonly timers: readonly Timer[];
}

/** A data folder, opened to be read from its beginning to its end; nobody else writes meanwhile. */
export interface DataFolder {
  /** Ids in an order that is the same at every call. */
  ids(): AsyncGenerator<string>;
  conversation(id: string): Promise<WholeConversation | null>;
  records(): Promise<readonly RecordChange[]>;
  /** Oldest first. */
  audit(): Promise<readonly AuditEntry[]>;
  close(): Promise<void>;
}

const named = z.looseObject({ id: z.string() });

/** @throws SchalterError DataFolderInUse while a service runs on it; DataDamaged */
export async function openDataFolder(folder: string, clock: Clock, log: Log): Promise<DataFolder> {
  const layout = layoutOf(folder);
  const lock = await lockFolder(folder);
  const engine = await openEngine({ folder, clock, log, limits: defaultLimits }).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  const { contents } = engine;
  // What the journal holds beyond the documents goes into them: from here on they are everything.
  await engine.flusher.drain();

  return {
    async *ids() {
      for (const sub of await sorted(layout.conversations))
        for (const name of await sorted(join(layout.conversations, sub))) {
          // Pages have their number before the ending.
          if (!/^[0-9a-f]{32}\.json$/.test(name)) continue;
          const text = await readFile(join(layout.conversations, sub, name), 'utf8');
          yield named.parse(JSON.parse(text)).id;
        }
    },
    async conversation(id) {
      const resident = await contents.residents.open(id);
      if (resident.data === null) return null;
      const { head, deliveries, timers } = resident.data;
      return {
        head,
        entries: await contents.files.entries(resident, {}),
        cases: [...resident.cases.values()],
        deliveries: [...deliveries.values()],
        timers: [...timers.values()],
      };
    },
    async records() {
      const small = [...contents.records].flatMap(([kind, { items }]) =>
        [...items].map(([key, put]): RecordChange => ({ kind: kind as RecordKind, key, put })),
      );
      const visitors = [...(await contents.visitors.all())];
      return [...small, ...visitors.map(([key, put]): RecordChange => ({ kind: 'visitor', key, put }))];
    },
    audit: async () => [...(await contents.audit.newest(Infinity))].reverse(),
    async close() {
      await engine.close();
      await lock.release();
    },
  };
}

async function sorted(folder: string): Promise<readonly string[]> {
  try {
    const names: string[] = [];
    for await (const { name } of await opendir(folder)) names.push(name);
    return names.sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
