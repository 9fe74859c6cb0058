export { loadShippedModel } from './load.ts';
export { train } from './train.ts';
export { createUnderstander, type Understander } from './understand.ts';
export type * from './types.ts';
export { readTrainingData, type TrainingData } from './data.ts';
export { trainApart } from './train-apart.ts';
