import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = new Set(['.html', '.js', '.css', '.svg', '.json']);

/** Compresses once what every visitor would else have compressed for them, and marks the build as complete. */
export function finish(outDir: string): Plugin {
  return {
    name: 'finish',
    apply: 'build',
    closeBundle: {
      sequential: true,
      order: 'post',
      handler() {
        for (const path of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
          if (!compressible.has(extname(path))) continue;
          const file = join(outDir, path);
          const bytes = readFileSync(file);
          const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
          writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }));
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        }
        writeFileSync(join(outDir, '.built'), '');
      },
    },
  };
}
