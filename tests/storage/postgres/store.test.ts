import type { Store } from '../../../src/conversation/store.ts';
import { createPostgresStore } from '../../../src/storage/postgres/store.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { withPostgres } from '../../support/postgres.ts';
import { conformance } from '../conformance.ts';

withPostgres('PostgreSQL', (databases) => {
  const open = (url: string, clock: ManualClock): Promise<Store> =>
    createPostgresStore({ url, clock, log: createLogSpy(), leaseTime: () => clock.now() });

  conformance('The PostgreSQL store', async (clock) => {
    const url = await databases.fresh();
    const opened = [await open(url, clock)];
    return {
      store: opened[0]!,
      async reopen() {
        const store = await open(url, clock);
        opened.push(store);
        return store;
      },
      async dispose() {
        for (const store of opened) await store.close();
      },
    };
  });
});
