import type { Extractor } from '../features/extract.ts';
import type { LabelledText } from '../features/space.ts';

/** Texts as sparse rows: row `r` has the features `ids[starts[r]] … ids[starts[r + 1] - 1]` with their `values`. */
export interface Matrix {
  readonly rows: number;
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** Reads all texts into one sparse matrix. */
export function readMatrix(texts: readonly LabelledText[], extract: Extractor): Matrix {
  const starts = new Int32Array(texts.length + 1);
  let ids = new Int32Array(texts.length * 200 + 16);
  let values = new Float32Array(ids.length);
  let size = 0;
  texts.forEach(({ text, language }, row) => {
    const features = extract(text, language);
    if (size + features.count > ids.length) {
      const larger = new Int32Array(ids.length * 2 + features.count);
      larger.set(ids);
      ids = larger;
      const largerValues = new Float32Array(larger.length);
      largerValues.set(values);
      values = largerValues;
    }
    ids.set(features.ids.subarray(0, features.count), size);
    values.set(features.values.subarray(0, features.count), size);
    size += features.count;
    starts[row + 1] = size;
  });
  return { rows: texts.length, starts, ids: ids.slice(0, size), values: values.slice(0, size) };
}
