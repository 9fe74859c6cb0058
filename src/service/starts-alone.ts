import type { Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';

const leaseMs = 30_000;
const retryMs = 100;

/**
 * Waits until no other process is in this part of its start: secrets and accounts are made once, not once each.
 * @returns how to let the next one in; a process that dies before lets it in a few seconds later
 */
export async function startsAlone(store: Store, clock: Clock): Promise<() => Promise<void>> {
  for (;;) {
    const fence = await store.claim('start', 'start', leaseMs);
    if (fence !== null) return () => store.release(fence);
    await new Promise<void>((resolve) => void clock.after(retryMs, resolve));
  }
}
