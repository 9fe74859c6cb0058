import type { Space } from '../features/space.ts';
import type { Matrix } from './matrix.ts';

/** Which stems and concepts the examples of each class hold: `width` bytes a feature, a bit for each class. */
export interface Taught {
  readonly bits: Uint8Array;
  readonly width: number;
}

/** Notes the stems and concepts of each class's rows. */
export function learnTaught(x: Matrix, labels: Int32Array, rows: Int32Array, classes: number, space: Space): Taught {
  const width = Math.ceil(classes / 8);
  const bits = new Uint8Array(space.firstPair * width);
  for (const row of rows) {
    const label = labels[row] ?? -1;
    if (label < 0 || label >= classes) continue;
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++) {
      const id = x.ids[at] as number;
      if (id >= space.firstPair) continue;
      const place = id * width + (label >> 3);
      bits[place] = (bits[place] as number) | (1 << (label & 7));
    }
  }
  return { bits, width };
}

/**
 * The weighted share of a text's stems and concepts that examples of this class hold too, 0 to 1: a text that is taken for a
 * class on the strength of one word is hardly of it.
 */
export function coverage({ bits, width }: Taught, space: Space, ids: Int32Array, count: number, label: number): number {
  const { weights, firstPair } = space;
  let covered = 0;
  let all = 0;
  for (let at = 0; at < count; at++) {
    const id = ids[at] as number;
    if (id >= firstPair) continue;
    const weight = weights[id] as number;
    all += weight;
    if (((bits[id * width + (label >> 3)] as number) & (1 << (label & 7))) !== 0) covered += weight;
  }
  return all === 0 ? 0 : covered / all;
}
