import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** Says what is wrong with a field and how to mend it. It quotes nothing but unknown fields' names. */
export function explain(issue: Issue): string {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') return 'is missing: add it';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}: write it as docs/knowledge.md shows`;
    case 'unrecognized_keys':
      return `has a field that is not known here (${issue.keys.join(', ')}): correct its spelling or remove it`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'is empty: write the text'
        : issue.origin === 'array'
          ? `has too few entries: write at least ${issue.minimum}`
          : `is too small: the least is ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `has too many entries: at most ${issue.maximum} are allowed`
        : `is too big: the most is ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date'
        ? 'is no date: write it as 2026-11-16'
        : 'does not have the form that is expected here: compare it with docs/knowledge.md';
    case 'invalid_value':
      return `must be one of these: ${issue.values.map(String).join(', ')}`;
    default:
      return 'is not right: compare it with docs/knowledge.md';
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'a group of fields in { }',
  record: 'a group of fields in { }',
};

/** The path of a field as an editor reads it: `answers[1].de.du`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
