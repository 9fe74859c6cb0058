/** A piece of a text: words, or something that can be called, opened or written to. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const mail = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;
const web = String.raw`(?:https?:\/\/|www\.)[^\s<>"„“”»«]+`;
// Seven digits at least from a plus or a nought on, so that dates, amounts and postal codes are left alone.
const phone = String.raw`(?:\+|0)\d(?:[ \/-]?\d| ?\(0\)){5,14}`;
// Numbers that help at once and are too short for the rule; "110 €" is money.
const short = String.raw`116 ?116|116 ?123|110|112`;
const money = String.raw`(?![.,]?\d|\s?(?:€|%|Euro|EUR|Cent))`;

const pattern = new RegExp(
  String.raw`(?<mail>${mail})|(?<web>${web})|(?<![\w.,+\/-]|\d )(?<phone>${phone}|(?:${short}))${money}(?![\w-])`,
  'giu',
);

/** A sentence's own punctuation is no part of an address. */
function trimEnd(address: string): string {
  let text = address.replace(/[.,;:!?'’]+$/u, '');
  if (text.endsWith(')') && !text.includes('(')) text = text.slice(0, -1);
  return text.replace(/[.,;:!?]+$/u, '');
}

function webAddress(text: string): string | null {
  try {
    const url = new URL(text.startsWith('www.') ? `https://${text}` : text);
    return url.hostname.includes('.') ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits plain text into words and links; joined again, the pieces are the text. */
export function splitLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  const take = (start: number, found: string, href: string): void => {
    if (start > done) pieces.push({ kind: 'words', text: text.slice(done, start) });
    pieces.push({ kind: 'link', text: found, href });
    done = start + found.length;
  };
  for (const match of text.matchAll(pattern)) {
    const found = match.groups ?? {};
    if (found['mail'] !== undefined) take(match.index, found['mail'], `mailto:${found['mail']}`);
    else if (found['web'] !== undefined) {
      const address = trimEnd(found['web']);
      const href = webAddress(address);
      if (href !== null) take(match.index, address, href);
    } else if (found['phone'] !== undefined)
      take(match.index, found['phone'], `tel:${found['phone'].replace('(0)', '').replace(/[^\d+]/g, '')}`);
  }
  if (done < text.length) pieces.push({ kind: 'words', text: text.slice(done) });
  return pieces;
}

/** The paragraphs of a message: a blank line parts them. */
export function paragraphs(text: string): readonly string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}
