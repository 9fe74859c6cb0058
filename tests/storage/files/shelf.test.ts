import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { StoredFile } from '../../../src/conversation/uploads/shelf.ts';
import { openShelf } from '../../../src/storage/files/shelf.ts';
import { pdf } from '../../support/uploads.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schalter-shelf-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file: StoredFile = {
  id: 'file-1',
  conversationId: 'c/1',
  name: 'Brief.pdf',
  type: 'application/pdf',
  size: pdf.length,
  madeAt: 1,
};

test('a file is there again after a restart, with what is known about it', async () => {
  const shelf = await openShelf(join(folder, 'uploads'));
  await shelf.put(file, pdf);
  await shelf.note({ ...file, keptBy: 'sabine' });
  const again = await openShelf(join(folder, 'uploads'));
  expect(again.list()).toEqual([{ ...file, keptBy: 'sabine' }]);
  expect(again.ofConversation('c/1')).toHaveLength(1);
  expect(await again.read('file-1')).toEqual(pdf);
});

test('what was removed is gone from the disk', async () => {
  const shelf = await openShelf(folder);
  await shelf.put(file, pdf);
  await shelf.remove('file-1');
  await shelf.remove('file-1');
  expect(shelf.ofConversation('c/1')).toEqual([]);
  expect(await shelf.read('file-1')).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('a crash in the middle of a write leaves nothing', async () => {
  const shelf = await openShelf(folder);
  await shelf.put(file, pdf);
  await writeFile(join(folder, 'file-2'), pdf);
  await writeFile(join(folder, 'file-3.json'), '{"id":"file-');
  await writeFile(join(folder, 'file-4.tmp'), '');
  const again = await openShelf(folder);
  expect(again.list()).toEqual([file]);
  expect((await readdir(folder)).sort()).toEqual(['file-1', 'file-1.json']);
});

test('an id that is no id reaches no file', async () => {
  const shelf = await openShelf(folder);
  await expect(shelf.put({ ...file, id: '../x' }, pdf)).rejects.toThrow();
  expect(await shelf.read('../shelf')).toBeNull();
});

test('a full disk says so, and keeps nothing', async () => {
  // A file stands where the folder should.
  await writeFile(join(folder, 'uploads'), '');
  const shelf = await openShelf(join(folder, 'uploads'));
  await expect(shelf.put(file, pdf)).rejects.toMatchObject({ code: 'StorageUnavailable' });
  expect(shelf.list()).toEqual([]);
});
