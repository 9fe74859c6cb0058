import { errorFields } from '../../platform/log.ts';
import { fileLives } from './limits.ts';
import type { StoredFile } from './shelf.ts';
import type { UploadsOptions } from './uploads.ts';
import { filesIn } from './window.ts';

/** How files end: by their time, with their conversation, or because somebody wants it. */
export interface Expiry {
  isOver(file: StoredFile): boolean;
  /** The file goes, and where its message stands it says that something was there. */
  takeAway(file: StoredFile): Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => void;
}

const sweepEvery = 10 * 60_000;

export function createExpiry({ store, shelf, clock, log }: UploadsOptions): Expiry {
  const isOver = ({ keptBy, madeAt }: StoredFile): boolean => keptBy === undefined && clock.now() >= madeAt + fileLives;

  const takeAway = async ({ id, conversationId }: StoredFile): Promise<void> => {
    const holder = (await store.entries(conversationId)).find((entry) => filesIn(entry).includes(id));
    // Of several files in one message the others stay until they go themselves.
    const isLast = holder !== undefined && filesIn(holder).every((each) => each === id || shelf.get(each) === null);
    if (isLast) await store.redact(conversationId, holder.seq);
    await shelf.remove(id);
  };

  const dropErased = async (conversationId: string): Promise<void> => {
    const head = await store.head(conversationId);
    if (head !== null && head.erased !== true) return;
    for (const { id } of shelf.ofConversation(conversationId)) await shelf.remove(id);
  };
  const warn = (error: unknown): void =>
    log.warn(errorFields(error), 'a file could not be taken away and is tried again');

  let cancel: () => void = () => undefined;
  let closed = false;
  const sweep = async (): Promise<void> => {
    for (const file of shelf.list()) if (isOver(file)) await takeAway(file).catch(warn);
    if (!closed) cancel = clock.after(sweepEvery, () => void sweep());
  };
  const unsubscribe = store.subscribe(({ conversationId }) => {
    if (shelf.ofConversation(conversationId).length > 0) dropErased(conversationId).catch(warn);
  });

  return {
    isOver,
    takeAway,
    async start() {
      // What was erased while nobody listened.
      for (const id of new Set(shelf.list().map((file) => file.conversationId))) await dropErased(id).catch(warn);
      await sweep();
    },
    close() {
      closed = true;
      cancel();
      unsubscribe();
    },
  };
}
