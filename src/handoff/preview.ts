const previewLength = 140;

/** The customer's concern on one line, shortened. */
export function previewOf(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length <= previewLength ? line : `${line.slice(0, previewLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
