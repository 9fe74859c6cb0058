import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/conversation/store.ts';
import { layoutOf } from '../../../src/storage/lowdb/layout.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { begin, botSays, customerSays } from '../conformance.ts';
import { afterCrash } from './crash.ts';
import { faultySegments } from './faulty-segment.ts';
import { freshFolder } from './folder.ts';
import { openStore } from './open-store.ts';

const say = (store: Store, id: string, ...texts: readonly string[]) =>
  store.write(id, {}, () => ({ begin, entries: texts.map((text) => customerSays(text)), result: undefined }));
const texts = async (store: Store, id: string): Promise<unknown[]> =>
  (await store.entries(id)).map((entry) => entry.activity.text);
const newestSegment = (folder: string): string =>
  join(folder, 'journal', readdirSync(join(folder, 'journal')).sort().at(-1)!);

/** A folder whose documents hold the first write and whose journal holds the second. */
async function writtenTwice(): Promise<string> {
  const folder = freshFolder();
  const first = await openStore(folder);
  await say(first, 'c', 'eins');
  await first.close();
  const second = await openStore(folder);
  await say(second, 'c', 'zwei');
  const crashed = afterCrash(folder);
  await second.close();
  return crashed;
}

describe('after a crash', () => {
  test('a document that is older than the journal is brought forward', async () => {
    const store = await openStore(await writtenTwice());
    expect(await texts(store, 'c')).toEqual(['eins', 'zwei']);
    await store.close();
  });

  test('a document that is newer than the start of the journal is not given the same again', async () => {
    const folder = freshFolder();
    const clock = createManualClock();
    const store = await openStore(folder, clock);
    await say(store, 'c', 'eins');
    await say(store, 'd', 'eins');
    const journal = freshFolder();
    cpSync(join(folder, 'journal'), journal, { recursive: true });
    await store.close();
    // The documents are written, the journal still has everything.
    rmSync(join(folder, 'journal'), { recursive: true });
    cpSync(journal, join(folder, 'journal'), { recursive: true });
    const again = await openStore(folder, clock);
    expect(await texts(again, 'c')).toEqual(['eins']);
    await say(again, 'c', 'zwei');
    expect(await texts(again, 'c')).toEqual(['eins', 'zwei']);
    await again.close();
  });

  test('a document that knows more than a journal which lost its end keeps it, and goes on', async () => {
    const folder = freshFolder();
    const store = await openStore(folder);
    await say(store, 'c', 'eins');
    const journal = freshFolder();
    cpSync(join(folder, 'journal'), journal, { recursive: true });
    await say(store, 'c', 'zwei');
    await say(store, 'c', 'drei');
    await store.close();
    rmSync(join(folder, 'journal'), { recursive: true });
    cpSync(journal, join(folder, 'journal'), { recursive: true });
    const again = await openStore(folder);
    await say(again, 'c', 'vier');
    const crashed = await openStore(afterCrash(folder));
    expect(await texts(crashed, 'c')).toEqual(['eins', 'zwei', 'drei', 'vier']);
    await again.close();
    await crashed.close();
  });

  test('a torn last line is dropped, everything before it stays', async () => {
    const folder = await writtenTwice();
    const bytes = readFileSync(newestSegment(folder));
    truncateSync(newestSegment(folder), bytes.indexOf('zwei') + 2);
    const store = await openStore(folder);
    expect(await texts(store, 'c')).toEqual(['eins']);
    await say(store, 'c', 'neu');
    expect(await texts(store, 'c')).toEqual(['eins', 'neu']);
    await store.close();
  });

  test('a start reads the index and the journal, not the conversations', async () => {
    const folder = freshFolder();
    const store = await openStore(folder);
    for (const id of ['a', 'b', 'c']) await say(store, id, 'eins');
    await store.close();
    // Were it read, this would be refused.
    for (const id of ['a', 'b']) writeFileSync(layoutOf(folder).conversation(id), 'damaged');
    const again = await openStore(folder);
    expect((await again.openWork()).map((work) => work.conversationId)).toEqual(['a', 'b', 'c']);
    expect(await texts(again, 'c')).toEqual(['eins']);
    await expect(again.entries('a')).rejects.toMatchObject({ code: 'DataDamaged' });
    await again.close();
  });
});

describe('what cannot be trusted is refused, naming the file', () => {
  const refused = async (folder: string, file: string): Promise<void> => {
    const opening = openStore(folder);
    await expect(opening).rejects.toMatchObject({ code: 'DataDamaged' });
    await expect(opening).rejects.toThrow(file);
    await expect(opening).rejects.not.toThrow('eins');
    // The lock is let go: the next try says the same and not that the folder is in use.
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'DataDamaged' });
  };

  test('a damaged document that the journal goes on from', async () => {
    const folder = await writtenTwice();
    const path = layoutOf(folder).conversation('c');
    truncateSync(path, 20);
    await refused(folder, path);
  });

  test('a document that is missing or from another time', async () => {
    const folder = await writtenTwice();
    const path = layoutOf(folder).conversation('c');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"position":\d+/, '"position":0'));
    await refused(folder, path);
    rmSync(path);
    await refused(folder, path);
  });

  test('a damaged index', async () => {
    const folder = await writtenTwice();
    writeFileSync(layoutOf(folder).index('open-work'), '{"format":1,"position":1,"data":"eins"}');
    await refused(folder, layoutOf(folder).index('open-work'));
  });

  test('documents without their journal', async () => {
    const folder = await writtenTwice();
    rmSync(join(folder, 'journal'), { recursive: true });
    await refused(folder, join(folder, 'journal'));
  });
});

