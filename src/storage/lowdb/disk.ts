import { replaceFile, syncFolder } from './synced-file.ts';

/** How files come to their places for good. */
export interface Disk {
  /** Puts a text in the place of a file: whole or not at all. */
  readonly replace: (path: string, text: string) => Promise<void>;
  /** Makes the entries of a folder durable; whoever writes many files at once does it once for all. */
  readonly settle: (folder: string) => Promise<void>;
}

export const plainDisk: Disk = { replace: replaceFile, settle: syncFolder };
