// Builds what is not built or older than its source: the service with TypeScript, the pages with Vite.
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

const root = fileURLToPath(new URL('..', import.meta.url));
const newest = (place) => {
  if (!existsSync(place)) return 0;
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(place).map((name) => newest(join(place, name))));
};
const isStale = (sources, stamp) =>
  !existsSync(join(root, stamp)) ||
  Math.max(...sources.map((source) => newest(join(root, source)))) > statSync(join(root, stamp)).mtimeMs;

function run(name, tool, args) {
  const bin = join(root, 'node_modules', '.bin', tool);
  if (!existsSync(bin)) {
    console.error(`${tool} is missing: run "npm ci" (with development packages) before the first start.`);
    process.exit(1);
  }
  console.log(`Building ${name} …`);
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    console.error(`${stdout}${stderr}\nBuilding ${name} failed.`);
    process.exit(1);
  }
}

/** Builds the service where it is stale; `pages` also the web pages. */
export async function build({ pages = false } = {}) {
  if (
    isStale(
      ['src', 'dialogs', 'bench', 'tests/support/meta', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
      'dist/.tsbuildinfo',
    )
  ) {
    run('the service', 'tsc', ['-p', 'tsconfig.build.json']);
    if (isStale(['dist/.tsbuildinfo', 'scripts/bundle.mjs'], 'dist/service/main.js'))
      await (await import('./bundle.mjs')).bundle(root);
    // The steps of the database are read as files, beside the code that takes them.
    for (const place of ['dist/src/storage/postgres', 'dist/service']) {
      rmSync(join(root, place, 'migrations'), { recursive: true, force: true });
      cpSync(join(root, 'src/storage/postgres/migrations'), join(root, place, 'migrations'), { recursive: true });
    }
  }
  if (
    pages &&
    existsSync(join(root, 'web/vite.config.ts')) &&
    isStale(['web', 'data/labels', 'data/bank.json', 'package-lock.json'], 'dist/web/.built')
  )
    run('the pages', 'vite', ['build', '--config', 'web/vite.config.ts']);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ pages: true });
