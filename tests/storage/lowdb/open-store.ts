import type { Store } from '../../../src/conversation/store.ts';
import { createLowdbStore, type LowdbStoreOptions } from '../../../src/storage/lowdb/store.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

/** A store on a folder, with a clock that the test moves and a log that remembers. */
export async function openStore(
  folder: string,
  clock: ManualClock = createManualClock(),
  more: Partial<LowdbStoreOptions> = {},
): Promise<Store> {
  return createLowdbStore({ folder, clock, log: createLogSpy(), ...more });
}
