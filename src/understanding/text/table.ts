/** An open-addressing hash table from non-zero 32-bit hashes to non-negative integers, in two typed arrays. */
export interface HashTable {
  readonly keys: Int32Array;
  readonly values: Int32Array;
}

/** Builds the table; of two equal keys the later wins. */
export function hashTable(keys: ArrayLike<number>, values?: ArrayLike<number>): HashTable {
  let size = 16;
  while (size < keys.length * 2) size *= 2;
  const table: HashTable = { keys: new Int32Array(size), values: new Int32Array(size) };
  const mask = size - 1;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    let slot = key & mask;
    while (table.keys[slot] !== 0 && table.keys[slot] !== key) slot = (slot + 1) & mask;
    table.keys[slot] = key;
    table.values[slot] = values === undefined ? i : (values[i] ?? 0);
  }
  return table;
}

/** The value of a key, or -1. */
export function lookUp(table: HashTable, key: number): number {
  const mask = table.keys.length - 1;
  let slot = key & mask;
  for (;;) {
    const found = table.keys[slot] ?? 0;
    if (found === key) return table.values[slot] ?? -1;
    if (found === 0) return -1;
    slot = (slot + 1) & mask;
  }
}
