import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { settingNames } from '../../src/config.ts';
import { freePort } from './free-port.ts';

/** The built service as a process of its own, on a data folder and a port that stay the same across its restarts. */
export interface Service {
  readonly port: number;
  readonly url: string;
  readonly dataDir: string;
  /** What all its processes wrote, line by line, standard output and error together. */
  readonly lines: readonly string[];
  readonly alive: boolean;
  /** Starts a process without waiting for it. */
  spawn(): void;
  /** Waits until it answers that it is ready. Throws with its last lines when it ends before. */
  ready(): Promise<void>;
  /** `spawn` and `ready`. */
  start(): Promise<void>;
  /** Ends it as an operator does (SIGTERM); returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would, for all that the process can do about it (SIGKILL); null unless it had ended before. */
  kill(): Promise<number | null>;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Waits for it to end by itself; returns the exit code. */
  ended(): Promise<number | null>;
  /** Ends it and removes a data folder that was made here. */
  remove(): Promise<void>;
}

export interface ServiceOptions {
  /** Settings besides port and data folder; unset ones have their defaults, whatever the environment or .env say. */
  readonly env?: Readonly<Record<string, string>>;
  /** A data folder of the caller's; else a temporary one is made. */
  readonly dataDir?: string;
}

/** Milliseconds: a first start trains a model, and a busy machine takes its time. */
const startLimit = 120_000;
const modelCache = resolve('node_modules/.cache/schalter');

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

let built = false;

/** Builds what is stale, once for a test file. */
function build(): void {
  if (built) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  built = true;
}

/** Lends a data folder the models that were trained before. */
function lendModels(dataDir: string): void {
  const models = join(dataDir, 'models');
  mkdirSync(modelCache, { recursive: true });
  if (existsSync(dataDir) && !existsSync(models)) symlinkSync(modelCache, models);
}

/** Prepares a service; nothing runs before `spawn` or `start`. */
export async function prepareService({ env = {}, dataDir }: ServiceOptions = {}): Promise<Service> {
  build();
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'schalter-service-'));
  lendModels(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  let child: ChildProcess | null = null;
  let exit: Promise<number | null> = Promise.resolve(null);

  const signal = (name: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    child?.kill(name);
    return exit;
  };
  const service: Service = {
    port,
    url,
    dataDir: folder,
    lines,
    get alive() {
      return child !== null;
    },
    spawn() {
      if (child !== null) throw new Error('The service runs already.');
      const started = spawn(process.execPath, ['dist/service/main.js'], {
        env: {
          PATH: process.env['PATH'],
          // Empty counts as unset, and keeps a developer's .env out.
          ...Object.fromEntries(settingNames.map((name) => [name, ''])),
          PORT: String(port),
          PUBLIC_URL: url,
          DATA_DIR: folder,
          RATE_LIMITS: 'off',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [started.stdout, started.stderr])
        createInterface({ input: stream }).on('line', (line) => lines.push(line));
      child = started;
      exit = new Promise((done) =>
        started.once('close', (code) => {
          child = null;
          done(code);
        }),
      );
    },
    async ready() {
      const end = performance.now() + startLimit;
      while (performance.now() < end) {
        if (child === null) throw new Error(`The service ended before it was ready:\n${lines.slice(-5).join('\n')}`);
        const answer = await fetch(`${url}/readyz`).catch(() => null);
        await answer?.body?.cancel().catch(() => undefined);
        if (answer?.status === 200) return;
        await pause(20);
      }
      throw new Error(`The service was not ready in time:\n${lines.slice(-5).join('\n')}`);
    },
    async start() {
      service.spawn();
      await service.ready();
    },
    signal: (name) => void child?.kill(name),
    stop: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
    ended: () => exit,
    async remove() {
      await signal('SIGKILL');
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  return service;
}

/** A service that is ready. */
export async function startService(options?: ServiceOptions): Promise<Service> {
  const service = await prepareService(options);
  await service.start();
  return service;
}
