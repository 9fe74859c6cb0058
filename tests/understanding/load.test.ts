import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { createUnderstander, loadShippedModel } from '../../src/understanding/index.ts';
import { pack } from '../../src/understanding/pack.ts';
import { train } from '../../src/understanding/train.ts';
import { smallExamples } from './small.ts';

const place = mkdtempSync(join(tmpdir(), 'models-'));
afterAll(() => rmSync(place, { recursive: true }));

const data = join(place, 'data');
for (const part of ['examples', 'intents', 'lexicon', 'language.json', 'moods.json', 'names.json', 'bank.json'])
  cpSync(join('data', part), join(data, part), { recursive: true });
const learn = () => jest.fn(() => Promise.resolve(pack(train(smallExamples))));
const answer = async (cacheDir: string, teacher: ReturnType<typeof learn>) =>
  createUnderstander(await loadShippedModel(data, cacheDir, teacher)).understand(smallExamples[0]?.text ?? '', {});

test('learns once, then reads what was kept', async () => {
  const cache = join(place, 'once');
  const [first, second] = [learn(), learn()];
  const learnt = await answer(cache, first);
  expect(await answer(cache, second)).toEqual(learnt);
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).not.toHaveBeenCalled();
});

test('learns anew when an example, a title or a word of the lexicon changes, not when an answer does', async () => {
  const cache = join(place, 'anew');
  await answer(cache, learn());
  const change = async (file: string, edit: (text: string) => string): Promise<number> => {
    const path = join(data, file);
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
    const teacher = learn();
    await answer(cache, teacher);
    return teacher.mock.calls.length;
  };
  expect(await change('examples/card.block.json', (text) => text.replace('{', '{ '))).toBe(1);
  expect(await change('intents/card.block.json', (text) => text.replace(/"version": \d+/, '"version": 99'))).toBe(0);
  expect(await change('intents/card.block.json', (text) => text.replace('Karte sperren', 'Karte weg'))).toBe(1);
});

test('a damaged file counts as none, and only the newest models are kept', async () => {
  const cache = join(place, 'anew');
  const [newest] = readdirSync(cache);
  expect(readdirSync(cache).length).toBeLessThanOrEqual(2);
  for (const file of readdirSync(cache)) writeFileSync(join(cache, file), 'damaged');
  const teacher = learn();
  await answer(cache, teacher);
  expect(teacher).toHaveBeenCalledTimes(1);
  expect(newest).toBeDefined();
});

test('a place that cannot be written to costs the keeping, not the start', async () => {
  const file = join(place, 'no-folder');
  writeFileSync(file, '');
  const teacher = learn();
  expect((await answer(join(file, 'models'), teacher)).zone).toBeDefined();
  expect(teacher).toHaveBeenCalledTimes(1);
});
