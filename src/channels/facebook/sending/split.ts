/** How long a text may be: in UTF-16 units (what Meta calls characters) or bytes of UTF-8. */
export interface Limit {
  readonly most: number;
  readonly unit: 'characters' | 'bytes';
}

/** Meta takes 2,000 characters on Facebook and 1,000 bytes on Instagram; some room stays for what it counts otherwise. */
export const limits = {
  facebook: { most: 1900, unit: 'characters' },
  instagram: { most: 950, unit: 'bytes' },
} as const satisfies Record<string, Limit>;

const encoder = new TextEncoder();
const sizeOf = (text: string, { unit }: Limit): number =>
  unit === 'characters' ? text.length : encoder.encode(text).length;

/** Abbreviations whose full stop ends no sentence, in German and English. */
const abbreviations =
  /(?:^|[\s(„"])(?:z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|o\.\s?ä|z|d|u|i|o|s|bzw|ca|evtl|ggf|inkl|zzgl|max|min|Nr|Abs|Art|Str|Tel|Dr|Prof|Hr|Fr|St|usw|vgl|Mio|Mrd|Std|e\.\s?g|i\.\s?e|Mr|Mrs|Ms|No|approx|etc)\.$/i;

/** Whether a sentence ends before `at`: after a stop that belongs to no abbreviation, number or address. */
function endsSentence(text: string, at: number): boolean {
  if (!/\s/.test(text[at] ?? ' ')) return false;
  const before = text.slice(Math.max(0, at - 24), at);
  if (/[!?…:]["“)]?$/.test(before)) return true;
  if (!/\.["“)]?$/.test(before)) return false;
  // "am 3. Mai", "1. Rufen Sie an": a number's stop may end a sentence, but seldom does.
  return !/\d\.$/.test(before) && !abbreviations.test(before);
}

const graphemes = new Intl.Segmenter('de', { granularity: 'grapheme' });

/** The longest beginning that fits, made of whole characters as people see them; at least one. */
function fitting(text: string, limit: Limit): number {
  let end = 0;
  let size = 0;
  for (const { segment } of graphemes.segment(text)) {
    size += sizeOf(segment, limit);
    if (size > limit.most && end > 0) return end;
    // A sign of more parts than a whole message takes: it is cut between its code points.
    if (size > limit.most) return cutInside(segment, limit);
    end += segment.length;
  }
  return end;
}

function cutInside(segment: string, limit: Limit): number {
  let end = 0;
  for (const sign of segment) {
    if (end > 0 && sizeOf(segment.slice(0, end + sign.length), limit) > limit.most) return end;
    end += sign.length;
  }
  return end;
}

/** Where to cut a text of which the first `most` units fit: at a paragraph, a sentence, a line, a word, else anywhere. */
function cutAt(text: string, most: number): number {
  const least = Math.floor(most / 3);
  const paragraph = text.lastIndexOf('\n\n', most);
  if (paragraph >= least) return paragraph;
  for (let at = most; at >= least; at -= 1) if (endsSentence(text, at)) return at;
  const line = text.lastIndexOf('\n', most);
  if (line >= least) return line;
  for (let at = most; at > 0; at -= 1) if (/\s/.test(text[at] ?? '')) return at;
  return most;
}

/**
 * Cuts a text into pieces that a platform takes, in order; together they hold every word. Web addresses have no
 * spaces and so stay whole unless one alone is too long.
 */
export function splitText(text: string, limit: Limit): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (sizeOf(rest, limit) > limit.most) {
    // Only as much is looked at as could fit: texts may be long.
    const fits = fitting(rest.slice(0, limit.most + 1000), limit);
    const cut = cutAt(rest, fits);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

/** A text cut to `most` characters with an ellipsis, never inside a character. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = fitting(text, { most: most - 1, unit: 'characters' });
  return `${text.slice(0, end).trimEnd()}…`;
}
