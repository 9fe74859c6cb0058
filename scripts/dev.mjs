// The service with reload: rebuilds what changed and starts again.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const places = [
  'src',
  'dialogs',
  'web',
  'data/intents',
  'data/examples',
  'data/dialogs',
  'data/labels',
  'data/lexicon',
  'data/phrases.json',
  'data/bank.json',
];
let service = null;
let timer = null;

function start() {
  service = spawn(process.execPath, [`${root}scripts/run.mjs`, 'main'], { cwd: root, stdio: 'inherit' });
}

function restart() {
  const old = service;
  if (old === null || old.exitCode !== null || old.signalCode !== null) return start();
  old.once('exit', start);
  old.kill('SIGTERM');
}

start();
for (const place of places)
  watch(root + place, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, 200);
  });
process.on('SIGINT', () => {
  service?.kill('SIGTERM');
  process.exit(0);
});
