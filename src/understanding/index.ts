export { loadModel, type LoadOptions, modelFileName } from './load.ts';
export type { Model } from './model.ts';
export { train, type TrainOptions } from './train.ts';
export { createUnderstander, type Understander } from './understand.ts';
export type * from './types.ts';
export { readTrainingData, type TrainingData } from './data.ts';
