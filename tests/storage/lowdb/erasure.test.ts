import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/conversation/store.ts';
import { layoutOf } from '../../../src/storage/lowdb/layout.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { begin, botSays, customerSays } from '../conformance.ts';
import { afterCrash } from './crash.ts';
import { freshFolder } from './folder.ts';
import { openStore } from './open-store.ts';

const secret = 'streng-geheim';

/** Files of the folder that hold the secret. */
function traces(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => {
      try {
        return statSync(path).isFile() && readFileSync(path).includes(secret);
      } catch {
        // Gone since the folder was listed.
        return false;
      }
    });
}

/** A day passes; the disk gets the real time that it needs. */
async function aDay(clock: ManualClock, folder: string): Promise<void> {
  for (let hour = 0; hour < 24; hour += 1) clock.advance(3600_000);
  const patience = Date.now() + 5000;
  while (traces(folder).length > 0 && Date.now() < patience) await new Promise((resolve) => setImmediate(resolve));
}

const conversation = (store: Store, id: string): Promise<unknown> =>
  store.write(id, {}, () => ({
    begin: { ...begin, customer: { id: 'dl_1', name: secret } },
    entries: [customerSays(secret), botSays('Guten Tag')],
    head: { state: { said: secret }, openCase: `case ${id}` },
    cases: [
      {
        id: `case ${id}`,
        conversationId: id,
        channel: 'directline',
        customerName: secret,
        reason: 'asked',
        priority: 2,
        createdAt: 1,
        team: 'service',
        intent: null,
        language: 'de',
        preview: secret,
        alert: false,
        status: 'waiting',
        waitingSince: 1,
        due: 1,
      },
    ],
    timers: { set: [{ id: 't', conversationId: id, due: 1e15, name: 'timer.test', value: { about: secret } }] },
    result: undefined,
  }));
const filler = (store: Store, id: string, count: number): Promise<unknown> =>
  store.write(id, {}, () => ({
    begin,
    entries: Array.from({ length: count }, (_, index) => botSays(`${index}`)),
    result: undefined,
  }));

describe('what was erased is physically gone within a day', () => {
  test('from journal, documents, cases and timers, while others go on', async () => {
    const folder = freshFolder();
    const clock = createManualClock();
    const store = await openStore(folder, clock);
    await conversation(store, 'c');
    await filler(store, 'd', 3);
    expect(traces(folder)).not.toEqual([]);
    await store.erase('c');
    await filler(store, 'd', 3);
    await aDay(clock, folder);
    expect(traces(folder)).toEqual([]);
    await store.close();
  });

  test('from pages of a long conversation too, one entry or all', async () => {
    for (const erase of [
      (store: Store) => store.redact('c', 2),
      (store: Store) => store.erase('c'),
      async (store: Store) => {
        await filler(store, 'c', 200);
        await store.redact('c', 2);
      },
    ]) {
      const folder = freshFolder();
      const clock = createManualClock();
      const first = await openStore(folder, clock);
      await filler(first, 'c', 1);
      await first.write('c', {}, () => ({ entries: [customerSays(secret)], result: undefined }));
      await filler(first, 'c', 100);
      await first.close();
      expect(traces(folder)).toEqual([layoutOf(folder).page('c', 0)]);
      const store = await openStore(folder, clock);
      await erase(store);
      expect(JSON.stringify(await store.entries('c'))).not.toContain(secret);
      await aDay(clock, folder);
      expect(traces(folder)).toEqual([]);
      expect((await store.entries('c')).slice(0, 3).map((entry) => entry.seq)).toEqual([1, 2, 3]);
      await store.close();
    }
  });

  test('also when the process was killed right after the erasure', async () => {
    const folder = freshFolder();
    const clock = createManualClock();
    const store = await openStore(folder, clock);
    await conversation(store, 'c');
    await store.erase('c');
    const copy = afterCrash(folder);
    await store.close();
    expect(traces(copy)).not.toEqual([]);
    const again = await openStore(copy, clock);
    expect(JSON.stringify(await again.entries('c'))).not.toContain(secret);
    await aDay(clock, copy);
    expect(traces(copy)).toEqual([]);
    await again.close();
  });

  test('also what an interrupted write left beside the documents', async () => {
    const folder = freshFolder();
    const clock = createManualClock();
    const store = await openStore(folder, clock);
    await conversation(store, 'c');
    await store.close();
    const again = await openStore(folder, clock);
    const layout = layoutOf(folder);
    for (const file of [`${layout.conversation('c')}.tmp`, layout.page('c', 0), `${layout.page('c', 0)}.tmp`])
      writeFileSync(file, secret);
    await again.erase('c');
    await aDay(clock, folder);
    expect(traces(folder)).toEqual([]);
    await again.close();
  });

  test('and a replay of the journal does not bring it back', async () => {
    const folder = freshFolder();
    const clock = createManualClock();
    const store = await openStore(folder, clock);
    await conversation(store, 'c');
    await store.redact('c', 1);
    await conversation(store, 'd');
    await store.erase('d');
    for (let time = 0; time < 3; time += 1) {
      const again = await openStore(afterCrash(folder), clock);
      const seen = [
        await again.entries('c'),
        await again.entries('d'),
        await again.head('d'),
        await again.case('case d'),
      ];
      expect(JSON.stringify(seen[0])).not.toContain(secret);
      expect(JSON.stringify(seen.slice(1))).not.toContain(secret);
      expect((await again.timers(10)).map((timer) => timer.conversationId)).toEqual(['c']);
      await again.close();
    }
    await store.close();
  });
});
