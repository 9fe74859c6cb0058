import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { openingHours } from './opening-hours.ts';

const source = new URL('../../data/bank.json', import.meta.url);

function lookUp(path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
      JSON.parse(readFileSync(source, 'utf8')),
    );
}

const missing = (path: string): never => {
  throw new Error(`data/bank.json has no usable ${path}, which a page names.`);
};

/** One fact of data/bank.json by its path, as text. @throws Error when there is none */
export function bankFact(path: string): string {
  const fact = lookUp(path);
  return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : missing(path);
}

const locales: Readonly<Record<string, string>> = { de: 'de-DE', en: 'en-GB' };

function money(path: string, language: string): string {
  const fact = lookUp(path);
  if (typeof fact !== 'number') return missing(path);
  return new Intl.NumberFormat(locales[language], { style: 'currency', currency: 'EUR' }).format(fact);
}

/** A fact in a form: `tel` for a link, `eur` and `hours` in a language, else as it stands. */
function formed(path: string, form: string | undefined, language = 'de'): string {
  switch (form) {
    case undefined:
      return bankFact(path);
    case 'tel':
      return bankFact(path).replace(/[^\d+]/g, '');
    case 'eur':
      return money(path, language);
    case 'hours':
      return openingHours(lookUp(path) as Record<string, readonly string[]>, language);
    default:
      return missing(`form ${form}`);
  }
}

/**
 * Fills `{{ phone.service }}`, `{{ phone.service | tel }}` or `{{ branches.0.hours | hours:de }}` in the pages from the
 * bank's facts, so that each fact stands in one place.
 */
export function bankFacts(): Plugin {
  return {
    name: 'bank-facts',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(
          /\{\{\s*([\w.]+)\s*(?:\|\s*(\w+)(?::(\w+))?\s*)?\}\}/g,
          (_all, path: string, form: string | undefined, language: string | undefined) => formed(path, form, language),
        ),
    },
  };
}
