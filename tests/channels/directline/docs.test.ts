import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

test('every test that docs/direct-line.md names exists under that name', async () => {
  const text = (await readFile('docs/direct-line.md', 'utf8')).replace(/\s+/g, ' ');
  const named = [...text.matchAll(/`([\w-]+\.test\.ts)`: ((?:“[^”]+”(?:, )?)+)/g)].flatMap(([, file, names]) =>
    [...(names ?? '').matchAll(/“([^”]+)”/g)].map(([, name]) => ({ file: file ?? '', name: name ?? '' })),
  );
  expect(named.length).toBeGreaterThan(40);
  const missing: typeof named = [];
  for (const each of named) {
    const source = await readFile(`tests/channels/directline/${each.file}`, 'utf8');
    if (!source.includes(each.name)) missing.push(each);
  }
  expect(missing).toEqual([]);
});
