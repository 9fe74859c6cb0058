/** Marks a text that PostgreSQL cannot hold as it is. No id of ours and of no platform begins so. */
const mark = '\u{fdd0}';

/**
 * A text for a column: PostgreSQL takes neither NUL nor half a surrogate pair, and platforms choose ids freely.
 * Different texts stay different.
 */
export function toColumn(text: string): string {
  const plain = !text.includes('\0') && text.isWellFormed() && !text.startsWith(mark);
  return plain ? text : mark + JSON.stringify(text);
}

/** The text that `toColumn` was given. */
export function fromColumn(column: string): string {
  return column.startsWith(mark) ? (JSON.parse(column.slice(mark.length)) as string) : column;
}
