import { loadKnowledge } from '../../src/knowledge/load.ts';
import { seeded } from './figures.ts';

/** Customers' messages, no two the same: the shipped examples in random order, each with a number of its own. */
export async function distinctMessages(seed: number): Promise<(turn: number) => string> {
  const { examples } = await loadKnowledge('data', Date.now());
  const random = seeded(seed);
  return (turn) => {
    const example = examples[Math.floor(random() * examples.length)];
    return `${example?.text ?? ''} ${(turn * 7919) % 100_003}`;
  };
}
