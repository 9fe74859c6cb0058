import { syncFolder } from './synced-file.ts';

/** Collects folders that must be synced, so that many new files in one folder cost one sync. */
export interface FolderSyncs {
  later(folder: string): Promise<void>;
  /** Syncs what was collected. A folder that fails stays collected. */
  settle(): Promise<void>;
}

export function createFolderSyncs(sync: (folder: string) => Promise<void> = syncFolder): FolderSyncs {
  const waiting = new Set<string>();
  return {
    later(folder) {
      waiting.add(folder);
      return Promise.resolve();
    },
    async settle() {
      for (const folder of [...waiting]) {
        await sync(folder);
        waiting.delete(folder);
      }
    },
  };
}
