// Runs a built entry, building it first where it is stale: node scripts/run.mjs main | cli/chat | bench/turn …
import { pathToFileURL, fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from './build.mjs';

const [entry, ...rest] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
build({ pages: entry === 'main' });
const file = join(root, 'dist', entry.startsWith('bench/') ? `${entry}.js` : `src/${entry}.js`);
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
