import labels from '../../../data/labels/console.json' with { type: 'json' };

export type Language = 'de' | 'en';
export type Label = keyof typeof labels;
type Values = Readonly<Record<string, string | number>>;

/** The console's words in one language; all of them stand in data/labels/console.json. */
export interface Words {
  readonly language: Language;
  /** The label with `{name}` filled in. */
  say(label: Label, values?: Values): string;
  /** The label for a number of things: `<label>.one` or `<label>.other`, `{n}` filled in. */
  count(label: CountLabel, n: number): string;
  /** The label under a code of the service; null where there are no words for it. */
  code(prefix: string, code: string): string | null;
}

type CountLabel = { [L in Label]: L extends `${infer Stem}.one` ? Stem : never }[Label];

const table = labels as Readonly<Record<string, Readonly<Record<Language, string>> | undefined>>;

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}

export function createWords(language: Language): Words {
  const plural = new Intl.PluralRules(language);
  const look = (label: string): string => table[label]?.[language] ?? label;
  return {
    language,
    say: (label, values = {}) => fill(look(label), values),
    count: (label, n) => fill(look(`${label}.${plural.select(n) === 'one' ? 'one' : 'other'}`), { n }),
    code: (prefix, code) => table[`${prefix}.${code}`]?.[language] ?? null,
  };
}

/** The language that was chosen before, else the browser's: German unless it asks for English first. */
export function preferredLanguage(kept: string | null, browser: readonly string[]): Language {
  if (kept === 'de' || kept === 'en') return kept;
  return browser[0]?.toLowerCase().startsWith('de') === false ? 'en' : 'de';
}