describe('when nothing can be written', () => {
  test('writes are refused, readers go on, and it recovers by itself', async () => {
    const clock = createManualClock();
    const faults = faultySegments();
    const folder = freshFolder();
    const store = await openStore(folder, clock, { openSegment: faults.open });
    await say(store, 'c', 'eins');
    faults.code = 'ENOSPC';
    await expect(say(store, 'c', 'zwei')).rejects.toMatchObject({ code: 'StorageUnavailable', status: 503 });
    expect(store.health()).toMatchObject({ writable: false, reason: 'ENOSPC' });
    expect(await texts(store, 'c')).toEqual(['eins']);
    faults.code = null;
    clock.advance(1000);
    // The probe writes to a real disk.
    while (!store.health().writable) await new Promise((resolve) => setImmediate(resolve));
    await say(store, 'c', 'drei');
    expect(await texts(store, 'c')).toEqual(['eins', 'drei']);
    const again = await openStore(afterCrash(folder));
    expect(await texts(again, 'c')).toEqual(['eins', 'drei']);
    await store.close();
    await again.close();
  });

  test('a disk that is full at the start is noticed to be better without anybody writing', async () => {
    const clock = createManualClock();
    const faults = faultySegments();
    faults.code = 'ENOSPC';
    const folder = await writtenTwice();
    const store = await openStore(folder, clock, { openSegment: faults.open });
    expect(store.health().writable).toBe(false);
    expect(await texts(store, 'c')).toEqual(['eins', 'zwei']);
    faults.code = null;
    clock.advance(1000);
    while (!store.health().writable) await new Promise((resolve) => setImmediate(resolve));
    await say(store, 'c', 'drei');
    expect(await texts(store, 'c')).toEqual(['eins', 'zwei', 'drei']);
    await store.close();
  });

  const run = (tool: string, ...args: readonly string[]): number | null => spawnSync(tool, args).status;
  const isRoot = process.getuid?.() === 0;
  const mounted = async (size: string, story: (folder: string) => Promise<void>): Promise<void> => {
    const folder = freshFolder();
    if (run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder) !== 0) {
      process.stderr.write('skipped: a small disk can be mounted only by root\n');
      return;
    }
    try {
      await story(folder);
    } finally {
      run('umount', '-l', folder);
    }
  };

  test('a disk that is really full refuses, loses nothing, and goes on when there is room', async () => {
    await mounted('6m', async (folder) => {
      const clock = createManualClock();
      const store = await openStore(folder, clock);
      await say(store, 'c', 'eins');
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(2 ** 20));
      const kept = ['eins'];
      let refusals = 0;
      for (let number = 0; number < 60 && refusals < 3; number += 1) {
        const text = `${number} ${'x'.repeat(200_000)}`;
        await say(store, 'c', text).then(
          () => kept.push(text),
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'StorageUnavailable' });
            refusals += 1;
          },
        );
      }
      expect(refusals).toBe(3);
      expect(await texts(store, 'c')).toEqual(kept);
      const crashed = await openStore(afterCrash(folder));
      expect(await texts(crashed, 'c')).toEqual(kept);
      rmSync(join(folder, 'ballast'));
      await say(store, 'c', 'wieder');
      expect(store.health().writable).toBe(true);
      expect(await texts(store, 'c')).toEqual([...kept, 'wieder']);
      await store.close();
      await crashed.close();
    });
  });

  test('a folder that can only be read is refused at the start with a clear word', async () => {
    const refused = async (folder: string): Promise<void> => {
      await expect(openStore(folder)).rejects.toMatchObject({ code: 'StorageUnavailable' });
      await expect(openStore(join(folder, 'new'))).rejects.toThrow(join(folder, 'new'));
    };
    if (isRoot)
      await mounted('6m', async (folder) => {
        const store = await openStore(folder);
        await say(store, 'c', 'eins');
        await store.close();
        run('mount', '-o', 'remount,ro', folder);
        await refused(folder);
      });
    else {
      const folder = freshFolder();
      mkdirSync(join(folder, 'journal'));
      chmodSync(folder, 0o500);
      await refused(folder);
    }
  });
});

describe('a long conversation', () => {
  test('is read whole, from any place and by audience, although its older part stands in pages', async () => {
    const folder = freshFolder();
    const clock = createManualClock();
    const all: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const store = await openStore(folder, clock);
      const more = Array.from({ length: 70 * (round + 1) }, (_, index) => `${round}.${index}`);
      await say(store, 'c', ...more.slice(0, -1));
      await store.write('c', {}, () => ({ entries: [botSays(more.at(-1)!)], result: undefined }));
      all.push(...more);
      await store.close();
    }
    const store = await openStore(folder, clock);
    expect(await texts(store, 'c')).toEqual(all);
    for (const after of [0, 1, 53, 54, 55, 310, all.length - 3, all.length])
      expect((await store.entries('c', { after, limit: 5 })).map((entry) => entry.activity.text)).toEqual(
        all.slice(after, after + 5),
      );
    expect(store.health().figures['residentCharacters']).toBeLessThan(20_000);
    await store.close();
  });
});
