import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../../web/${path}`, import.meta.url), 'utf8');
const tokens = new Map(
  [...read('shared/tokens.css').matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
);
const mixes = new Map(
  [
    ...read('console/style/base.css').matchAll(
      /--([\w-]+): color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)/g,
    ),
  ].map(([, name, one, share, other]) => [name!, { one: one!, share: Number(share) / 100, other: other! }]),
);

type Theme = 'light' | 'dark';
const channels = (hex: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** A token or a mix of two as red, green, blue. */
function colour(name: string, theme: Theme): readonly number[] {
  const mix = mixes.get(name);
  if (mix === undefined) return channels(tokens.get(name)![theme]);
  const other = colour(mix.other, theme);
  return colour(mix.one, theme).map((part, at) => part * mix.share + other[at]! * (1 - mix.share));
}

/** WCAG 2.2. */
function contrast(one: string, other: string, theme: Theme): number {
  const [dark, light] = [one, other]
    .map((name) => {
      const [r, g, b] = colour(name, theme).map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    })
    .sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** The console's mixed grounds, with what stands on them; borders of fields carry meaning (3 : 1). */
const pairs = [
  ['alert', 'alert-wash', 4.5],
  ['ink-soft', 'alert-wash', 4.5],
  ['ink', 'person-wash', 7],
  ['brand', 'wash', 4.5],
  ['edge', 'surface', 3],
] as const;

describe.each(['light', 'dark'] as const)("The console's mixed colours in the %s theme", (theme) => {
  test.each(pairs)('%s on %s reaches %d : 1', (front, back, least) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(least);
  });
});
