import { type Prediction, rates } from './report.ts';

const percent = (share: number): string => (100 * share).toFixed(1).padStart(8);

/** A line for each persona, worst first: how well somebody is understood whom the model has never read. */
export function personaTable(byAuthor: ReadonlyMap<string, readonly Prediction[]>): string[] {
  const rows = [...byAuthor].map(([name, predictions]) => {
    const inScope = predictions.filter(({ expected }) => expected.intent !== null);
    const outside = predictions.filter(({ expected }) => expected.intent === null);
    const kept = outside.filter(({ got }) => got.zone !== 'answer').length;
    return { name, n: predictions.length, ...rates(inScope), recall: outside.length === 0 ? 0 : kept / outside.length };
  });
  return [
    'persona            n accuracy  helpful    wrong  out of scope',
    ...rows
      .sort((a, b) => a.accuracy - b.accuracy)
      .map(
        ({ name, n, accuracy, helpful, wrongAnswers, recall }) =>
          `${name.padEnd(14)}${String(n).padStart(6)} ${percent(accuracy)} ${percent(helpful)} ${percent(wrongAnswers)} ${percent(recall)}`,
      ),
  ];
}
