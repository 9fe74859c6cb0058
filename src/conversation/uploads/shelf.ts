import type { FileKind } from './file-kind.ts';

/** A customer's file, without its content. */
export interface StoredFile {
  readonly id: string;
  readonly conversationId: string;
  readonly name: string;
  readonly type: FileKind;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  /** Who of the staff keeps it beyond its time. */
  readonly keptBy?: string;
}

/** Where customers' files lie: apart from conversations and from everything that is served as a page. */
export interface Shelf {
  /** All files, without their content. */
  list(): readonly StoredFile[];
  ofConversation(conversationId: string): readonly StoredFile[];
  get(id: string): StoredFile | null;
  /** Durable when it resolves. @throws SchalterError StorageUnavailable */
  put(file: StoredFile, bytes: Buffer): Promise<void>;
  /** Null where there is no such file any more. */
  read(id: string): Promise<Buffer | null>;
  /** Changes what is known about a file. */
  note(file: StoredFile): Promise<void>;
  remove(id: string): Promise<void>;
}
