import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Example, Language } from '../../src/understanding/index.ts';

/** Something that learns intents from examples. */
export interface Peer {
  readonly name: string;
  /** Learns; gives null where the peer cannot be had. */
  readonly open: (
    examples: readonly Example[],
  ) => Promise<((example: Example) => string | null | Promise<string | null>) | null>;
}

interface Bayes {
  addDocument(text: string, label: string): void;
  train(): void;
  classify(text: string): string;
}

const OUTSIDE = 'None';
const LANGUAGES: readonly Language[] = ['de', 'en'];
const require = createRequire(import.meta.url);

/** natural's BayesClassifier with the Porter stemmer of each language. */
export const bayesPeer: Peer = {
  name: "natural's BayesClassifier",
  open: (examples) => {
    const Classifier = require('natural/lib/natural/classifiers/bayes_classifier.js') as new (
      stemmer: unknown,
    ) => Bayes;
    const byLanguage = LANGUAGES.map((language) => {
      const stemmer: unknown = require(
        `natural/lib/natural/stemmers/porter_stemmer${language === 'de' ? '_de' : ''}.js`,
      );
      const classifier = new Classifier(stemmer);
      const own = examples.filter((example) => example.language === language);
      for (const { text, intent } of own) classifier.addDocument(text.toLowerCase(), intent ?? OUTSIDE);
      if (own.length > 0) classifier.train();
      return [language, classifier] as const;
    });
    const classifiers = new Map(byLanguage);
    return Promise.resolve(({ text, language }) => classifiers.get(language)?.classify(text.toLowerCase()) ?? null);
  },
};

interface NlpManager {
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(language: string, text: string): Promise<{ intent?: string }>;
}

/** nlp.js with its defaults; it is no dependency, so npm installs it into a temporary folder. */
export const nlpjsPeer: Peer = {
  name: 'nlp.js 4.27',
  open: async (examples) => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-nlpjs-'));
    const install = spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'node-nlp@4.27.0'], {
      encoding: 'utf8',
    });
    if (install.status !== 0) return null;
    const load = createRequire(join(folder, 'package.json'));
    const { NlpManager } = load('node-nlp') as { NlpManager: new (options: object) => NlpManager };
    const manager = new NlpManager({ languages: LANGUAGES, nlu: { log: false }, autoSave: false, ner: false });
    for (const { text, language, intent } of examples) manager.addDocument(language, text, intent ?? OUTSIDE);
    await manager.train();
    return async ({ text, language }) => (await manager.process(language, text)).intent ?? null;
  },
};
