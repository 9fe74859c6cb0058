import { expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import pg from 'pg';
import { migrateData } from '../../../src/service/data-migration.ts';
import { createPostgresStore } from '../../../src/storage/postgres/store.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { withPostgres } from '../../support/postgres.ts';
import { conversations, everything, fill, idOf } from '../whole-store.ts';
import { freshFolder } from '../lowdb/folder.ts';
import { openStore } from '../lowdb/open-store.ts';

withPostgres('Moving a data folder to PostgreSQL', (databases) => {
  test('everything is there afterwards, however often it is begun again', async () => {
    const [clock, log] = [createManualClock(), createLogSpy()];
    const [folder, url] = [freshFolder(), await databases.empty()];
    const old = await openStore(folder, clock);
    await fill(old);
    const before = await everything(old);
    await old.close();

    const told: number[] = [];
    const move = () => migrateData({ folder, url, clock, log, progress: (count) => void told.push(count) });
    const first = await move();
    expect(first).toMatchObject({ conversations, entries: conversations * 3, before: 0, audit: conversations });
    expect(told.at(-1)).toBe(conversations);

    const store = await createPostgresStore({ url, clock, log });
    expect(JSON.stringify(await everything(store))).toBe(JSON.stringify(before));
    // A duplicate of before is one afterwards too.
    const again = await store.write(idOf(7), { keys: ['m7'] }, (view) => ({ result: view.seen('m7') }));
    expect(again.result).toBe(1);
    await store.close();

    // As if it had been ended in the middle: what is missing is put in, what is there is compared.
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const table of ['entries', 'cases', 'deliveries', 'timers', 'keys'])
      await client.query(`DELETE FROM ${table} WHERE conversation_id IN ('c10', 'c11', 'c12')`);
    await client.query("DELETE FROM conversations WHERE id IN ('c10', 'c11', 'c12')");
    await client.query('DELETE FROM audit WHERE id > 20');
    const second = await move();
    expect(second).toMatchObject({ conversations, before: conversations - 3, hash: first.hash });
    const resumed = await createPostgresStore({ url, clock, log });
    expect(JSON.stringify(await everything(resumed))).toBe(JSON.stringify(before));
    await resumed.close();

    // One that differs is no copy.
    await client.query("UPDATE entries SET body = '{\"seq\":1}' WHERE conversation_id = 'c20' AND seq = 1");
    await client.end();
    await expect(move()).rejects.toMatchObject({ code: 'MigrationDiffers' });
    rmSync(folder, { recursive: true });
  }, 60_000);
});
