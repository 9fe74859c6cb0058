// What open sockets cost: the memory that the service holds with conversations alone, and with a socket for each.
import { WebSocket } from 'ws';
import { startProcess, temporaryFolder } from './support/process.ts';

const count = 2000;
/** The most that they may add, in MB. */
const most = 60;
const secret = 'a-secret-for-this-benchmark-only';

interface Begun {
  readonly conversationId: string;
  readonly token: string;
}

const folder = temporaryFolder('sockets');
const running = await startProcess(
  'dist/service/main.js',
  { DATA_DIR: folder.path, RATE_LIMITS: 'off', DIRECT_LINE_SECRET: secret, LOG_LEVEL: 'warn' },
  '/readyz',
);
const base = `http://127.0.0.1:${running.port}/v3/directline/conversations`;

async function call(path: string, auth: string, method: string): Promise<Record<string, string>> {
  const headers = { authorization: `Bearer ${auth}`, 'content-type': 'application/json' };
  const response = await fetch(base + path, { method, headers, ...(method === 'POST' && { body: '{}' }) });
  return (await response.json()) as Record<string, string>;
}
async function inBatches<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += 50) await Promise.all(items.slice(from, from + 50).map(run));
}
/** Waits until the process has come to rest, and reads its memory. */
async function resident(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return running.residentMb();
}

const begun: Begun[] = [];
await inBatches(Array.from({ length: count }), async () => {
  const { conversationId = '', token = '' } = await call('', secret, 'POST');
  begun.push({ conversationId, token });
});
const before = await resident();
const sockets: WebSocket[] = [];
const started = performance.now();
await inBatches(begun, async ({ conversationId, token }) => {
  const { streamUrl = '' } = await call(`/${encodeURIComponent(conversationId)}?watermark=`, token, 'GET');
  const socket = new WebSocket(streamUrl.replace(/^ws:\/\/[^/]+/, `ws://127.0.0.1:${running.port}`), {
    perMessageDeflate: false,
  });
  sockets.push(socket);
  // The greeting has come: the socket is open and has caught up.
  await new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('error', reject);
  });
});
const seconds = (performance.now() - started) / 1000;
const added = (await resident()) - before;
console.log(
  `${count} conversations: ${before.toFixed(0)} MB; ${count} sockets opened in ${seconds.toFixed(1)} s add ${added.toFixed(0)} MB (at most ${most}), ${((added * 1024) / count).toFixed(0)} kB each`,
);
for (const socket of sockets) socket.terminate();
await running.stop();
folder.remove();
process.exitCode = added <= most ? 0 : 1;
