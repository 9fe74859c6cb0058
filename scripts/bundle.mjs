// Puts the built service and its packages into a few files: a start then reads five files instead of two thousand.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles `dist/src` into `dist/service`; the training worker is a file of its own beside the service. */
export async function bundle(root) {
  const out = join(root, 'dist/service');
  rmSync(out, { recursive: true, force: true });
  const built = await rolldown({
    input: {
      main: join(root, 'dist/src/main.js'),
      'train-worker': join(root, 'dist/src/understanding/train-worker.js'),
    },
    platform: 'node',
    // Optional parts of packages that are not installed: they are asked for inside a try.
    external: ['dtrace-provider', 'pg-native'],
    logLevel: 'warn',
  });
  await built.write({ dir: out, format: 'esm', sourcemap: true });
  await built.close();
}
