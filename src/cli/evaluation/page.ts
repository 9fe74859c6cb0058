import { confusionsOf } from './confusions.ts';
import type { Prediction } from './report.ts';

const CELL = 8;
const MARGIN = 170;
const CURVE = { width: 520, height: 260 };
const WORST = 60;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page of its own about an evaluation: confusion matrix, precision over coverage, confusions, worst examples. */
export function evaluationPage(predictions: readonly Prediction[], figures: Readonly<Record<string, unknown>>): string {
  const rows = confusionsOf(predictions)
    .slice(0, WORST)
    .map(
      ({ expected, got, count, examples }) =>
        `<tr><td>${count}<td>${escape(expected)}<td>${escape(got)}<td>${examples.map(escape).join('<br>')}`,
    );
  const worst = predictions
    .filter(({ expected, got }) => got.zone === 'answer' && expected.intent !== got.intent)
    .sort((a, b) => b.got.confidence - a.got.confidence)
    .slice(0, WORST)
    .map(
      ({ expected, got }) =>
        `<tr><td>${got.confidence.toFixed(2)}<td>${escape(expected.intent ?? 'out of scope')}<td>${escape(got.intent ?? '')}<td>${escape(expected.text)}`,
    );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Understanding</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1b2530;background:#fff}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #dde3e8}
svg text{font-size:7px}pre{background:#f3f5f7;padding:1rem;white-space:pre-wrap}.curve text{font-size:11px}</style>
<h1>What was understood, and what was not</h1><pre>${escape(JSON.stringify(figures, null, 2))}</pre>
<h2>Precision of the answers over their share of all messages</h2>${curve(predictions)}
<h2>Confusion matrix</h2><p>Rows: what was meant; columns: what was understood. Darker: more often, on the diagonal rightly.</p>${matrix(predictions)}
<h2>Most confused</h2><table><tr><th>times<th>meant<th>understood<th>messages${rows.join('')}</table>
<h2>Wrong answers, the surest first</h2><table><tr><th>confidence<th>meant<th>understood<th>message${worst.join('')}</table></html>
`;
}

function matrix(predictions: readonly Prediction[]): string {
  const name = (intent: string | null): string => intent ?? 'out of scope';
  const names = [
    ...new Set(predictions.flatMap(({ expected, got }) => [name(expected.intent), name(got.intent)])),
  ].sort();
  const place = new Map(names.map((intent, i) => [intent, i]));
  const cells = new Map<number, number>();
  const totals = new Map<number, number>();
  for (const { expected, got } of predictions) {
    const row = place.get(name(expected.intent)) ?? 0;
    const cell = row * names.length + (place.get(name(got.intent)) ?? 0);
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    totals.set(row, (totals.get(row) ?? 0) + 1);
  }
  const squares = [...cells].map(([cell, count]) => {
    const row = Math.floor(cell / names.length);
    const column = cell % names.length;
    const share = Math.sqrt(count / (totals.get(row) ?? 1));
    const color = row === column ? '#0b6e4f' : '#b3261e';
    const title = `${names[row] ?? ''} → ${names[column] ?? ''}: ${count}`;
    return `<rect x="${MARGIN + column * CELL}" y="${row * CELL}" width="${CELL}" height="${CELL}" fill="${color}" fill-opacity="${share.toFixed(2)}"><title>${escape(title)}</title></rect>`;
  });
  const labels = names.map(
    (intent, row) => `<text x="${MARGIN - 4}" y="${row * CELL + 7}" text-anchor="end">${escape(intent)}</text>`,
  );
  const size = names.length * CELL;
  return `<svg viewBox="0 0 ${MARGIN + size} ${size}" width="${MARGIN + size}" role="img" aria-label="Confusion matrix">${labels.join('')}<rect x="${MARGIN}" width="${size}" height="${size}" fill="none" stroke="#c5ced6"/>${squares.join('')}</svg>`;
}

/** Precision (from 50 to 100 %) of the messages answered when only the surest share is. */
function curve(predictions: readonly Prediction[]): string {
  const sorted = [...predictions].sort((a, b) => b.got.confidence - a.got.confidence);
  const { width, height } = CURVE;
  let right = 0;
  const points = sorted.map(({ expected, got }, i) => {
    if (expected.intent === got.intent) right++;
    const precision = Math.max(0.5, right / (i + 1));
    return `${((i / sorted.length) * width).toFixed(1)},${((1 - precision) * 2 * height).toFixed(1)}`;
  });
  const lines = [0.6, 0.7, 0.8, 0.9, 1].map((level) => {
    const y = (1 - level) * 2 * height;
    return `<line x1="0" x2="${width}" y1="${y}" y2="${y}" stroke="#dde3e8"/><text x="${width + 4}" y="${y + 4}">${Math.round(level * 100)} %</text>`;
  });
  return `<svg class="curve" viewBox="-4 -8 ${width + 50} ${height + 16}" width="${width + 50}" role="img" aria-label="Precision over coverage">${lines.join('')}<polyline fill="none" stroke="#0b6e4f" stroke-width="2" points="${points.join(' ')}"/></svg>`;
}
