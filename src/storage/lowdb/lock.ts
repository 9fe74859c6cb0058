import { createHash } from 'node:crypto';
import { linkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SchalterError } from '../../platform/errors.ts';
import { systemCode, unavailable } from './failures.ts';

export interface Lock {
  release(): Promise<void>;
}

/** A Unix socket's path takes at most 107 bytes on Linux and 103 elsewhere, the end included. */
const longestPath = 100;

/**
 * Takes a data folder for this process. The owner listens on a Unix socket: unlike a file with a process number it
 * cannot outlive its process, so that a stale one is told from a live one by connecting to it.
 * @throws SchalterError DataFolderInUse where another process answers, StorageUnavailable where nothing can be made there.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const path = lockPath(folder);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const server = await listen(path);
    if (server !== null) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    if (await answers(path)) break;
    if (await removeStale(path)) break;
  }
  throw new SchalterError('DataFolderInUse', {
    message: `Another process owns the data folder ${folder}. Stop it, or give this one a DATA_DIR of its own.`,
  });
}

/** In the folder itself, so that containers that share it see it; where that path is too long, under its hash. */
export function lockPath(folder: string): string {
  const real = realpathSync(folder);
  const inside = join(real, 'owner.sock');
  if (Buffer.byteLength(inside) <= longestPath) return inside;
  return join(tmpdir(), `schalter-${createHash('sha256').update(real).digest('hex').slice(0, 24)}.sock`);
}

/** The server, or null where something stands at the path already. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => undefined).destroy());
    server.once('error', (error) => {
      if (systemCode(error) === 'EADDRINUSE') resolve(null);
      else reject(unavailable(error));
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTSOCK') resolve(false);
      // Anything else (no rights, too many waiting) does not prove that nobody is there.
      else if (code === 'EACCES' || code === 'EAGAIN') resolve(true);
      else reject(unavailable(error));
    });
  });
}

/**
 * Takes a dead socket away; true where it turned out to be alive. Moving comes first: of several processes that start
 * at once only one moves the dead one, and one that moved its successor sees it answer and puts it back.
 */
async function removeStale(path: string): Promise<boolean> {
  const aside = `${path.slice(0, -'.sock'.length)}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw unavailable(error);
  }
  const alive = await answers(aside);
  if (alive) linkSync(aside, path);
  rmSync(aside, { force: true });
  return alive;
}
