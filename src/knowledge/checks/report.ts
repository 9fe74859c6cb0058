import type { CheckResult } from './check.ts';
import type { Finding } from './finding.ts';
import { groupBy } from './group.ts';

/** The findings as an editor reads them, by file, errors first; then the figures of the whole. */
export function report({ findings, texts, examples, means }: CheckResult): string {
  const byFile = [...groupBy(findings, (finding) => finding.file)].sort(([a], [b]) => a.localeCompare(b));
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length;
  const figures = [
    `${texts} texts and ${examples} examples: ${count('error')} errors, ${count('warning')} warnings.`,
    `German reads at ${means.fleschGerman.toFixed(1)} (Flesch-Amstad), school year ${means.wienerGerman.toFixed(1)} (Wiener Sachtextformel).`,
    `English reads at ${means.fleschEnglish.toFixed(1)} (Flesch).`,
  ];
  return [
    ...byFile.map(([file, all]) => [file, ...[...all].sort(errorsFirst).map(line)].join('\n')),
    figures.join('\n'),
  ].join('\n\n');
}

function errorsFirst(a: Finding, b: Finding): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning');
}

function line({ severity, rule, subject, sentence, advice }: Finding): string {
  const quote = sentence === undefined ? '' : `\n      ${sentence}`;
  return `  ${severity} ${rule}, ${subject}: ${advice}${quote}`;
}
