import { readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createUnderstander, type Example, readTrainingData, train } from '../understanding/index.ts';
import { type Case, predict, predictionLine, report } from './evaluation/report.ts';
import { readShippedExamples } from './evaluation/shipped.ts';

const USAGE = 'evaluate TEST.jsonl [--train TRAIN.jsonl] [--json] [--predictions OUT.jsonl]';

function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case);
}

/** Lines as examples, and each intent's id, read as words, as one more: it is often a title. */
function asExamples(cases: readonly Case[]): Example[] {
  const examples = cases.map(({ text, lang, intent }) => ({ text, language: lang, intent }));
  const titles = new Map<string, Example>();
  for (const { intent, language } of examples)
    if (intent !== null)
      titles.set(`${language} ${intent}`, { text: intent.replace(/[_.-]+/g, ' '), language, intent });
  return [...examples, ...titles.values()];
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      train: { type: 'string' },
      json: { type: 'boolean' },
      predictions: { type: 'string' },
      data: { type: 'string', default: 'data' },
    },
  });
  const [testFile] = positionals;
  if (testFile === undefined) {
    console.error(`usage: ${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const examples = values.train === undefined ? readShippedExamples(values.data) : asExamples(readCases(values.train));
  const start = performance.now();
  const understander = createUnderstander(train(examples, readTrainingData(values.data)));
  const seconds = (performance.now() - start) / 1000;
  const predictions = predict(readCases(testFile), understander);
  if (values.predictions !== undefined)
    writeFileSync(values.predictions, predictions.map((p) => predictionLine(p) + '\n').join(''));
  const figures = report(predictions, seconds);
  console.log(values.json === true ? JSON.stringify(figures) : JSON.stringify(figures, null, 2));
}

main();
