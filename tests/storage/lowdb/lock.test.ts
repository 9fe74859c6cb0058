import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lockFolder, lockPrefix } from '../../../src/storage/lowdb/lock.ts';
import { freshFolder } from './folder.ts';

/** Leaves the socket of a process that was killed. */
async function killedOwner(folder: string): Promise<void> {
  const path = `${await lockPrefix(folder)}0.sock`;
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
  expect(readdirSync(folder)).toHaveLength(1);
}

test('a second owner is refused, and admitted when the first has let go', async () => {
  const folder = freshFolder();
  const first = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'DataFolderInUse' });
  await expect(lockFolder(folder)).rejects.toThrow(folder);
  await first.release();
  const second = await lockFolder(folder);
  await second.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('the socket of a process that was killed is replaced', async () => {
  const folder = freshFolder();
  await killedOwner(folder);
  const lock = await lockFolder(folder);
  expect(readdirSync(folder)).toHaveLength(1);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'DataFolderInUse' });
  await lock.release();
});

test('whatever else stands at its place is replaced', async () => {
  const folder = freshFolder();
  writeFileSync(`${await lockPrefix(folder)}0.sock`, 'no socket');
  const lock = await lockFolder(folder);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('of many that start at once and find a dead socket exactly one becomes the owner', async () => {
  for (let round = 0; round < 5; round += 1) {
    const folder = freshFolder();
    await killedOwner(folder);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const owners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(owners).toHaveLength(1);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'DataFolderInUse' });
    for (const owner of owners) await owner.release();
  }
});

test('a folder whose path is too long for a socket is locked under its hash, also through another path to it', async () => {
  const folder = join(freshFolder(), 'a'.repeat(120));
  mkdirSync(folder);
  expect(Buffer.byteLength(await lockPrefix(folder))).toBeLessThanOrEqual(90);
  const lock = await lockFolder(folder);
  await expect(lockFolder(join(folder, '..', 'a'.repeat(120)))).rejects.toMatchObject({ code: 'DataFolderInUse' });
  await lock.release();
});

test('a process that answers nothing is no dead one', async () => {
  const folder = freshFolder();
  const server = createServer((socket) => socket.on('error', () => undefined).destroy());
  await new Promise<void>(
    (resolve) => void lockPrefix(folder).then((prefix) => server.listen(`${prefix}0.sock`, resolve)),
  );
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'DataFolderInUse' });
  await new Promise((resolve) => server.close(resolve));
});
