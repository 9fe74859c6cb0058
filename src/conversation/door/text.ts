import { findCards } from './cards.ts';
import { findIbans } from './ibans.ts';
import { MARKERS, type SecretKind } from './markers.ts';
import { secretNames } from './named-secrets.ts';
import { spokenNumbers, type SecretSpan } from './spoken-numbers.ts';
import { spokenPassword } from './spoken-passwords.ts';
import { isUnusual, originalSpan, viewOf, type Span } from './view.ts';

/** A text without secrets, and the kinds of those that went, each once, in the order of their first appearance. */
export interface CleanText {
  readonly text: string;
  readonly kinds: readonly SecretKind[];
}

/** No kinds: one array for all, so that the common case makes nothing. */
export const NO_KINDS: readonly SecretKind[] = Object.freeze([]);

// Without a digit and without part of such a word nothing can be secret.
const SUSPICIOUS = /\d|pin|tan|pass|paß|kennw|pwd?|codew|cv[cv]|csc|code|geheim|prüf|sicherheits|otp|secre/i;
// The same question to the view: digits, spoken digits, or a password, which needs neither.
const MAY_HOLD_SECRET =
  /\d|pass|paß|kennw|pwd?|codew|\b(?:null|eins|zw[eo]i?|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zero|one|two|three|four|five|six|seven|eight|nine)\b/;
const ADDRESS = /https?:\/\/[^\s<>"⟦]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOST_PASSES = 10;

/**
 * Replaces secrets in a text by markers: card numbers, IBANs, and PINs, TANs, card codes and passwords said as such.
 * Never throws; linear in the length of the text; cleaning a clean text changes nothing.
 * @returns the same string where there was nothing to replace
 */
export function cleanText(text: string): CleanText {
  if (!SUSPICIOUS.test(text) && !isUnusual(text)) return { text, kinds: NO_KINDS };
  const first = cleanOnce(text);
  if (first.kinds.length === 0) return first;
  // A marker can bring to light what stood behind the secret; a second reading must find nothing.
  let { text: current, kinds } = first;
  for (let pass = 1; pass < MOST_PASSES; pass += 1) {
    const next = cleanOnce(current);
    if (next.kinds.length === 0) break;
    current = next.text;
    kinds = [...new Set([...kinds, ...next.kinds])];
  }
  return { text: current, kinds };
}

function cleanOnce(text: string): CleanText {
  const view = viewOf(text);
  if (!MAY_HOLD_SECRET.test(view.plain)) return { text, kinds: NO_KINDS };
  const secrets = findSecrets(view.plain);
  if (secrets.length === 0) return { text, kinds: NO_KINDS };
  let result = '';
  let at = 0;
  for (const secret of secrets) {
    const span = originalSpan(view, secret);
    result += text.slice(at, span.start) + MARKERS[secret.kind];
    at = span.end;
  }
  return { text: result + text.slice(at), kinds: [...new Set(secrets.map((secret) => secret.kind))] };
}

function findSecrets(plain: string): SecretSpan[] {
  const found: SecretSpan[] = [];
  const addresses: Span[] = plain.includes('://') || plain.includes('-') ? spansOf(ADDRESS, plain) : [];
  if (hasDigits(plain, 2)) {
    const ibans = findIbans(plain);
    for (const span of ibans.valid) found.push({ ...span, kind: 'iban' });
    if (hasDigits(plain, 12)) {
      const cards = findCards(plain, [...ibans.valid, ...addresses], ibans.shaped);
      for (const span of cards.numbers) found.push({ ...span, kind: 'card' });
      for (const span of cards.codes) found.push({ ...span, kind: 'cvc' });
    }
  }
  for (const name of secretNames(plain)) {
    if (name.kind !== 'password') found.push(...spokenNumbers(plain, name));
    else {
      const span = spokenPassword(plain, name);
      if (span !== null) found.push({ ...span, kind: 'password' });
    }
  }
  const kept = found.filter((secret) => !addresses.some((span) => secret.start < span.end && secret.end > span.start));
  return kept.length < 2 ? kept : merged(kept);
}

// Secrets that overlap become one, of the kind that begins first: nothing of either is left.
function merged(secrets: SecretSpan[]): SecretSpan[] {
  const result: SecretSpan[] = [];
  for (const secret of secrets.sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = result.at(-1);
    if (last === undefined || secret.start >= last.end) result.push(secret);
    else if (secret.end > last.end) result[result.length - 1] = { ...last, end: secret.end };
  }
  return result;
}

function hasDigits(plain: string, least: number): boolean {
  let count = 0;
  for (let index = 0; index < plain.length; index += 1) {
    const code = plain.charCodeAt(index);
    if (code >= 48 && code <= 57 && ++count >= least) return true;
  }
  return false;
}

function spansOf(pattern: RegExp, text: string): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}
