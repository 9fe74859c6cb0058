import { loadAssistant } from '../service/assistant.ts';

/** Trains the model for the shipped knowledge into a folder, unless it is there already. */
const [cacheDir] = process.argv.slice(2);
if (cacheDir === undefined) {
  console.error('usage: train FOLDER');
  process.exitCode = 2;
} else await loadAssistant({ dataDir: 'data', cacheDir, address: 'Sie', now: Date.now() });
