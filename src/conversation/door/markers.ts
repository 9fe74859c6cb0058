/** The kinds of secrets that do not pass the door. */
export type SecretKind = 'card' | 'iban' | 'pin' | 'tan' | 'cvc' | 'password';

/**
 * What stands in the place of a secret. The brackets (U+27E6, U+27E7) are on no keyboard, and the word between them is
 * the same in every language, so that the bot can recognise it and choose its own words.
 */
export const MARKERS: Readonly<Record<SecretKind, string>> = {
  card: '⟦card⟧',
  iban: '⟦iban⟧',
  pin: '⟦pin⟧',
  tan: '⟦tan⟧',
  cvc: '⟦cvc⟧',
  password: '⟦password⟧',
};

const MARKER = /⟦(card|iban|pin|tan|cvc|password)⟧/g;

/** Says whether a text carries at least one marker. */
export function hasMarker(text: string): boolean {
  return text.includes('⟦') && text.search(MARKER) >= 0;
}

/** Lists the kinds of the markers in a text, each once, in the order of their first appearance. */
export function markersIn(text: string): SecretKind[] {
  if (!text.includes('⟦')) return [];
  return [...new Set([...text.matchAll(MARKER)].map((match) => match[1] as SecretKind))];
}
