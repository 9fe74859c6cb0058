import { createHash, randomBytes } from 'node:crypto';
import { readdir, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SchalterError } from '../../platform/errors.ts';
import { systemCode, unavailable } from './failures.ts';

export interface Lock {
  release(): Promise<void>;
}

/** What a socket of the lock says to whoever connects; one that stands still says nothing and counts as an owner. */
type State = 'starting' | 'owner';

/** A Unix socket's path takes at most 107 bytes on Linux and 103 elsewhere. */
const longestPath = 100;
const nameLength = 'owner-00000000.sock'.length;
/** How long a socket may take to say what it is, in milliseconds. */
const patience = 1000;
const lookAgain = 20;

/**
 * Takes a data folder for this process. The owner listens on a Unix socket: unlike a file with a process number it
 * cannot outlive its process, so that a dead one is told from a live one by connecting to it.
 *
 * Every process that starts listens on a name of its own first and looks at the others then: a name that is dead is
 * dead for ever, so removing it can hit nobody. Of several that start at once the first name in order goes on.
 * @throws SchalterError DataFolderInUse where another process answers, StorageUnavailable where nothing can be made there.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const prefix = await lockPrefix(folder);
  const path = `${prefix}${randomBytes(4).toString('hex')}.sock`;
  let state: State = 'starting';
  const server = await listen(path, () => state);
  const release = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  try {
    for (;;) {
      const others = await othersOf(prefix, path);
      if (others.some((other) => other.state === 'owner' || other.path < path)) break;
      if (others.length === 0) {
        state = 'owner';
        return { release };
      }
      // They will see this one and give way, unless they looked before it was there.
      await pause(lookAgain);
    }
  } catch (error) {
    await release();
    throw unavailable(error);
  }
  await release();
  throw new SchalterError('DataFolderInUse', {
    message: `Another process owns the data folder ${folder}. Stop it, or give this one a DATA_DIR of its own.`,
  });
}

/**
 * What the sockets' paths begin with: in the folder itself, so that containers that share it see them; where that
 * would be too long, in the system's folder for temporary files under the folder's hash.
 */
export async function lockPrefix(folder: string): Promise<string> {
  const real = await realpath(folder);
  if (Buffer.byteLength(real) + 1 + nameLength <= longestPath) return join(real, 'owner-');
  return join(tmpdir(), `schalter-${createHash('sha256').update(real).digest('hex').slice(0, 24)}-`);
}

/** The live sockets besides `own`; dead ones are removed. */
async function othersOf(prefix: string, own: string): Promise<{ readonly path: string; readonly state: State }[]> {
  const folder = dirname(prefix);
  const paths = (await readdir(folder))
    .map((name) => join(folder, name))
    .filter((path) => path.startsWith(prefix) && path.endsWith('.sock') && path !== own);
  const found = await Promise.all(
    paths.map(async (path) => {
      const state = await ask(path);
      if (state === null) await rm(path, { force: true });
      return state === null ? [] : [{ path, state }];
    }),
  );
  return found.flat();
}

function listen(path: string, state: () => State): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(state()));
    server.once('error', (error) => reject(unavailable(error)));
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** What the process behind a socket is; null where there is none any more. */
function ask(path: string): Promise<State | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.once('error', (error) => {
      const code = systemCode(error);
      // Anything else (no rights, too many waiting) does not prove that nobody is there.
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTSOCK' ? null : 'owner');
    });
    socket.once('close', () => resolve(text === 'starting' ? 'starting' : 'owner'));
  });
}
