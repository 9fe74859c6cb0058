import type { Entity } from '../types.ts';

/** Entities found so far; the first to claim a place keeps it. */
export interface Spans {
  readonly found: Entity[];
}

/** Adds what a pattern finds, where nothing else was found and `value` gives one (null: not what it looks like). */
export function claim(
  spans: Spans,
  text: string,
  kind: Entity['kind'],
  pattern: RegExp,
  value: (match: RegExpMatchArray) => string | null,
): void {
  for (const match of text.matchAll(pattern)) {
    const whole = match[0].trimEnd();
    const start = match.index + match[0].length - match[0].trimStart().length;
    const end = match.index + whole.length;
    if (end <= start || spans.found.some((entity) => start < entity.end && entity.start < end)) continue;
    const normal = value(match);
    if (normal !== null) spans.found.push({ kind, text: text.slice(start, end), value: normal, start, end });
  }
}

/** A pattern for whole words, whatever the letters around them. */
export const whole = (body: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, 'giu');
