/**
 * A text as the door reads it: lower case, digits of every script as 0 to 9, compatibility forms resolved (NFKC),
 * spaces and dashes unified, invisible characters and combining marks left out.
 */
export interface View {
  readonly plain: string;
  /** For each character of `plain` (and its end) where it starts in the original; null when both run in step. */
  readonly starts: readonly number[] | null;
}

/** A stretch of a text in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Everything outside of this set is folded one by one: Latin-1 letters, usual punctuation and spaces stay as they are.
const UNUSUAL = /[^\t-\r -~\xa0-\xac\xae-\xb1\xb4-\xb8\xba\xbb\xbf-\xff‐-―‘-‟•…‹›€→]/;
const DECIMAL = /^\p{Nd}$/u;
const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Me}\p{Cc}\p{Default_Ignorable_Code_Point}]$/u;
const SPACE = /^[\p{Z}\s⠀]$/u;
const DASH = /^[\p{Pd}−⁃]$/u;

const folded = new Map<string, string>();
const FOLDED_MOST = 4096;

/** Says whether a text has characters that the view folds one by one. */
export function isUnusual(text: string): boolean {
  return UNUSUAL.test(text);
}

/** Makes the view of a text; costs one pass over it. */
export function viewOf(text: string): View {
  if (!UNUSUAL.test(text)) return { plain: text.toLowerCase(), starts: null };
  const starts: number[] = [];
  let plain = '';
  let at = 0;
  for (const character of text) {
    const fold = foldOf(character);
    for (let index = 0; index < fold.length; index += 1) starts.push(at);
    plain += fold;
    at += character.length;
  }
  starts.push(at);
  return { plain, starts };
}

/** Translates a span of the view to the original; invisible characters that follow it belong to it. */
export function originalSpan(view: View, span: Span): Span {
  if (view.starts === null) return span;
  const start = view.starts[span.start] ?? 0;
  let end = span.end;
  // One character can unfold to several (ligatures): a span never ends inside of one.
  while (end < view.plain.length && view.starts[end] === view.starts[end - 1]) end += 1;
  return { start, end: view.starts[end] ?? start };
}

function foldOf(character: string): string {
  if (character.length === 1 && !UNUSUAL.test(character)) return character.toLowerCase();
  const known = folded.get(character);
  if (known !== undefined) return known;
  if (folded.size >= FOLDED_MOST) folded.clear();
  const fold = computeFold(character);
  folded.set(character, fold);
  return fold;
}

function computeFold(character: string): string {
  if (SPACE.test(character)) return ' ';
  if (INVISIBLE.test(character)) return '';
  if (DECIMAL.test(character)) return decimalOf(character.codePointAt(0) ?? 0);
  if (DASH.test(character)) return '-';
  let fold = '';
  for (const part of character.normalize('NFKC').toLowerCase()) {
    if (SPACE.test(part)) fold += ' ';
    else if (DASH.test(part)) fold += '-';
    else if (DECIMAL.test(part)) fold += decimalOf(part.codePointAt(0) ?? 0);
    else if (!INVISIBLE.test(part)) fold += part;
  }
  return fold;
}

// Unicode keeps the decimal digits of a script together and in order, zero first (Unicode Standard, 4.6).
function decimalOf(codePoint: number): string {
  let value = 0;
  while (DECIMAL.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
  return String(value % 10);
}
