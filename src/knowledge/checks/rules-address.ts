import type { Finding } from './finding.ts';
import { sentencesOf } from './readability.ts';
import { findingOf } from './rule.ts';
import type { CheckedText } from './texts.ts';
import type { Tone } from './tone-file.ts';

/**
 * Whether a German text keeps to its address. "Sie" and "Ihr" at the start of a sentence may mean "she" or "they": there
 * "Sie" counts only before a verb that fits nobody but the customer.
 */
export function checkAddress(text: CheckedText, { address }: Tone): readonly Finding[] {
  if (text.language === 'en') return [];
  const found: Finding[] = [];
  for (const sentence of sentencesOf(text.template)) {
    const wrong = text.voice === 'de-Sie' ? informal(sentence, address) : formal(sentence, address);
    if (wrong !== null) {
      const wanted = text.voice === 'de-Sie' ? 'the text says Sie to the customer' : 'the text says du to the customer';
      found.push(findingOf(text, 'address', `"${wrong}": ${wanted}; keep to it, with du in small letters`, sentence));
    }
  }
  return found;
}

function informal(sentence: string, { informal: words }: Tone['address']): string | null {
  return tokens(sentence).find((token) => words.includes(token.toLowerCase())) ?? null;
}

function formal(sentence: string, { formal: words, formalOpening, informal: small }: Tone['address']): string | null {
  const all = tokens(sentence);
  const inside = all.find((token, index) => index > 0 && words.includes(token) && !opensClause(sentence, all, index));
  if (inside !== undefined) return inside;
  const [first, second] = all;
  if (first === 'Sie' && second !== undefined && formalOpening.includes(second)) return `${first} ${second}`;
  const capital = all.find(
    (token, index) => index > 0 && token !== token.toLowerCase() && small.includes(token.toLowerCase()),
  );
  return capital === undefined || opensClause(sentence, all, all.indexOf(capital)) ? null : capital;
}

/** After a colon or an opening quotation mark a capital letter says nothing. */
function opensClause(sentence: string, all: readonly string[], index: number): boolean {
  let from = 0;
  for (const token of all.slice(0, index)) from = sentence.indexOf(token, from) + token.length;
  return /[:„“"‚]\s*$/u.test(sentence.slice(0, sentence.indexOf(all[index] ?? '', from)));
}

function tokens(sentence: string): readonly string[] {
  return sentence.replace(/\{[^}]*\}/g, ' 1 ').match(/[\p{L}\p{N}]+/gu) ?? [];
}
