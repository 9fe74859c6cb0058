import { join } from 'node:path';
import { cleanActivity } from '../conversation/door/activity.ts';
import type { ConversationLog } from '../conversation/log.ts';
import type { Store } from '../conversation/store.ts';
import { fileLimit, fileLives } from '../conversation/uploads/limits.ts';
import { createUploads, type Uploads } from '../conversation/uploads/uploads.ts';
import { phrase } from '../knowledge/phrases.ts';
import type { Address, Knowledge } from '../knowledge/types.ts';
import { systemClock } from '../platform/clock.ts';
import { randomId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { openShelf } from '../storage/files/shelf.ts';

interface UploadsParts {
  readonly store: Store;
  readonly conversations: ConversationLog;
  readonly knowledge: Knowledge;
  readonly address: Address;
  readonly dataDir: string;
  readonly log: Log;
}

/** Customers' files, in a folder of the data folder that no address reaches. */
export async function openUploads(parts: UploadsParts): Promise<Uploads> {
  const { store, conversations, knowledge, address, dataDir, log } = parts;
  return createUploads({
    store,
    conversations,
    log,
    shelf: await openShelf(join(dataDir, 'uploads')),
    clock: systemClock,
    ids: randomId,
    door: cleanActivity,
    askedLine: (language) =>
      phrase(knowledge, 'upload.asked', {
        language: language === 'en' ? 'en' : 'de',
        address,
        values: { megabytes: fileLimit / 1024 ** 2, hours: fileLives / 3600_000 },
      }).text,
  });
}
