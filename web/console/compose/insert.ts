/** A text field's content with the place of the cursor; a selection has two different ends. */
export interface Field {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What stands for something that only the writer knows; a text with one does not leave the house. */
const gap = /\{=[^{}\n]+\}/u;

/**
 * Puts a piece at the cursor, in the place of what is selected. Pieces stack: beside other words a piece gets a
 * paragraph of its own. The first gap of the piece is selected, else the cursor stands behind it.
 */
export function insertPiece({ text, from, to }: Field, piece: string): Field {
  const before = text.slice(0, from).trimEnd();
  const after = text.slice(to).trimStart();
  const head = before === '' ? '' : `${before}\n\n`;
  const tail = after === '' ? '' : `\n\n${after}`;
  const found = gap.exec(piece);
  const start = head.length + (found?.index ?? piece.length);
  return { text: `${head}${piece}${tail}`, from: start, to: start + (found?.[0].length ?? 0) };
}

/** The next gap behind the cursor, selected; null where there is none: a key that leads through the gaps leads out at the end. */
export function nextGap({ text, to }: Field): Field | null {
  const found = gap.exec(text.slice(to));
  if (found === null) return null;
  const from = to + found.index;
  return { text, from, to: from + found[0].length };
}

/** Whether a gap was left open. */
export const hasGap = (text: string): boolean => gap.test(text);
