// How long a start takes until the service answers, and what it holds in memory when nothing happens.
import { startProcess, temporaryFolder } from './support/process.ts';

const rounds = 5;
/** Milliseconds after which a started service counts as idle. */
const settle = 3000;

async function startOnce(folder: string): Promise<{ readonly readyMs: number; readonly residentMb: number }> {
  const running = await startProcess('dist/service/main.js', { DATA_DIR: folder, LOG_LEVEL: 'warn' }, '/readyz');
  await new Promise((resolve) => setTimeout(resolve, settle));
  const residentMb = running.residentMb();
  await running.stop();
  return { readyMs: running.readyMs, residentMb };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = temporaryFolder('start');
try {
  const first = await startOnce(folder.path);
  console.log(
    `first start, trains        ${first.readyMs.toFixed(0)} ms to ready (aim 3000), ${first.residentMb.toFixed(0)} MB resident when idle`,
  );
  const later = [];
  for (let round = 0; round < rounds; round += 1) later.push(await startOnce(folder.path));
  const ready = median(later.map(({ readyMs }) => readyMs));
  const resident = median(later.map(({ residentMb }) => residentMb));
  console.log(
    `later starts, model kept   ${ready.toFixed(0)} ms to ready (aim 1500), ${resident.toFixed(0)} MB resident when idle (aim 200); median of ${rounds}`,
  );
} finally {
  folder.remove();
}
