// npm run bench [-- NAME [OPTIONS]]: all benchmarks, or one.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...options] = process.argv.slice(2);
await build({ pages: true });
const all = readdirSync(`${root}dist/bench`)
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -3));
if (name !== undefined && !all.includes(name)) {
  console.error(`There is no benchmark "${name}": choose one of ${all.join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const each of name === undefined ? all : [name]) {
  console.log(`\n== ${each}`);
  const { status } = spawnSync(process.execPath, [`${root}dist/bench/${each}.js`, ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
