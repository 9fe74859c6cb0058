// npm test: builds what is stale, then runs all tests. Arguments go to jest.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
build({ pages: true });
// One model for all test files: training it in each would take longer than the tests.
const warm = spawnSync(process.execPath, [`${root}dist/src/cli/train.js`, 'node_modules/.cache/schalter'], {
  cwd: root,
  stdio: 'inherit',
});
if (warm.status !== 0) process.exit(1);

const chromium = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  process.env.CHROMIUM_PATH ?? '',
].find((path) => path !== '' && existsSync(path));
if (chromium === undefined) {
  if (process.env.CI === 'true') {
    console.error('Chromium is missing, and in CI nothing is skipped.');
    process.exit(1);
  }
  console.log('Skipped: the tests in a browser, because no Chromium was found (install it, or set CHROMIUM_PATH).');
}

const jest = spawnSync(
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
    env: { ...process.env, ...(chromium !== undefined && { CHROMIUM_PATH: chromium }) },
  },
);
process.exit(jest.status ?? 1);
