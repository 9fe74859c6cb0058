import type { SecretName } from './named-secrets.ts';
import { mayEndHere } from './spoken-numbers.ts';
import type { Span } from './view.ts';
import { FILLERS, NAMED_AFTER, STATES, STATE_FILLERS, STATE_SHAPE, TELLS } from './words.ts';

const LONGEST = 256;
const MOST_WORDS = 8;
const LEAST_CHARACTERS = 3;
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '„': '“”"',
  '“': '”“"',
  '‚': '‘’',
  '‘': '’',
  '»': '«',
  '«': '»',
  '`': '`',
};
const TOKEN = /\S{1,256}/y;
const MARKS = /[\s\-–—→>*_~|…]/;

/**
 * Finds the password that a customer says after the word, or before it ("Hund123 ist mein Passwort").
 * @param plain the view of a text
 * @param name the word that names it
 */
export function spokenPassword(plain: string, name: SecretName): Span | null {
  return passwordAfter(plain, name) ?? passwordBefore(plain, name);
}

function passwordAfter(plain: string, name: SecretName): Span | null {
  let told = false;
  let doubtful = false;
  let words = 0;
  let at = name.end;
  while (at < plain.length && at < name.end + LONGEST) {
    const character = plain.charAt(at);
    if (character === ':' || character === '=') {
      told = true;
      at += 1;
      continue;
    }
    const closing = QUOTES[character];
    if (closing !== undefined) {
      const quoted = told ? quotedAt(plain, at, closing) : null;
      if (quoted !== null) return quoted;
      at += 1;
      continue;
    }
    if (MARKS.test(character)) {
      at += 1;
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(plain)?.[0] ?? '';
    const bare = token.replace(/[.,;:!?)"'”“]+$/, '');
    if (token === '' || isMarker(bare)) return null;
    words += 1;
    if (words > MOST_WORDS) return null;
    if (told && !isState(bare)) return !doubtful || looksLikePassword(bare) ? spanOf(at, token) : null;
    if (TELLS.has(bare) && told) return null;
    if (TELLS.has(bare)) told = true;
    else if (told && STATE_FILLERS.has(bare)) doubtful ||= bare === 'nicht' || bare === 'not';
    else if (told && /^(?:wie|as) (?:folgt|follows)/.test(plain.slice(at, at + 12))) at += token === 'as' ? 8 : 6;
    else if (!told && looksLikePassword(bare) && !isAddress(bare)) return spanOf(at, token);
    else if (told || !FILLERS.has(bare)) return toldLater(plain, at);
    if (/[:=]$/.test(token)) told = true;
    else if (/[.!?]$/.test(token)) return null;
    at += token.length;
  }
  return null;
}

// "Mein Passwort für das Online-Banking lautet Hund": a few words of any kind, then a word that only tells.
const TOLD_LATER = /^[^.!?\n:=]{0,60}?(?:\b(?:lautet|heißt|heisst)\b\s?:?|[:=])\s?(\S{3,256})/;

function toldLater(plain: string, from: number): Span | null {
  const match = TOLD_LATER.exec(plain.slice(from, from + 340));
  const token = match?.[1];
  if (match === null || token === undefined) return null;
  const bare = token.replace(/[.,;:!?)"'”“]+$/, '');
  const start = from + match[0].length - token.length;
  return looksLikePassword(bare) && !isAddress(bare) && !isMarker(bare) ? spanOf(start, token) : null;
}

function passwordBefore(plain: string, name: SecretName): Span | null {
  const offset = Math.max(0, name.start - 200);
  const before = plain.slice(offset, name.start);
  const bridge = NAMED_AFTER.exec(before);
  if (bridge === null || !mayEndHere(plain, name.end)) return null;
  const token = /(\S{3,128})\s{0,2}$/.exec(before.slice(0, bridge.index));
  const text = token?.[1];
  if (token === null || text === undefined || isMarker(text) || isAddress(text)) return null;
  const told =
    bridge[0].startsWith('(') ||
    bridge[0].startsWith('=') ||
    /^\s?(?:,\s?)?(?:ist|is|lautet|als|as|was|war)/.test(bridge[0]);
  if (!told || !looksLikePassword(text.replace(/^["'„“(]+|["'”“)]+$/g, ''))) return null;
  return { start: offset + token.index, end: offset + token.index + text.length };
}

function quotedAt(plain: string, at: number, closing: string): Span | null {
  for (let index = at + 1; index < plain.length && index - at < LONGEST; index += 1) {
    if (!closing.includes(plain.charAt(index))) continue;
    const inside = plain.slice(at + 1, index);
    return inside.trim().length >= LEAST_CHARACTERS && !isMarker(inside) ? { start: at + 1, end: index } : null;
  }
  return null;
}

// The mark that ends a sentence stays; "!" goes too, because passwords like to end with it.
function spanOf(start: number, token: string): Span | null {
  const text = token.replace(/[.,;:?)"'”“]+$/, '');
  return text.length >= LEAST_CHARACTERS ? { start, end: start + text.length } : null;
}

function isState(word: string): boolean {
  return STATES.has(word) || STATE_FILLERS.has(word) || FILLERS.has(word) || TELLS.has(word) || STATE_SHAPE.test(word);
}

function isMarker(token: string): boolean {
  return /^⟦[a-z]+⟧/.test(token);
}

/** A word with a digit in it, or digits alone: what nobody writes but passwords and part numbers. */
function looksLikePassword(word: string): boolean {
  if (word.length < 4 || (!/\d/.test(word) && !/[a-zäöüß0-9][!$%&*#@^+][a-zäöüß0-9!$%&*#@^+]/.test(word))) return false;
  return (
    !/^\d+[-.]?(?:x|mal|te[nrs]?|er|fach|h|min|st|uhr|times|th|nd|rd|stellig[a-z]*|jährig[a-z]*|tage?n?|days?)?$/.test(
      word,
    ) || /^\d{4,}$/.test(word)
  );
}

function isAddress(word: string): boolean {
  return /^(?:https?:|www\.)|^[^@\s]+@[^@\s]+\.[a-z]{2,}$/.test(word);
}
