import { SchalterError } from '../../platform/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { CaseOwner } from '../case.ts';
import type { ConversationLog, Door, Receipt } from '../log.ts';
import type { AuditEntry, Store } from '../store.ts';
import { createExpiry } from './expiry.ts';
import { createIntake, type Sending } from './intake.ts';
import { createRequests } from './requests.ts';
import type { Shelf, StoredFile } from './shelf.ts';

/** Customers' files: refused until a person asks for one, and gone after a day unless that person keeps it. */
export interface Uploads {
  /** Lets files in for half an hour. @throws SchalterError CaseNotFound, CaseNotYours, CaseClosed, UploadRefused */
  readonly ask: (caseId: string, staff: CaseOwner) => Promise<void>;
  /** Lets no more files in. @throws as ask */
  readonly stop: (caseId: string, staff: CaseOwner) => Promise<void>;
  /** @throws SchalterError UploadRefused while nobody has asked for a file; ConversationNotFound */
  readonly demandOpen: (conversationId: string) => Promise<void>;
  /** Until when files may come, in milliseconds since the epoch; null: none may. @throws SchalterError ConversationNotFound */
  readonly openUntil: (conversationId: string) => Promise<number | null>;
  /** Keeps files and says so in the conversation. @throws SchalterError UploadRefused, FileTooLarge, FileTypeRefused */
  readonly take: (sending: Sending) => Promise<Receipt>;
  /** @throws SchalterError FileGone */
  read(conversationId: string, fileId: string): Promise<{ readonly file: StoredFile; readonly bytes: Buffer }>;
  /** The files of a conversation that are still there. */
  list(conversationId: string): readonly StoredFile[];
  /** The customer takes a file back. @throws SchalterError FileGone */
  takeBack(conversationId: string, fileId: string, customerId: string): Promise<void>;
  /** Staff take a file away. @throws as ask, and FileGone */
  remove(caseId: string, fileId: string, staff: CaseOwner): Promise<void>;
  /** Keeps a file beyond its day, until its conversation is erased. @throws as ask, and FileGone */
  keep(caseId: string, fileId: string, staff: CaseOwner): Promise<StoredFile>;
  /** Takes away what is over, now and every ten minutes. */
  readonly start: () => Promise<void>;
  readonly close: () => void;
}

export interface UploadsOptions {
  readonly store: Store;
  readonly conversations: ConversationLog;
  readonly shelf: Shelf;
  readonly clock: Clock;
  /** Unguessable. */
  readonly ids: Ids;
  readonly log: Log;
  readonly door: Door;
  /** What the customer reads when files are asked for: what may come, what must not, how long it stays. */
  readonly askedLine: (language: string) => string;
}

export function createUploads(options: UploadsOptions): Uploads {
  const { store, shelf, clock } = options;
  const requests = createRequests(options);
  const intake = createIntake(options);
  const expiry = createExpiry(options);

  const fileOf = (conversationId: string, fileId: string): StoredFile => {
    const file = shelf.get(fileId);
    if (file?.conversationId !== conversationId || expiry.isOver(file)) throw new SchalterError('FileGone');
    return file;
  };

  const note = (entry: Omit<AuditEntry, 'time'>): Promise<void> =>
    store.writeRecords([], [{ time: clock.now(), ...entry }]);

  return {
    ask: requests.ask,
    stop: requests.stop,
    demandOpen: intake.demandOpen,
    openUntil: intake.openUntil,
    take: intake.take,
    list: (conversationId) => shelf.ofConversation(conversationId).filter((file) => !expiry.isOver(file)),
    async read(conversationId, fileId) {
      const file = fileOf(conversationId, fileId);
      const bytes = await shelf.read(fileId);
      if (bytes === null) throw new SchalterError('FileGone');
      return { file, bytes };
    },
    async takeBack(conversationId, fileId, customerId) {
      await expiry.takeAway(fileOf(conversationId, fileId));
      await note({ actor: customerId, action: 'uploads.takeBack', conversationId });
    },
    async remove(caseId, fileId, staff) {
      const conversationId = await requests.conversationOf(caseId, staff);
      await expiry.takeAway(fileOf(conversationId, fileId));
      await note({ actor: staff.userId, action: 'uploads.remove', conversationId, caseId });
    },
    async keep(caseId, fileId, staff) {
      const conversationId = await requests.conversationOf(caseId, staff);
      const kept: StoredFile = { ...fileOf(conversationId, fileId), keptBy: staff.userId };
      await shelf.note(kept);
      await note({ actor: staff.userId, action: 'uploads.keep', conversationId, caseId });
      return kept;
    },
    start: expiry.start,
    close: expiry.close,
  };
}
