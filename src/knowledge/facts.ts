import type { Language } from '../understanding/types.ts';
import { FillError } from './problems.ts';
import type { BankFile } from './schemas.ts';

/** The bank's facts as bank.json holds them. */
export type Facts = BankFile;

const languages: readonly Language[] = ['de', 'en'];

/**
 * Says a fact in a language: strings as they are, `{de,en}` by language, `{eur}` as "4,90 €" or "€4.90" (whole euros
 * without decimals), `{percent}` as "1,5 %" or "1.5%".
 * @param path where the fact stands in bank.json, such as `price.accountMonthly`
 * @throws FillError where there is no such fact or it is a group of facts
 */
export function sayFact(facts: Facts, path: string, language: Language): string {
  const fact = findFact(facts, path);
  if (typeof fact === 'string') return fact;
  if (typeof fact === 'number') return number(fact, language);
  if (isRecord(fact)) {
    if (typeof fact['eur'] === 'number') return euros(fact['eur'], language);
    if (typeof fact['percent'] === 'number') return percent(fact['percent'], language);
    const text = fact[language];
    if (typeof text === 'string') return text;
  }
  if (fact !== undefined)
    throw new FillError(
      `the fact {${path}} cannot be said: it must be a text, a number, {de,en}, {eur} or {percent} in bank.json`,
    );
  const near = nearestPaths(facts, path);
  const hint = near.length === 0 ? '' : ` (like {${near.join('}, {')}})`;
  throw new FillError(`the fact {${path}} does not exist: add it to bank.json or correct its name${hint}`);
}

/** The three facts whose names begin most like a name, for whoever mistyped it. */
function nearestPaths(facts: Facts, path: string): readonly string[] {
  const shared = (other: string) => {
    let length = 0;
    while (length < path.length && path[length] === other[length]) length += 1;
    return length;
  };
  const group = path.split('.')[0] ?? '';
  return factPaths(facts)
    .filter((other) => other.startsWith(`${group}.`))
    .sort((a, b) => shared(b) - shared(a))
    .slice(0, 3);
}

/** The last day (YYYY-MM-DD) on which a fact holds, or undefined where it has none. */
export function factValidUntil(facts: Facts, path: string): string | undefined {
  const fact = findFact(facts, path);
  return isRecord(fact) && typeof fact['validUntil'] === 'string' ? fact['validUntil'] : undefined;
}

/**
 * The moment from which on something valid until a day is no longer said, in milliseconds since the epoch. The day ends
 * at midnight in Germany; the summer's offset is taken all year, so in winter it is said an hour less, never an hour more.
 */
export function endOfDay(day: string): number {
  const midnightInSummer = 22;
  return Date.parse(`${day}T00:00:00Z`) + midnightInSummer * 3_600_000;
}

/** All facts that can be said, as paths. */
function factPaths(facts: Facts): readonly string[] {
  return [...walk(facts, '')];
}

function* walk(value: unknown, path: string): Generator<string> {
  if (typeof value === 'string' || typeof value === 'number') yield path;
  else if (isRecord(value)) {
    if ('eur' in value || 'percent' in value || languages.every((language) => language in value)) yield path;
    else for (const [key, child] of Object.entries(value)) yield* walk(child, path === '' ? key : `${path}.${key}`);
  }
}

function findFact(facts: Facts, path: string): unknown {
  let value: unknown = facts;
  for (const key of path.split('.')) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function euros(amount: number, language: Language): string {
  const decimals = Number.isInteger(amount) ? 0 : 2;
  const text = number(amount, language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return language === 'de' ? `${text} €` : `€${text}`;
}

function percent(share: number, language: Language): string {
  return language === 'de' ? `${number(share, language)} %` : `${number(share, language)}%`;
}

function number(value: number, language: Language, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', options).format(value);
}
