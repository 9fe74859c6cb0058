import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const text = z.string().trim().min(1);
const titles = z.strictObject({ de: text, en: text });
const file = z.strictObject({
  owner: text,
  version: z.int().min(1),
  reviewed: z.iso.date(),
  texts: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z-]*$/),
      group: titles,
      title: titles,
      text: z.strictObject({ de: z.strictObject({ Sie: text, du: text }), en: text }),
    }),
  ),
});

/** A text that staff use often, with placeholders such as `{=customer}`. */
export type Canned = z.infer<typeof file>['texts'][number];

/** Reads data/canned.json. @throws Error where it is not usable */
export async function loadCanned(dataDir: string): Promise<readonly Canned[]> {
  return file.parse(JSON.parse(await readFile(join(dataDir, 'canned.json'), 'utf8'))).texts;
}

const place = /\{=(\w+)\}/gu;

/** Fills what is known; what is not stays and blocks sending, so that nobody is greeted as `{=customer}`. */
export function fillCanned(
  words: string,
  values: Readonly<Record<string, string | null>>,
): { readonly text: string; readonly open: readonly string[] } {
  const filled = words.replace(place, (whole, name: string) => values[name] ?? whole);
  return { text: filled, open: [...new Set([...filled.matchAll(place)].map(([, name]) => name ?? ''))] };
}
