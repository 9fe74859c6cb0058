import { afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUnderstander, loadModel, modelFileName } from '../../src/understanding/index.ts';
import { smallExamples } from './small.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'understanding-'));
afterEach(() => {
  for (const name of readdirSync(cacheDir)) rmSync(join(cacheDir, name));
});
const options = { examples: smallExamples, cacheDir };

test('a trained model is kept under the hash of what it was learnt from, and read again', async () => {
  const first = await loadModel(options);
  expect(readdirSync(cacheDir)).toEqual([modelFileName(options)]);
  const second = await loadModel(options);
  const text = 'Wo ist die Filiale?';
  expect(createUnderstander(second).understand(text, {})).toEqual(createUnderstander(first).understand(text, {}));
  expect(modelFileName({ examples: smallExamples.slice(1) })).not.toBe(modelFileName(options));
});

test('a damaged file is replaced', async () => {
  writeFileSync(join(cacheDir, modelFileName(options)), 'no model');
  const model = await loadModel(options);
  expect(createUnderstander(model).understand('Karte gestohlen', {}).intent).toBe('card.block');
});
