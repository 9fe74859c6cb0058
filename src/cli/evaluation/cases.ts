import { readFileSync } from 'node:fs';
import type { Example } from '../../understanding/index.ts';
import type { Case } from './report.ts';

/** The lines of an evaluation file. */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case);
}

/** The texts of a file of JSON lines with a `text`, or of plain lines. */
export function readTexts(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (line.startsWith('{') ? (JSON.parse(line) as Case).text : line));
}

/** Lines as examples, and each intent's id, read as words, as one more: it is often a title. */
export function asExamples(cases: readonly Case[]): Example[] {
  const examples = cases.map(({ text, lang, intent }) => ({ text, language: lang, intent }));
  const titles = new Map<string, Example>();
  for (const { intent, language } of examples)
    if (intent !== null)
      titles.set(`${language} ${intent}`, { text: intent.replace(/[_.-]+/g, ' '), language, intent });
  return [...examples, ...titles.values()];
}
