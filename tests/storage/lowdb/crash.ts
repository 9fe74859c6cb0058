import { cpSync } from 'node:fs';
import { freshFolder } from './folder.ts';

/** The folder as a process that was killed now would leave it: the next start works on this copy. */
export function afterCrash(folder: string): string {
  const copy = freshFolder();
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  return copy;
}
