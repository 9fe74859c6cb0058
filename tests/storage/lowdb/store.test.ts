import type { Store } from '../../../src/conversation/store.ts';
import { conformance, type Subject } from '../conformance.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { afterCrash } from './crash.ts';
import { freshFolder } from './folder.ts';
import { openStore } from './open-store.ts';

const subject =
  (restart: (folder: string, store: Store) => Promise<string>) =>
  async (clock: ManualClock): Promise<Subject> => {
    let folder = freshFolder();
    const opened = [await openStore(folder, clock)];
    return {
      store: opened[0]!,
      async reopen() {
        folder = await restart(folder, opened.at(-1)!);
        const store = await openStore(folder, clock);
        opened.push(store);
        return store;
      },
      async dispose() {
        for (const store of opened) await store.close();
      },
    };
  };

conformance(
  'The lowdb store',
  subject(async (folder, store) => {
    await store.close();
    return folder;
  }),
);

conformance(
  'The lowdb store whose process is killed',
  subject((folder) => Promise.resolve(afterCrash(folder))),
);
