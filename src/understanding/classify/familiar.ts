import type { Space } from '../features/space.ts';
import type { Matrix } from './matrix.ts';

/**
 * The weighted share of a training row's stems and concepts that would be known without that row, and, with `without`, if no
 * example of that class existed either.
 */
export type Familiarity = (row: number, without: number) => number;

const NONE = -1;
const SEVERAL = -2;

/** Counts in which rows and classes each stem and concept occurs. */
export function createFamiliarity(space: Space, x: Matrix, labels: Int32Array): Familiarity {
  const { firstPair, weights } = space;
  const texts = new Int32Array(firstPair);
  const only = new Int32Array(firstPair).fill(NONE);
  for (let row = 0; row < labels.length; row++)
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) {
      const id = x.ids[at] ?? 0;
      if (id >= firstPair) continue;
      texts[id] = (texts[id] ?? 0) + 1;
      const label = labels[row] ?? NONE;
      only[id] = only[id] === NONE || only[id] === label ? label : SEVERAL;
    }
  return (row, without) => {
    let known = 0;
    let all = 0;
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) {
      const id = x.ids[at] ?? 0;
      if (id >= firstPair) continue;
      const weight = weights[id] ?? 0;
      all += weight;
      if ((texts[id] ?? 0) > 1 && (without < 0 || only[id] !== without)) known += weight;
    }
    return all === 0 ? 0 : known / all;
  };
}
