import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { bankFacts } from './build/bank-facts.ts';
import { finish } from './build/finish.ts';
import { pageParts } from './build/page-parts.ts';
import { buildWidget } from './build/widget.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../dist/web');

/** The pages: the demo bank in both languages and the console. The widget is built beside them, to its own shape. */
export default defineConfig({
  root: here('.'),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [pageParts(), bankFacts(), buildWidget({ root: here('.'), outDir }), finish(outDir)],
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        demo: here('demo/index.html'),
        privacy: here('demo/datenschutz/index.html'),
        imprint: here('demo/impressum/index.html'),
        'demo-en': here('demo/en/index.html'),
        'privacy-en': here('demo/en/privacy/index.html'),
        'imprint-en': here('demo/en/legal-notice/index.html'),
        console: here('console/index.html'),
      },
    },
  },
});
