import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './folder.ts';

/**
 * The folder as a process that was killed now would leave it: the next start works on this copy. The journal goes
 * first, since documents that are written meanwhile let it shrink.
 */
export function afterCrash(folder: string): string {
  const copy = freshFolder();
  const options = { recursive: true, filter: (path: string) => !path.endsWith('.sock') };
  cpSync(join(folder, 'journal'), join(copy, 'journal'), options);
  cpSync(folder, copy, { ...options, filter: (path) => options.filter(path) && path !== join(folder, 'journal') });
  return copy;
}
