import { cpSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createManualClock } from '../../support/manual-clock.ts';
import { everything, fill } from '../whole-store.ts';
import { freshFolder } from './folder.ts';
import { openStore } from './open-store.ts';

test('a copy of the data folder, restored elsewhere, has every conversation as it was', async () => {
  const [clock, folder, restored] = [createManualClock(), freshFolder(), freshFolder()];
  const store = await openStore(folder, clock);
  await fill(store);
  const before = await everything(store);
  await store.close();
  cpSync(folder, restored, { recursive: true });
  // The service goes on; the copy stays as it is.
  const on = await openStore(folder, clock);
  await on.erase('c0');
  await on.close();

  const again = await openStore(restored, clock);
  expect(JSON.stringify(await everything(again))).toBe(JSON.stringify(before));
  await again.close();
});
