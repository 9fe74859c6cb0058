import { SchalterError } from '../../platform/errors.ts';
import type { Receipt } from '../log.ts';
import { kindOf, safeName, type FileKind } from './file-kind.ts';
import { fileLimit } from './limits.ts';
import type { StoredFile } from './shelf.ts';
import type { UploadsOptions } from './uploads.ts';
import { fileAddress, windowIn, type UploadWindow } from './window.ts';

/** A file as a client sent it: neither its name nor its content has been looked at. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files on their way in, and what comes with them. */
export interface Sending {
  readonly conversationId: string;
  readonly customerId: string;
  readonly files: readonly SentFile[];
  readonly text?: string;
  readonly channelData?: object;
  /** Platform id for de-duplication. */
  readonly key?: string;
}

/** The way in for files. */
export interface Intake {
  readonly demandOpen: (conversationId: string) => Promise<void>;
  /** Until when files may come, in milliseconds since the epoch; null: none may. @throws SchalterError ConversationNotFound */
  readonly openUntil: (conversationId: string) => Promise<number | null>;
  readonly take: (sending: Sending) => Promise<Receipt>;
}

/** Entries that are looked through for the event that opened: more than anybody writes in half an hour. */
const lookBack = 500;

function demandKind(bytes: Buffer): FileKind {
  if (bytes.length > fileLimit) throw new SchalterError('FileTooLarge');
  const kind = kindOf(bytes);
  if (kind === null) throw new SchalterError('FileTypeRefused');
  return kind;
}

export function createIntake({ store, conversations, shelf, clock, ids, door }: UploadsOptions): Intake {
  /** Sendings of a conversation go one after the other: else two at once could both be the last that is allowed. */
  const queues = new Map<string, Promise<unknown>>();

  const windowOf = async (conversationId: string): Promise<UploadWindow> => {
    const head = await store.head(conversationId);
    if (head === null || head.erased === true) throw new SchalterError('ConversationNotFound');
    const entries = await store.entries(conversationId, { after: Math.max(0, head.lastSeq - lookBack) });
    return windowIn(entries, clock.now());
  };

  const stored = (conversationId: string, { name, bytes }: SentFile): StoredFile => {
    const type = demandKind(bytes);
    // A name is the customer's text like any other, and goes through the door.
    const clean = door({ text: safeName(name, type) }).activity.text ?? '';
    const made = { id: ids(), conversationId, type, size: bytes.length, madeAt: clock.now() };
    return { ...made, name: safeName(clean, type) };
  };

  const takeNow = async ({ conversationId, customerId, files, text, channelData, key }: Sending): Promise<Receipt> => {
    if (files.length === 0 || (await windowOf(conversationId)).left < files.length)
      throw new SchalterError('UploadRefused');
    // All are looked at before the first is written.
    const pairs = files.map((sent) => ({ file: stored(conversationId, sent), bytes: sent.bytes }));
    const forget = async (): Promise<void> => {
      for (const { file } of pairs) await shelf.remove(file.id);
    };
    try {
      for (const { file, bytes } of pairs) await shelf.put(file, bytes);
      const receipt = await conversations.receive({
        conversationId,
        channel: 'directline',
        customer: { id: customerId },
        reference: null,
        mustExist: true,
        activity: {
          type: 'message',
          text: text ?? '',
          textFormat: 'plain',
          attachments: pairs.map(({ file: { id, name, type } }) => ({
            contentType: type,
            name,
            contentUrl: fileAddress(id),
          })),
          ...(channelData !== undefined && { channelData }),
        },
        ...(key !== undefined && { key }),
      });
      if (receipt.duplicate) await forget();
      return receipt;
    } catch (error) {
      await forget();
      throw error;
    }
  };

  return {
    async demandOpen(conversationId) {
      if ((await windowOf(conversationId)).left === 0) throw new SchalterError('UploadRefused');
    },
    async openUntil(conversationId) {
      const { left, until } = await windowOf(conversationId);
      return left === 0 ? null : until;
    },
    take(sending) {
      const { conversationId } = sending;
      const mine = (queues.get(conversationId) ?? Promise.resolve()).then(() => takeNow(sending));
      const settled = mine.catch(() => undefined);
      queues.set(conversationId, settled);
      void settled.then(() => {
        if (queues.get(conversationId) === settled) queues.delete(conversationId);
      });
      return mine;
    },
  };
}
