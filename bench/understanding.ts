// How well and how fast messages are understood, beside natural's Bayes classifier and nlp.js, on the same data in one run:
// npm run bench -- understanding [--train TRAIN.jsonl --test TEST.jsonl] [--without-nlpjs]
// Without files: the shipped examples, two authors of each language held out.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { asExamples, readCases } from '../src/cli/evaluation/cases.ts';
import { createUnderstander, type Example, readTrainingData, train } from '../src/understanding/index.ts';
import { bayesPeer, nlpjsPeer, type Peer } from './peers/intents.ts';

const HELD_OUT = new Set(['sepp', 'olena', 'dave', 'grace']);
const WARM_UP = 500;
const ROUNDS = 3;

const { values } = parseArgs({
  options: {
    train: { type: 'string' },
    test: { type: 'string' },
    'without-nlpjs': { type: 'boolean', default: false },
  },
});
const shipped = readTrainingData('data');
const isHeldOut = ({ author }: Example): boolean => author !== undefined && HELD_OUT.has(author);
const inScope = ({ intent }: Example): boolean => intent !== null;
const learnt =
  values.train === undefined
    ? shipped.examples.filter((example) => !isHeldOut(example))
    : asExamples(readCases(values.train));
const asked = (
  values.test === undefined
    ? shipped.examples.filter(isHeldOut)
    : readCases(values.test).map(({ text, lang, intent }) => ({ text, language: lang, intent }))
).filter(inScope);

const ours: Peer = {
  name: 'Schalter, whole pipeline',
  open: (examples) => {
    const { understand } = createUnderstander(train(examples, shipped));
    const now = Date.UTC(2026, 10, 21);
    return Promise.resolve(({ text }) => understand(text, { now }).intent);
  },
};

console.log(`${learnt.length} examples, ${asked.length} messages`);
console.log('accuracy   p50 µs   p99 µs   training s');
for (const peer of [ours, bayesPeer, ...(values['without-nlpjs'] ? [] : [nlpjsPeer])]) await run(peer);

async function run(peer: Peer): Promise<void> {
  const start = performance.now();
  const read = await peer.open(learnt);
  if (read === null) {
    console.log(`${peer.name}: could not be installed, left out`);
    return;
  }
  const seconds = (performance.now() - start) / 1000;
  for (const example of asked.slice(0, WARM_UP)) await read(example);
  const micros: number[] = [];
  let right = 0;
  for (const example of asked) {
    let intent: string | null = null;
    let fastest = Infinity;
    // The fastest of three: what else runs on the machine is not the peer's fault.
    for (let round = 0; round < ROUNDS; round++) {
      const before = performance.now();
      const answer = read(example);
      intent = answer instanceof Promise ? await answer : answer;
      fastest = Math.min(fastest, (performance.now() - before) * 1000);
    }
    micros.push(fastest);
    if (intent === example.intent) right++;
  }
  micros.sort((a, b) => a - b);
  const at = (quantile: number): string => (micros[Math.floor(micros.length * quantile)] ?? 0).toFixed(0).padStart(6);
  const accuracy = `${((100 * right) / asked.length).toFixed(1)} %`;
  console.log(`${accuracy.padStart(8)}   ${at(0.5)}   ${at(0.99)}   ${seconds.toFixed(1).padStart(10)}   ${peer.name}`);
}
