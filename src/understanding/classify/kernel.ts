/** kernel.wat, assembled: three loops over rows of weights, four numbers at a time. */
const BINARY =
  'AGFzbQEAAAABEgJgBn9/f39/fwBgBX9/f39/AAIRAQVob3VzZQZtZW1vcnkCAAEDBAMAAAEHGwMGZ2F0aGVyAAAHc2NhdHRlcgABBGRvdHMAAgrlAwOSAQIDfwF7IABFBEAPCyAFIARqIQgDQCADIAEoAgAgBGxqIQYgAioCAP0TIQkgBSEHA0AgByAH/QAEACAJIAb9AAQA/eYB/eQB/QsEACAHIAf9AAQQIAkgBv0ABBD95gH95AH9CwQQIAZBIGohBiAHQSBqIgcgCEkNAAsgAUEEaiEBIAJBBGohAiAAQQFrIgANAAsLkgECA38BeyAARQRADwsgBSAEaiEIA0AgAyABKAIAIARsaiEGIAIqAgD9EyEJIAUhBwNAIAYgBv0ABAAgCSAH/QAEAP3mAf3kAf0LBAAgBiAG/QAEECAJIAf9AAQQ/eYB/eQB/QsEECAGQSBqIQYgB0EgaiIHIAhJDQALIAFBBGohASACQQRqIQIgAEEBayIADQALC7oBAgJ/AnsgAEUEQA8LIAMgAmohBgNAIAMhBf0MAAAAAAAAAAAAAAAAAAAAACEH/QwAAAAAAAAAAAAAAAAAAAAAIQgDQCAHIAX9AAQAIAH9AAQA/eYB/eQBIQcgCCAF/QAEECAB/QAEEP3mAf3kASEIIAFBIGohASAFQSBqIgUgBkkNAAsgByAI/eQBIQcgBCAH/R8AIAf9HwGSIAf9HwIgB/0fA5KSOAIAIARBBGohBCAAQQFrIgANAAsL';

const PAGE = 65_536;
/** Rows of weights are padded to a multiple of this many numbers. */
const LANES = 8;

interface Loops {
  readonly gather: (n: number, ids: number, values: number, weights: number, stride: number, out: number) => void;
  readonly scatter: (n: number, ids: number, values: number, weights: number, stride: number, step: number) => void;
  readonly dots: (n: number, weights: number, stride: number, step: number, out: number) => void;
}

/** The loops over one piece of memory; all addresses and strides are in bytes. */
export interface Kernel extends Loops {
  /** Takes the next free numbers of the memory, all zero. */
  readonly floats: (length: number) => Float32Array;
  readonly ints: (length: number) => Int32Array;
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
    dots: loops.dots,
    floats: (length) => new Float32Array(memory.buffer, take(length), length),
    ints: (length) => new Int32Array(memory.buffer, take(length), length),
  };
}

/** The numbers that a row of `length` takes. */
export function padded(length: number): number {
  return Math.ceil(length / LANES) * LANES;
}
