// Runs a built entry, building it first where it is stale: node scripts/run.mjs main | cli/chat | bench/turn …
import { pathToFileURL, fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from './build.mjs';

const [entry, ...rest] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
await build({ pages: entry === 'main' });
const place = entry === 'main' ? 'service/main' : entry.startsWith('bench/') ? entry : `src/${entry}`;
const file = join(root, 'dist', `${place}.js`);
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
