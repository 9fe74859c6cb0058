/** kernel.wat, assembled: three loops over rows of weights, four numbers at a time. */
const BINARY =
  'AGFzbQEAAAABCgFgBn9/f39/fwACEQEFaG91c2UGbWVtb3J5AgABAwQDAAAABx8DBmdhdGhlcgAACGdhdGhlcjE2AAEHc2NhdHRlcgACCsYDA5IBAgN/AXsgAEUEQA8LIAUgBGohCANAIAMgASgCACAEbGohBiACKgIA/RMhCSAFIQcDQCAHIAf9AAQAIAkgBv0ABAD95gH95AH9CwQAIAcgB/0ABBAgCSAG/QAEEP3mAf3kAf0LBBAgBkEgaiEGIAdBIGoiByAISQ0ACyABQQRqIQEgAkEEaiECIABBAWsiAA0ACwubAQIDfwF7IABFBEAPCyAFIARBAXRqIQgDQCADIAEoAgAgBGxqIQYgAioCAP0TIQkgBSEHA0AgByAH/QAEACAJIAb9AwMA/foB/eYB/eQB/QsEACAHIAf9AAQQIAkgBv0DAwj9+gH95gH95AH9CwQQIAZBEGohBiAHQSBqIgcgCEkNAAsgAUEEaiEBIAJBBGohAiAAQQFrIgANAAsLkgECA38BeyAARQRADwsgBSAEaiEIA0AgAyABKAIAIARsaiEGIAIqAgD9EyEJIAUhBwNAIAYgBv0ABAAgCSAH/QAEAP3mAf3kAf0LBAAgBiAG/QAEECAJIAf9AAQQ/eYB/eQB/QsEECAGQSBqIQYgB0EgaiIHIAhJDQALIAFBBGohASACQQRqIQIgAEEBayIADQALCw==';

const PAGE = 65_536;
/** Rows of weights are padded to a multiple of this many numbers. */
const LANES = 8;

interface Loops {
  readonly gather: (n: number, ids: number, values: number, weights: number, stride: number, out: number) => void;
  readonly scatter: (n: number, ids: number, values: number, weights: number, stride: number, step: number) => void;
  /** `gather` over rows of 16-bit integers. */
  readonly gather16: (n: number, ids: number, values: number, weights: number, stride: number, out: number) => void;
}

/** The loops over one piece of memory; all addresses and strides are in bytes. */
export interface Kernel extends Loops {
  /** Takes the next free numbers of the memory, all zero. */
  readonly floats: (length: number) => Float32Array;
  readonly ints: (length: number) => Int32Array;
  readonly shorts: (length: number) => Int16Array;
}

/** What of WebAssembly is used: neither `lib.es2023` nor Node's types declare it. */
interface Assembly {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const assembly = (globalThis as unknown as { readonly WebAssembly: Assembly }).WebAssembly;
let compiled: object | undefined;

/** A kernel with room for `numbers` 32-bit numbers in at most `arrays` arrays. */
export function createKernel(numbers: number, arrays: number): Kernel {
  const bytes = (numbers + arrays * LANES) * 4;
  const memory = new assembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  compiled ??= new assembly.Module(Buffer.from(BINARY, 'base64'));
  const loops = new assembly.Instance(compiled, { house: { memory } }).exports as Loops;
  let free = 0;
  const take = (length: number): number => {
    const at = free;
    free += padded(length) * 4;
    return at;
  };
  return {
    gather: loops.gather,
    scatter: loops.scatter,
    gather16: loops.gather16,
    floats: (length) => new Float32Array(memory.buffer, take(length), length),
    ints: (length) => new Int32Array(memory.buffer, take(length), length),
    shorts: (length) => new Int16Array(memory.buffer, take(Math.ceil(length / 2)), length),
  };
}

/** The numbers that a row of `length` takes. */
export function padded(length: number): number {
  return Math.ceil(length / LANES) * LANES;
}
