// How well days and times are found, beside chrono-node, on the labelled messages: npm run bench -- entities
import { readFileSync } from 'node:fs';
import { createUnderstander, type Language, loadShippedModel } from '../src/understanding/index.ts';
import { chronoReader, type DateReader } from './peers/dates.ts';

type Labelled = Readonly<Record<Language, readonly (readonly [string, readonly string[]])[]>> & {
  readonly now: string;
};

const set = JSON.parse(readFileSync('tests/understanding/labelled/entities.json', 'utf8')) as Labelled;
const now = Date.parse(set.now);
const { understand } = createUnderstander(await loadShippedModel('data', 'node_modules/.cache/schalter'));
const isMoment = (entity: string): boolean => /^(?:date|time) /.test(entity);

const ours: DateReader = (text, language) =>
  understand(text, { now, language }).entities.map(({ kind, value }) => `${kind} ${value}`);

console.log('language  precision  recall');
show('own rules', ours);
const chrono = chronoReader(now);
if (chrono === null) console.log('chrono-node: could not be installed, left out');
else show('chrono-node', chrono);

function show(name: string, read: DateReader): void {
  for (const language of ['de', 'en'] as const) {
    let [found, right, wanted] = [0, 0, 0];
    for (const [text, entities] of set[language]) {
      const expected = entities.filter(isMoment);
      const got = read(text, language).filter(isMoment);
      found += got.length;
      wanted += expected.length;
      right += got.filter((entity) => expected.includes(entity)).length;
    }
    const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);
    console.log(`${language.padEnd(8)} ${percent(right / found)} ${percent(right / wanted)}  ${name}`);
  }
}
