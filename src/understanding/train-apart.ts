import { Worker } from 'node:worker_threads';

/**
 * Trains in a thread of its own: no turn waits for it, and the memory that learning takes (several times the model's)
 * is given back when it ends. Works on the built service only, since threads load JavaScript.
 * @returns the packed model
 */
export function trainApart(dataFolder: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./train-worker.js', import.meta.url), { workerData: dataFolder });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The training ended with code ${code} before it was done.`)));
  });
}
