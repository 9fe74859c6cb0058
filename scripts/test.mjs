// npm test: builds what is stale, starts the built service for the tests in a browser, runs all tests. Arguments go to jest.
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const models = join(root, 'node_modules/.cache/schalter');
await build({ pages: true });

// One model for all test files: training it in each would take longer than the tests.
if (spawnSync(process.execPath, [`${root}dist/src/cli/train.js`, models], { cwd: root, stdio: 'inherit' }).status !== 0)
  process.exit(1);

const places = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const chromium = places.find((path) => path !== '' && existsSync(path));
if (chromium === undefined && process.env.CI === 'true') {
  console.error('Chromium is missing, and in CI nothing is skipped.');
  process.exit(1);
}
if (chromium === undefined)
  console.log('Skipped: the tests in a browser, because no Chromium was found (install it, or set CHROMIUM_PATH).');

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A service of its own for the tests in a browser. */
async function startService() {
  const { settingNames } = await import(`${root}dist/src/config.js`);
  const folder = mkdtempSync(join(tmpdir(), 'schalter-test-'));
  symlinkSync(models, join(folder, 'models'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const password = 'a password for tests only';
  const child = spawn(process.execPath, [`${root}dist/service/main.js`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      // Empty counts as unset, and keeps a developer's .env out.
      ...Object.fromEntries(settingNames.map((name) => [name, ''])),
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: folder,
      STAFF_ADMIN_PASSWORD: password,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'warn',
    },
  });
  for (let tries = 0; tries < 600; tries += 1) {
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { env: { E2E_URL: url, E2E_ADMIN_PASSWORD: password }, stop };
}

/** One PostgreSQL for all test files, unless there is one already; without its binaries those tests say that they are skipped. */
async function startDatabase() {
  if ((process.env.DATABASE_URL ?? '') !== '') return null;
  const { postgresBinaries, startPostgres } = await import(`${root}dist/bench/support/postgres-server.js`);
  if (postgresBinaries() === null) return null;
  return startPostgres({ settings: { fsync: 'off', shared_buffers: '32MB', max_connections: '200' } });
}

const database = await startDatabase();
const service = chromium === undefined ? null : await startService();
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    `${root}node_modules/jest/bin/jest.js`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(database !== null && { TEST_DATABASE_URL: database.url() }),
      ...(chromium !== undefined && { CHROMIUM_PATH: chromium }),
      ...service?.env,
    },
  },
);
const status = await new Promise((resolve) => jest.once('exit', (code) => resolve(code ?? 1)));
await service?.stop();
await database?.remove();
process.exit(status);
