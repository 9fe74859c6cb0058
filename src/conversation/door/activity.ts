import type { Activity } from 'botframework-schema';
import { isCardNumber } from './cards.ts';
import { isDataAddress, isMachineWord, isWebAddress } from './fields.ts';
import { factsOf } from './keys.ts';
import { issuerOf } from './issuers.ts';
import { MARKERS, type SecretKind } from './markers.ts';
import type { FieldKind } from './named-secrets.ts';
import { cleanText, NO_KINDS } from './text.ts';

/** An activity without secrets, and the kinds of those that went. */
export interface CleanActivity {
  readonly activity: Partial<Activity>;
  readonly kinds: readonly SecretKind[];
}

/** Levels of nesting that the door reads; what lies deeper is dropped, because nobody has looked at it. */
const DEEPEST = 100;
// Shared and circular parts are remembered from this level on; JSON has none, and its activities are flat.
const REMEMBER_FROM = 4;
// These are read by people: whatever they begin with, they are cleaned as text and never dropped.
const TEXT_NAMES: ReadonlySet<string> = new Set(['text', 'summary', 'speak', 'title', 'label']);
const DROPPED = Symbol('dropped');

interface Walk {
  readonly kinds: Set<SecretKind>;
  readonly seen: Map<object, unknown>;
}

/**
 * Replaces secrets in everything of an activity that a customer or a member of staff can have written, keys included;
 * ids, web addresses and times stay. `data:` addresses are dropped, because their content cannot be read here.
 * Never changes what it is given, never throws.
 * @returns the same activity where there was nothing to replace
 */
export function cleanActivity(activity: Partial<Activity>): CleanActivity {
  const walk: Walk = { kinds: new Set(), seen: new Map() };
  const cleaned = cleanObject(activity, walk, 0) as Partial<Activity>;
  return { activity: cleaned, kinds: walk.kinds.size === 0 ? NO_KINDS : [...walk.kinds] };
}

function cleanValue(value: unknown, key: string, walk: Walk, depth: number): unknown {
  if (typeof value === 'string') return cleanString(value, key, walk);
  if (typeof value === 'number') return cleanNumber(value, key, walk);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > DEEPEST) return DROPPED;
  if (depth < REMEMBER_FROM)
    return Array.isArray(value) ? cleanArray(value, key, walk, depth) : cleanObject(value, walk, depth);
  if (walk.seen.has(value)) return walk.seen.get(value);
  walk.seen.set(value, DROPPED);
  const cleaned = Array.isArray(value) ? cleanArray(value, key, walk, depth) : cleanObject(value, walk, depth);
  walk.seen.set(value, cleaned);
  return cleaned;
}

function cleanArray(list: readonly unknown[], key: string, walk: Walk, depth: number): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index += 1) {
    const before = list[index];
    const after = cleanValue(before, key, walk, depth + 1);
    if (after === before) continue;
    copy ??= [...list];
    copy[index] = after === DROPPED ? null : after;
  }
  return copy ?? list;
}

function cleanObject(value: object, walk: Walk, depth: number): object {
  const source = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(source);
  let pairs: [string, unknown][] | null = null;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const before = source[key];
    // A key that JSON may carry and that nobody means well: with it gone, no copy can reach a prototype.
    const after = key === '__proto__' ? DROPPED : cleanValue(before, key, walk, depth + 1);
    const cleanKey = cleanKeyOf(key, walk);
    if (pairs === null) {
      if (after === before && cleanKey === key) continue;
      pairs = keys.slice(0, index).map((earlier) => [earlier, source[earlier]]);
    }
    if (after !== DROPPED) pairs.push([cleanKey, after]);
  }
  return pairs === null ? value : objectOf(pairs);
}

// Two keys can become the same: the second gets a number, so that nothing is lost.
function objectOf(pairs: readonly (readonly [string, unknown])[]): object {
  const result: Record<string, unknown> = {};
  for (const [key, value] of pairs) {
    let name = key;
    for (let count = 2; Object.hasOwn(result, name); count += 1) name = `${key} (${count})`;
    result[name] = value;
  }
  return result;
}

function cleanKeyOf(key: string, walk: Walk): string {
  if (factsOf(key).clean) return key;
  const { text, kinds } = cleanText(key);
  for (const kind of kinds) walk.kinds.add(kind);
  return text;
}

function cleanString(text: string, key: string, walk: Walk): unknown {
  if (text.length < 3) return text;
  if (!TEXT_NAMES.has(key) && isDataAddress(text)) return DROPPED;
  if (isWebAddress(text) || (factsOf(key).isProtected && isMachineWord(text))) return text;
  const named = factsOf(key).named;
  if (named !== null && isSecretOf(named, text)) return mark(named, text.replace(/\D/g, '').length, walk);
  const cleaned = cleanText(text);
  for (const kind of cleaned.kinds) walk.kinds.add(kind);
  return cleaned.text;
}

function cleanNumber(value: number, key: string, walk: Walk): unknown {
  if (!Number.isInteger(value) || value < 0) return value;
  const digits = String(value);
  if (digits.length >= 3) {
    const named = factsOf(key).named;
    if (named !== null && isSecretOf(named, digits)) return mark(named, digits.length, walk);
  }
  if (value < 1e11 || factsOf(key).isProtected) return value;
  // Beyond 2^53 the last digits are lost, the check digit too; the first sixteen are still there to be read.
  const card = Number.isSafeInteger(value) ? isCardNumber(digits) : issuerOf(digits) !== 'no';
  if (!card) return value;
  walk.kinds.add('card');
  return MARKERS.card;
}

// A form's field { "pin": "1234" } says what it holds by its key.
function isSecretOf(kind: FieldKind, text: string): boolean {
  if (/^⟦[a-z]+⟧$/.test(text)) return false;
  if (kind === 'password') return !/\s/.test(text.trim()) && !/^(?:true|false|null|undefined)$/i.test(text);
  return /^\s*(?:\d[\s.-]?){3,12}$/.test(text);
}

function mark(named: FieldKind, digits: number, walk: Walk): string {
  const kind: SecretKind = named === 'code' ? (digits <= 4 ? 'cvc' : 'tan') : named;
  walk.kinds.add(kind);
  return MARKERS[kind];
}
