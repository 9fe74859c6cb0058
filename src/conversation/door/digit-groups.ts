import type { Span } from './view.ts';

/** Digits without anything between them, and how they hang on the group before. */
export interface DigitGroup extends Span {
  readonly digits: string;
  /** What stands between this group and the one before; null where the two do not belong together. */
  readonly gap: string | null;
  /** A plus stands before it, as before a country code. */
  readonly plus: boolean;
}

const GROUP = /\d+/g;
// Anything that people put between the parts of one number, line breaks included; longer gaps part two numbers.
const GAP = /^[\s\-.,:;/\\_*`~|•·'()[\]‐-―]{1,5}$/;

/**
 * Splits a text into groups of digits.
 * @param closed spans whose digits are left out
 * @param doubtful spans in which groups stand for themselves, and those that hang on a letter are left out
 */
export function digitGroups(plain: string, closed: readonly Span[], doubtful: readonly Span[]): DigitGroup[] {
  const groups: DigitGroup[] = [];
  let before: DigitGroup | undefined;
  for (const match of plain.matchAll(GROUP)) {
    const start = match.index;
    const end = start + match[0].length;
    const touches = (span: Span) => start < span.end && end > span.start;
    const alone = doubtful.some(touches);
    if (closed.some(touches) || (alone && /[a-z]/.test(plain.charAt(start - 1)))) {
      before = undefined;
      continue;
    }
    if (alone) before = undefined;
    const between = before === undefined ? null : plain.slice(before.end, Math.min(start, before.end + 6));
    const gap = between !== null && GAP.test(between) ? between : null;
    before = { start, end, digits: match[0], gap, plus: plain.charCodeAt(start - 1) === 43 };
    groups.push(before);
    if (alone) before = undefined;
  }
  return groups;
}
