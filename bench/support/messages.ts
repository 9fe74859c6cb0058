import { readTrainingData } from '../../src/understanding/index.ts';
import { seeded } from './figures.ts';

/** Customers' messages, no two the same: the shipped examples in random order, each with a number of its own. */
export function distinctMessages(seed: number): (turn: number) => string {
  const examples = readTrainingData('data').examples.filter(({ author }) => author !== undefined);
  const random = seeded(seed);
  return (turn) => {
    const example = examples[Math.floor(random() * examples.length)];
    return `${example?.text ?? ''} ${(turn * 7919) % 100_003}`;
  };
}
