import { expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import pg from 'pg';
import type { Store } from '../../../src/conversation/store.ts';
import { migrateData } from '../../../src/service/data-migration.ts';
import { createPostgresStore } from '../../../src/storage/postgres/store.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { withPostgres } from '../../support/postgres.ts';
import { botSays, customerSays } from '../conformance.ts';
import { freshFolder } from '../lowdb/folder.ts';
import { openStore } from '../lowdb/open-store.ts';

const conversations = 60;
const idOf = (index: number): string => `c${index}`;
const reference = { serviceUrl: 'http://127.0.0.1:9/', conversationId: 'x', botId: 'bot' };

/** Conversations with everything that a conversation can have. */
async function fill(store: Store): Promise<void> {
  for (let index = 0; index < conversations; index += 1) {
    const id = idOf(index);
    await store.write(id, {}, () => ({
      begin: {
        channel: 'test',
        customer: { id: `k${index}`, name: 'Erika' },
        reference: index % 2 === 0 ? reference : null,
      },
      entries: [customerSays(`Frage ${index} \0 \ud83d`, `m${index}`), botSays('Antwort'), customerSays('und?')],
      head: { cursor: 1, state: { b: 1, a: [index] } },
      timers: { set: [{ id: `t${index}`, conversationId: id, due: index, name: 'timer.x', value: {} }] },
      records: [{ kind: 'visitor', key: `hash${index}`, put: { conversationId: id, userId: `k${index}` } }],
      audit: [{ time: index, actor: 'admin', action: 'case.view', conversationId: id }],
      result: undefined,
    }));
  }
  await store.redact(idOf(3), 1);
  await store.erase(idOf(4));
  await store.writeRecords([{ kind: 'account', key: 'admin', put: { name: 'Admin' } }]);
}

/** All that can be asked of a store. */
async function everything(store: Store): Promise<unknown> {
  const all: unknown[] = [];
  for (let index = 0; index < conversations; index += 1) {
    const id = idOf(index);
    all.push([await store.head(id), await store.entries(id), await store.deliveries(id), await store.unread(id)]);
    all.push(await store.record('visitor', `hash${index}`));
  }
  const open = [...(await store.openWork())].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
  return [all, open, await store.timers(1000), await store.audit(1000), [...(await store.records('account'))]];
}

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
