import { isProtectedKey } from './fields.ts';
import { kindOfKey, type FieldKind } from './named-secrets.ts';
import { cleanText } from './text.ts';

/** What the name of a key tells about what it holds. */
export interface KeyFacts {
  /** It holds an id, an address or a time. */
  readonly isProtected: boolean;
  /** The kind of secret that the key names. */
  readonly named: FieldKind | null;
  /** The key itself carries no secret. */
  readonly clean: boolean;
}

// The keys of a channel are always the same few; those that somebody makes up are not worth remembering.
const USUAL_KEY = /^[A-Za-z_]{1,40}$/;
const known = new Map<string, KeyFacts>();
const KNOWN_MOST = 1024;

/** Reads the name of a key; the answer for usual keys is remembered. */
export function factsOf(key: string): KeyFacts {
  const facts = known.get(key);
  if (facts !== undefined) return facts;
  const read = { isProtected: isProtectedKey(key), named: kindOfKey(key), clean: cleanText(key).kinds.length === 0 };
  if (known.size < KNOWN_MOST && USUAL_KEY.test(key)) known.set(key, read);
  return read;
}
