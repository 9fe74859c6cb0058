import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small file system of its own, in memory. */
export interface Mount {
  readonly path: string;
  makeReadOnly(): void;
  remove(): void;
}

const run = (command: string, ...options: string[]): boolean => spawnSync(command, options).status === 0;

/** @returns null where this user may not mount */
export function mountMemory(megabytes: number): Mount | null {
  const path = mkdtempSync(join(tmpdir(), 'schalter-mount-'));
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', path)) {
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    makeReadOnly() {
      if (!run('mount', '-o', 'remount,ro', path)) throw new Error('The file system could not be made read-only.');
    },
    remove() {
      run('umount', path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
