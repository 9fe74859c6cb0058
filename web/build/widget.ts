import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { bankFact } from './bank-facts.ts';

interface Place {
  readonly root: string;
  readonly outDir: string;
}

/** What the widget knows of the bank without asking the service. */
const bank = {
  name: bankFact('bank.name'),
  phone: bankFact('phone.service'),
  privacy: bankFact('link.privacy'),
  imprint: bankFact('link.imprint'),
};

interface Library {
  readonly entry: string;
  readonly define?: Record<string, string>;
  readonly format: 'es' | 'iife';
  readonly file: string;
}

/** The loader's own few labels: the rest comes with the chat. */
function launcherLabels(): Record<string, unknown> {
  const file = new URL('../../data/labels/widget.json', import.meta.url);
  const labels = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key.startsWith('launcher.')));
}

function library({ root, outDir }: Place, { entry, define, format, file }: Library): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: { __BANK__: JSON.stringify(bank), ...define },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: false,
      minify: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, entry),
        preserveEntrySignatures: 'strict',
        output: { format, entryFileNames: file },
      },
    },
  };
}

/**
 * Builds the widget in two files of its own: the chat as one hashed module, and `widget.js`, a classic script without
 * imports (a bank's page embeds it with one line), which knows the chat's name.
 */
export function buildWidget(place: Place): Plugin {
  return {
    name: 'widget',
    apply: 'build',
    writeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        await build(library(place, { entry: 'widget/chat/main.tsx', format: 'es', file: 'assets/chat-[hash].js' }));
        const chat = readdirSync(join(place.outDir, 'assets')).find((name) => /^chat-[\w-]+\.js$/.test(name));
        if (chat === undefined) throw new Error('The chat was not built.');
        const define = {
          __CHAT_FILE__: JSON.stringify(`assets/${chat}`),
          __LAUNCHER_LABELS__: JSON.stringify(launcherLabels()),
        };
        await build(library(place, { entry: 'widget/loader/main.ts', define, format: 'iife', file: 'widget.js' }));
      },
    },
  };
}
