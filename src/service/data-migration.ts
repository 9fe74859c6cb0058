import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { openDataFolder, type WholeConversation } from '../storage/lowdb/export.ts';
import { openImporter } from '../storage/postgres/import.ts';

/** What a migration did. */
export interface MigrationResult {
  readonly conversations: number;
  readonly entries: number;
  /** Conversations that were there already, from an earlier run. */
  readonly before: number;
  readonly records: number;
  readonly audit: number;
  /** Over all conversations; the same on both sides, or the migration has thrown. */
  readonly hash: string;
}

interface MigrationOptions {
  readonly folder: string;
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told now and then how far it is. */
  readonly progress: (conversations: number) => void;
}

const atOnce = 8;
const chunk = 1000;

/** A conversation's content; the order within a list of things with names says nothing. */
function hashOf({ head, entries, cases, deliveries, timers }: WholeConversation): string {
  const named = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  const numbered = [...deliveries].sort((a, b) => a.seq - b.seq || a.part - b.part);
  const text = JSON.stringify([head, entries, named(cases), numbered, named(timers)]);
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Copies a data folder into a database and reads back every conversation. It may be ended and begun again at any time:
 * what is there already is compared, not written again.
 * @throws SchalterError DataFolderInUse, DataDamaged, StorageUnavailable; MigrationDiffers where a conversation in the
 *   database is not the folder's
 */
export async function migrateData({ folder, url, clock, log, progress }: MigrationOptions): Promise<MigrationResult> {
  const source = await openDataFolder(folder, clock, log);
  try {
    const target = await openImporter(url, clock, log);
    try {
      const total = createHash('sha256');
      let [conversations, entries, before] = [0, 0, 0];
      const copy = async (id: string): Promise<string> => {
        const found = await source.conversation(id);
        if (found === null) return '';
        if (!(await target.put(found))) before += 1;
        const copied = await target.get(id);
        const hash = hashOf(found);
        if (copied === null || hashOf(copied) !== hash) throw new SchalterError('MigrationDiffers');
        conversations += 1;
        entries += found.entries.length;
        return hash;
      };
      const flush = async (ids: string[]): Promise<void> => {
        for (const hash of await Promise.all(ids.map(copy))) total.update(hash);
        ids.length = 0;
        progress(conversations);
      };
      const waiting: string[] = [];
      for await (const id of source.ids()) {
        waiting.push(id);
        if (waiting.length === atOnce) await flush(waiting);
      }
      await flush(waiting);

      const records = await source.records();
      for (let first = 0; first < records.length; first += chunk)
        await target.putRecords(records.slice(first, first + chunk));
      const audit = await source.audit();
      for (let first = await target.audited(); first < audit.length; first += chunk)
        await target.putAudit(audit.slice(first, first + chunk));
      return {
        conversations,
        entries,
        before,
        records: records.length,
        audit: audit.length,
        hash: total.digest('hex'),
      };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
