// npm run test:faults: the fault suite alone and at length. FAULT_ROUNDS, FAULT_CROWD and FAULT_SEED make it longer, fuller, the same again.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    `${root}node_modules/jest/bin/jest.js`,
    'tests/faults',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { FAULTS: 'on', FAULT_ROUNDS: '5', FAULT_CROWD: '40', ...process.env } },
);
process.exit(status ?? 1);
