import { parentPort, workerData } from 'node:worker_threads';
import { readTrainingData } from './data.ts';
import { pack } from './pack.ts';
import { train } from './train.ts';

// Runs in a thread of its own: learns from the data folder that it is told, and hands the packed model back.
const data = readTrainingData(workerData as string);
parentPort?.postMessage(pack(train(data.examples, data)));
