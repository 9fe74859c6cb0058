import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const css = readFileSync(new URL('../../web/shared/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! },
  ]),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Text (or a sign that carries meaning) on a ground, and the least ratio that WCAG or the house asks for. */
const pairs: readonly (readonly [string, string, number])[] = [
  ['ink', 'paper', 12],
  ['ink', 'surface', 12],
  ['ink-soft', 'paper', 4.5],
  ['ink-soft', 'surface', 4.5],
  ['brand-ink', 'brand', 4.5],
  ['brand', 'paper', 4.5],
  ['brand', 'surface', 4.5],
  ['person', 'paper', 4.5],
  ['person', 'surface', 4.5],
  ['alert', 'paper', 4.5],
  ['alert', 'surface', 4.5],
  ['focus', 'paper', 3],
  ['focus', 'surface', 3],
];

describe('Colours', () => {
  test('every token has a light and a dark value', () => {
    const names = ['paper', 'surface', 'ink', 'ink-soft', 'line', 'brand', 'brand-ink', 'person', 'alert', 'focus'];
    expect([...tokens.keys()]).toEqual(names);
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    test.each(pairs)('%s on %s reaches %d : 1', (front, back, least) => {
      expect(contrast(tokens.get(front)![theme], tokens.get(back)![theme])).toBeGreaterThanOrEqual(least);
    });
  });

  test('the formula itself is right', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});
