import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const folder = new URL('../demo/parts/', import.meta.url);

/**
 * Puts `<!-- part top.de other=/en/ -->` in place: the file `demo/parts/top.de.html` with `{other}` filled in, so that what
 * all pages share stands in one place.
 * @throws Error where there is no such file
 */
export function pageParts(): Plugin {
  return {
    name: 'page-parts',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(/<!-- part ([\w.]+)((?: \w+=\S+)*) -->/g, (_all, name: string, values: string) => {
          const filled = new Map([...values.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]));
          const part = readFileSync(new URL(`${name}.html`, folder), 'utf8');
          return part.replace(/\{(\w+)\}(?!\})/g, (gap, key: string) => filled.get(key) ?? gap);
        }),
    },
  };
}
