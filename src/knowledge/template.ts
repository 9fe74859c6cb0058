import type { Language } from '../understanding/types.ts';
import type { Facts } from './facts.ts';
import { factValidUntil, endOfDay, sayFact } from './facts.ts';
import { FillError } from './problems.ts';
import type { Segments } from './types.ts';

const factPlaceholder = /\{([^{}=][^{}]*)\}/g;
const valuePlaceholder = /\{=([A-Za-z]\w*)\}/;
const everyValuePlaceholder = new RegExp(valuePlaceholder.source, 'g');

/**
 * Replaces each `{path.in.bank.json}` of a text by the bank's fact, said in the language. Named values (`{=name}`) stay.
 * @throws FillError for a fact that does not exist, or for a brace that belongs to no placeholder
 */
export function fill(template: string, facts: Facts, language: Language): string {
  const text = template.replace(factPlaceholder, (_, path: string) => sayFact(facts, path, language));
  if (/[{}]/.test(text.replace(everyValuePlaceholder, '')))
    throw new FillError('has a brace that belongs to no placeholder: write {path.in.bank.json}, or remove it');
  return text;
}

/** The facts that a text names. */
export function factsOf(template: string): readonly string[] {
  return [...template.matchAll(factPlaceholder)].map((match) => match[1] ?? '');
}

/** The named values that a text wants, each once, sorted. */
export function valuesOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(everyValuePlaceholder)].map((match) => match[1] ?? ''))].sort();
}

/** The earliest moment (milliseconds since the epoch) at which a fact in the text ceases to hold; Infinity for none. */
export function factsExpireAt(template: string, facts: Facts): number {
  const days = factsOf(template).map((path) => factValidUntil(facts, path));
  return Math.min(Infinity, ...days.map((day) => (day === undefined ? Infinity : endOfDay(day))));
}

/** Cuts a filled text at its named values: literal, name, literal, … */
export function segments(text: string): Segments {
  return text.split(valuePlaceholder);
}

/**
 * Puts the values between the literals.
 * @throws FillError for a value that is missing: a customer never sees a placeholder
 */
export function join(parts: Segments, values: Readonly<Record<string, string | number>>): string {
  if (parts.length === 1) return parts[0] ?? '';
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const value = Object.hasOwn(values, part) ? values[part] : undefined;
      if (value === undefined) throw new FillError(`wants a value named "${part}": pass it in values`);
      return String(value);
    })
    .join('');
}
