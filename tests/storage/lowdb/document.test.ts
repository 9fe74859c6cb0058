import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { plainDisk } from '../../../src/storage/lowdb/disk.ts';
import { openDocument, type Form } from '../../../src/storage/lowdb/document.ts';
import { freshFolder } from './folder.ts';

interface Note {
  readonly text: string;
}
const form: Form<Note> = {
  write: (note) => JSON.stringify(note),
  read: (json) => (typeof json === 'object' && json !== null && 'text' in json ? (json as Note) : null),
};

test('what was written is read again, in folders that are made as needed, closed to others', async () => {
  const path = join(freshFolder(), 'aa', 'bb', 'note.json');
  const document = openDocument(path, form);
  document.data = { text: 'ü €' };
  await document.write();
  const again = openDocument(path, form);
  await again.read();
  expect(again.data).toEqual({ text: 'ü €' });
  expect(readdirSync(join(path, '..'))).toEqual(['note.json']);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('a document that is not there has no data', async () => {
  const document = openDocument(join(freshFolder(), 'none.json'), form);
  await document.read();
  expect(document.data).toBeNull();
});

test('the folder is synced after the file has its place', async () => {
  const path = join(freshFolder(), 'note.json');
  const settled: boolean[] = [];
  const document = openDocument(path, form, {
    ...plainDisk,
    settle: () => Promise.resolve(void settled.push(existsSync(path))),
  });
  document.data = { text: 'x' };
  await document.write();
  expect(settled).toEqual([true]);
});

test('a half written file beside it changes nothing', async () => {
  const path = join(freshFolder(), 'note.json');
  writeFileSync(path, '{"text":"whole"}');
  writeFileSync(`${path}.tmp`, '{"te');
  const document = openDocument(path, form);
  await document.read();
  expect(document.data).toEqual({ text: 'whole' });
  document.data = { text: 'new' };
  await document.write();
  expect(readFileSync(path, 'utf8')).toBe('{"text":"new"}');
  expect(existsSync(`${path}.tmp`)).toBe(false);
});

for (const [what, content] of [
  ['cut short', '{"text":"geh'],
  ['empty', ''],
  ['of another kind', '{"other":"geheim"}'],
  ['full of zeros', '\0\0\0\0'],
] as const)
  test(`a document that is ${what} is refused, naming the file and quoting nothing`, async () => {
    const path = join(freshFolder(), 'note.json');
    writeFileSync(path, content);
    const reading = openDocument(path, form).read();
    await expect(reading).rejects.toMatchObject({ code: 'DataDamaged' });
    await expect(reading).rejects.toThrow(path);
    await expect(reading).rejects.toThrow('backup');
    await expect(reading).rejects.not.toThrow('geh');
  });
