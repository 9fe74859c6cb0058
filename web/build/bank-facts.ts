import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const source = new URL('../../data/bank.json', import.meta.url);

/** One fact of data/bank.json by its path, as text. @throws Error when there is none */
export function bankFact(path: string): string {
  const fact = path
    .split('.')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
      JSON.parse(readFileSync(source, 'utf8')),
    );
  if (typeof fact !== 'string' && typeof fact !== 'number')
    throw new Error(`data/bank.json has no ${path}, which a page names.`);
  return String(fact);
}

/** Fills `{{ phone.service }}` in the pages from the bank's facts, so that a number stands in one place. */
export function bankFacts(): Plugin {
  return {
    name: 'bank-facts',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_all, path: string) => bankFact(path)),
    },
  };
}
