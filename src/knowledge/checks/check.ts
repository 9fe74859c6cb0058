import { buildKnowledge } from '../load.ts';
import type { KnowledgeFiles } from '../files.ts';
import { checkExamples } from './examples.ts';
import type { Finding } from './finding.ts';
import { checkAddress } from './rules-address.ts';
import { checkSameFacts, checkVital, numbersOutside } from './rules-facts.ts';
import { checkAlike, checkFiles } from './rules-files.ts';
import { checkLength, checkMeans, readabilityMeans } from './rules-length.ts';
import { nextStep } from './rules-next-step.ts';
import { wordLists } from './rules-words.ts';
import { collectTexts } from './texts.ts';
import type { Tone } from './tone-file.ts';

/** What the check found, and the figures of the whole. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly texts: number;
  readonly examples: number;
  readonly means: ReturnType<typeof readabilityMeans>;
}

/**
 * Checks tone, completeness and examples of knowledge files that have the right shape.
 * @param now milliseconds since the epoch; what is expired by then is an error
 */
export function checkKnowledge(files: KnowledgeFiles, tone: Tone, now: number): CheckResult {
  const texts = collectTexts(files);
  const rules = [wordLists(tone), numbersOutside(tone), nextStep(tone)];
  const findings = [
    ...checkFiles(files, tone),
    ...expired(files, now),
    ...texts.flatMap((text) => [
      ...checkLength(text, tone),
      ...rules.flatMap((rule) => rule(text)),
      ...checkAddress(text, tone),
      ...checkVital(text, tone),
    ]),
    ...checkAlike(texts, tone),
    ...checkSameFacts(texts, tone),
    ...checkMeans(texts, tone),
    ...checkExamples(files, tone),
  ];
  const examples = files.examples.reduce((sum, { content }) => sum + countOf(content.de) + countOf(content.en), 0);
  return { findings, texts: texts.length, examples, means: readabilityMeans(texts, tone) };
}

function countOf(byPersona: Readonly<Record<string, readonly string[]>>): number {
  return Object.values(byPersona).reduce((sum, texts) => sum + texts.length, 0);
}

function expired(files: KnowledgeFiles, now: number): readonly Finding[] {
  const { knowledge } = buildKnowledge(files, now);
  const dialogs = new Set(files.dialogs.map((file) => file.content.dialog));
  const fileOf = (id: string): string => {
    const [first = '', second = ''] = id.split('.');
    if (!id.includes('#')) return `intents/${first}.${second}.json`;
    return dialogs.has(first) ? `dialogs/${first}.json` : 'phrases.json';
  };
  return (knowledge?.expired ?? []).map((id) => ({
    severity: 'error',
    rule: 'expired',
    file: fileOf(id),
    subject: id,
    advice: 'is expired and never said: review it, then set reviewed and validUntil (or those of the fact in it)',
  }));
}
