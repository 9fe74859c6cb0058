import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { conformance } from './conformance.ts';

conformance('The in-memory store', (clock) => {
  const store = createMemoryStore(clock);
  return Promise.resolve({ store, reopen: () => Promise.resolve(store), dispose: () => store.close() });
});
