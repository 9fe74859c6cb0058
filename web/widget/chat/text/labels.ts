import type { Language } from '../state/types.ts';

export type Labels = Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A label in the reader's language with its `{names}` filled in. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** @throws Error for a key that no label has: the tests name every key that is used */
export function createSay(labels: Labels, language: Language): Say {
  return (key, values = {}) => {
    const label = labels[key];
    if (label === undefined) throw new Error(`There is no label ${key}.`);
    return label[language].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
  };
}
