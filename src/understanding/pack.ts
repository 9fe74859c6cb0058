const KINDS = { Float32Array, Float64Array, Int32Array, Uint16Array, Int16Array, Int8Array, Uint8Array } as const;
type Kind = keyof typeof KINDS;
/** A typed array's place in the body. */
interface Place {
  readonly $kind: Kind;
  readonly at: number;
  readonly length: number;
}
const ALIGN = 8;

/**
 * Plain data with typed arrays as bytes: the length of a JSON head (4 bytes, little-endian), the head with each array
 * replaced by its place, then the arrays' bytes, aligned.
 */
export function pack(data: unknown): Uint8Array {
  const arrays: ArrayBufferView[] = [];
  let at = 0;
  const head = JSON.stringify(data, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const place = { $kind: value.constructor.name, at, length: (value as Float32Array).length };
    arrays.push(value);
    at += Math.ceil(value.byteLength / ALIGN) * ALIGN;
    return place;
  });
  const headBytes = new TextEncoder().encode(head);
  const start = bodyStart(headBytes.length);
  const bytes = new Uint8Array(start + at);
  new DataView(bytes.buffer).setUint32(0, headBytes.length, true);
  bytes.set(headBytes, 4);
  let offset = start;
  for (const view of arrays) {
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), offset);
    offset += Math.ceil(view.byteLength / ALIGN) * ALIGN;
  }
  return bytes;
}

/** The data that `pack` made bytes of; each array has memory of its own, so that one can go without the others. Throws on anything else. */
export function unpack(bytes: Uint8Array): unknown {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = new TextDecoder().decode(bytes.subarray(4, 4 + headLength));
  const start = bodyStart(headLength);
  return JSON.parse(head, (_, value: unknown) => {
    if (!isPlace(value)) return value;
    const kind = KINDS[value.$kind];
    const from = start + value.at;
    return new kind(new Uint8Array(bytes.subarray(from, from + value.length * kind.BYTES_PER_ELEMENT)).buffer);
  });
}

const bodyStart = (headLength: number): number => Math.ceil((4 + headLength) / ALIGN) * ALIGN;

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && '$kind' in value && String(value.$kind) in KINDS;
}
