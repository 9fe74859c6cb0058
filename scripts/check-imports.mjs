// Checks who imports whom, and that every source file was read: a checker that reads nothing reports green.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['src', 'dialogs', 'web'];
const sources = folders.flatMap((folder) =>
  readdirSync(root + folder, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name}`),
);

const run = (type) =>
  spawnSync(
    `${root}node_modules/.bin/depcruise`,
    ['--config', '.dependency-cruiser.cjs', '--output-type', type, ...folders],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );

const { stdout, stderr } = run('json');
const { modules, summary } = JSON.parse(stdout || '{"modules":[],"summary":{"error":1}}');
const read = new Set(modules.map(({ source }) => source));
const missed = sources.filter((file) => !read.has(file));
if (missed.length > 0) {
  console.error(
    `${stderr}The import rules were not checked in ${missed.length} of ${sources.length} files, such as ${missed.slice(0, 3).join(', ')}.`,
  );
  process.exit(1);
}
if (summary.error > 0) {
  console.error(run('err').stdout);
  process.exit(1);
}
console.log(`Imports go the right way in all ${sources.length} files.`);
