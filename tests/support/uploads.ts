import { cleanActivity } from '../../src/conversation/door/activity.ts';
import { createConversationLog } from '../../src/conversation/log.ts';
import type { Store } from '../../src/conversation/store.ts';
import type { Shelf, StoredFile } from '../../src/conversation/uploads/shelf.ts';
import { createUploads, type Uploads } from '../../src/conversation/uploads/uploads.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { createLogSpy } from './log-spy.ts';

function createMemoryShelf(): Shelf {
  const files = new Map<string, { readonly file: StoredFile; readonly bytes: Buffer }>();
  const all = (): StoredFile[] => [...files.values()].map(({ file }) => file);
  return {
    list: all,
    ofConversation: (id) => all().filter(({ conversationId }) => conversationId === id),
    get: (id) => files.get(id)?.file ?? null,
    put(file, bytes) {
      files.set(file.id, { file, bytes });
      return Promise.resolve();
    },
    read: (id) => Promise.resolve(files.get(id)?.bytes ?? null),
    note(file) {
      files.set(file.id, { file, bytes: files.get(file.id)?.bytes ?? Buffer.alloc(0) });
      return Promise.resolve();
    },
    remove(id) {
      files.delete(id);
      return Promise.resolve();
    },
  };
}

/** Uploads over a store of a test; the words to the customer are the language's code. */
export function createTestUploads(store: Store, clock: Clock, shelf: Shelf = createMemoryShelf()): Uploads {
  let made = 0;
  return createUploads({
    store,
    conversations: createConversationLog(store, cleanActivity),
    shelf,
    clock,
    ids: () => `file-${String((made += 1))}`,
    log: createLogSpy(),
    door: cleanActivity,
    askedLine: (language) => `asked in ${language}`,
  });
}

/** The smallest files that are what they say. */
export const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
export const png = Buffer.from(
  '89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000049454e44ae426082'.replace(' ', ''),
  'hex',
);
export const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');
