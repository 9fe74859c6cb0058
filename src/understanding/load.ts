import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from './model.ts';
import { pack, unpack } from './pack.ts';
import { train } from './train.ts';
import { readTrainingData, trainingFiles } from './data.ts';

/** Rises whenever the same examples would give another model. */
const CODE_VERSION = 7;

/** The name of a model's file: a hash of all that it is learnt from. */
function modelFileName(...learntFrom: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256').update(String(CODE_VERSION));
  for (const part of learntFrom) hash.update(part).update('\0');
  return `understanding-${hash.digest('hex').slice(0, 24)}.bin`;
}

/**
 * The model for what a data folder ships. Whether a kept one fits is told by the files' bytes: nothing is parsed for it.
 * @param learn trains on a data folder and gives the packed model; without it here and now
 */
export async function loadShippedModel(
  dataFolder: string,
  cacheDir: string,
  learn: (dataFolder: string) => Promise<Uint8Array> = trainHere,
): Promise<Model> {
  return keptModel(cacheDir, modelFileName(...trainingFiles(dataFolder)), () => learn(dataFolder));
}

function trainHere(dataFolder: string): Promise<Uint8Array> {
  const data = readTrainingData(dataFolder);
  return Promise.resolve(pack(train(data.examples, data)));
}

/** The model of a file, or, where there is none that can be read, one that is learnt and kept (written, then renamed). */
async function keptModel(cacheDir: string, name: string, learn: () => Promise<Uint8Array>): Promise<Model> {
  const file = join(cacheDir, name);
  const kept = await readFile(file).catch(() => null);
  const model = kept === null ? null : readModel(kept);
  if (model !== null) return model;
  const packed = await learn();
  // A disk that takes nothing must not keep the service from starting: the next start learns again.
  await keep(cacheDir, file, packed).catch(() => undefined);
  return unpack(packed) as Model;
}

async function keep(cacheDir: string, file: string, packed: Uint8Array): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, packed);
  await rename(temporary, file);
  await forgetOld(cacheDir);
}

/** Models that are kept: this one and the one before it, for the way back. */
const keptModels = 2;

/** Removes models of earlier examples; whoever is quicker with it does it. */
async function forgetOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^understanding-\w+\.bin$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      time: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const old = files.sort((a, b) => b.time - a.time).slice(keptModels);
  await Promise.all(old.map(({ path }) => unlink(path).catch(() => undefined)));
}

/** A damaged file counts as none: the model is trained again. */
function readModel(bytes: Uint8Array): Model | null {
  try {
    return unpack(bytes) as Model;
  } catch {
    return null;
  }
}
