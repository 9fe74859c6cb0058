// npm run dev:facebook: the service with a stand-in for Meta, and a page on which to play the customer.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
await build({ pages: true });
const { openPlayground } = await import(`${root}dist/tests/support/meta/playground.js`);
const port = Number(process.env.PORT ?? 3978);
const playground = await openPlayground({
  port: Number(process.env.META_PORT ?? port + 1),
  service: `http://127.0.0.1:${port}`,
});
const service = spawn(process.execPath, [`${root}dist/service/main.js`], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PORT: String(port), ...playground.settings },
});
console.log(`\nPlay the customer: ${playground.url}/\n`);
const stop = () => service.kill('SIGTERM');
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
service.once('exit', (code) => void playground.close().then(() => process.exit(code ?? 0)));
