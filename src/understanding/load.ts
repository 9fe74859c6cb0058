import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from './model.ts';
import { pack, unpack } from './pack.ts';
import { train, type TrainOptions } from './train.ts';
import type { Example } from './types.ts';

/** Rises whenever the same examples would give another model. */
const CODE_VERSION = 4;

export interface LoadOptions extends TrainOptions {
  readonly examples: readonly Example[];
  /** Where trained models are kept; created if missing. Without it nothing is kept. */
  readonly cacheDir?: string;
}

/** The name of a model's file: a hash of all that it is learnt from. */
export function modelFileName({ examples, lexicon, languageTexts, moods, names, seed }: LoadOptions): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([CODE_VERSION, examples, lexicon, languageTexts, moods, names, seed]));
  return `understanding-${hash.digest('hex').slice(0, 24)}.bin`;
}

/** The model for these examples: from its file if there is one, else trained and kept (written, then renamed). */
export async function loadModel(options: LoadOptions): Promise<Model> {
  if (options.cacheDir === undefined) return train(options.examples, options);
  const file = join(options.cacheDir, modelFileName(options));
  const kept = await readFile(file).catch(() => null);
  if (kept !== null) {
    const model = readModel(kept);
    if (model !== null) return model;
  }
  const model = train(options.examples, options);
  await mkdir(options.cacheDir, { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, pack(model));
  await rename(temporary, file);
  return model;
}

/** A damaged file counts as none: the model is trained again. */
function readModel(bytes: Uint8Array): Model | null {
  try {
    return unpack(bytes) as Model;
  } catch {
    return null;
  }
}
