import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createUnderstander, readTrainingData, train } from '../understanding/index.ts';
import { asExamples, readCases, readTexts } from './evaluation/cases.ts';
import { confusionsOf } from './evaluation/confusions.ts';
import { crossValidate } from './evaluation/cross-validate.ts';
import { evaluationPage } from './evaluation/page.ts';
import { personaTable } from './evaluation/personas.ts';
import { predict, type Prediction, predictionLine, report } from './evaluation/report.ts';

const USAGE = `evaluate TEST.jsonl [--train TRAIN.jsonl]   how well messages are understood
evaluate --cross-validate [--by-persona]    the same for the shipped examples, each by a model that has not seen its author;
                                            by persona: a model for each of them, and a line for each
evaluate FILE --unknown-words               the words that the understanding does not know, most frequent first; FILE holds
                                            JSON lines with a text, or plain lines, such as real conversations
  --json                  one object on the last line
  --predictions OUT.jsonl a line for each message
  --confusions            the pairs of intents that are confused most, with messages
  --html OUT.html         a page with matrix, curve and the worst messages
  --data FOLDER           another data folder than data`;
const CONFUSIONS = 25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    train: { type: 'string' },
    json: { type: 'boolean', default: false },
    predictions: { type: 'string' },
    'cross-validate': { type: 'boolean', default: false },
    'by-persona': { type: 'boolean', default: false },
    confusions: { type: 'boolean', default: false },
    html: { type: 'string' },
    'unknown-words': { type: 'boolean', default: false },
    data: { type: 'string', default: 'data' },
  },
});
const [testFile] = positionals;

if (values['unknown-words'] && testFile !== undefined) listUnknownWords(testFile);
else if (values['cross-validate']) {
  const { predictions, byAuthor, seconds } = crossValidate(readTrainingData(values.data), values['by-persona']);
  if (values['by-persona']) for (const line of personaTable(byAuthor)) console.log(line);
  tell(predictions, seconds);
} else if (testFile !== undefined) {
  const shipped = readTrainingData(values.data);
  const examples = values.train === undefined ? shipped.examples : asExamples(readCases(values.train));
  const start = performance.now();
  const understander = createUnderstander(train(examples, shipped));
  const seconds = (performance.now() - start) / 1000;
  tell(predict(readCases(testFile), understander), seconds);
} else {
  console.error(USAGE);
  process.exitCode = 2;
}

function tell(predictions: readonly Prediction[], seconds: number): void {
  if (values.predictions !== undefined)
    writeFileSync(values.predictions, predictions.map((p) => predictionLine(p) + '\n').join(''));
  const figures = report(predictions, seconds);
  if (values.html !== undefined) writeFileSync(values.html, evaluationPage(predictions, figures));
  if (values.confusions)
    for (const { expected, got, count, examples } of confusionsOf(predictions).slice(0, CONFUSIONS))
      console.log(`${count} × ${expected} → ${got}\n${examples.map((text) => `      ${text}\n`).join('')}`);
  console.log(values.json ? JSON.stringify(figures) : JSON.stringify(figures, null, 2));
}

function listUnknownWords(file: string): void {
  const shipped = readTrainingData(values.data);
  const { explain } = createUnderstander(train(shipped.examples, shipped));
  const counts = new Map<string, number>();
  for (const text of readTexts(file))
    for (const word of explain(text, {}).unknownWords) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const [word, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`${count}\t${word}`);
}
