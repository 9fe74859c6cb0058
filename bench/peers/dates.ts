import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../src/understanding/index.ts';

/** Finds days and times in a text: "date 2026-11-24", "time 14:30". */
export type DateReader = (text: string, language: Language) => readonly string[];

interface Parsed {
  readonly start: { get(part: string): number | null; isCertain(part: string): boolean };
}
interface Chrono {
  parse(text: string, reference: Date, options: object): readonly Parsed[];
}

const two = (value: number): string => String(value).padStart(2, '0');

/** chrono-node; it is no dependency, so npm installs it into a temporary folder. Null where it cannot be had. */
export function chronoReader(now: number): DateReader | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-chrono-'));
  const install = spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'chrono-node@2.9.0'], {
    encoding: 'utf8',
  });
  if (install.status !== 0) return null;
  const load = createRequire(join(folder, 'package.json'));
  const chrono = load('chrono-node') as Readonly<Record<Language, Chrono>>;
  return (text, language) =>
    chrono[language].parse(text, new Date(now), { forwardDate: true }).flatMap(({ start }) => {
      const part = (name: string): number => start.get(name) ?? 0;
      const day = `date ${part('year')}-${two(part('month'))}-${two(part('day'))}`;
      const isDay = start.isCertain('day') || start.isCertain('weekday');
      const time = start.isCertain('hour') ? [`time ${two(part('hour'))}:${two(part('minute'))}`] : [];
      return [...(isDay || time.length === 0 ? [day] : []), ...time];
    });
}
