import type { Finding } from './finding.ts';
import { compile } from './pattern.ts';
import { sentencesOf } from './readability.ts';
import { findingOf } from './rule.ts';
import type { CheckedText } from './texts.ts';
import type { Tone } from './tone-file.ts';

/** A check of the word lists with everything compiled once. */
export function wordLists(tone: Tone): (text: CheckedText) => readonly Finding[] {
  const lists = tone.lists.map((list) => ({
    rule: list.rule,
    advice: list.advice,
    unless: { de: list.unless?.de.map(compile) ?? [], en: list.unless?.en.map(compile) ?? [] },
    de: list.de.map((entry) => ({ ...entry, expression: compile(entry.find) })),
    en: list.en.map((entry) => ({ ...entry, expression: compile(entry.find) })),
  }));
  return (text) =>
    sentencesOf(text.template).flatMap((sentence) => {
      const bare = sentence.replace(/\{[^}]*\}/g, '{}');
      return lists.flatMap((list) => {
        if (list.unless[text.language].some((excuse) => excuse.test(bare))) return [];
        return list[text.language].flatMap(({ expression, say }) => {
          const match = expression.exec(bare);
          if (match === null) return [];
          return [findingOf(text, list.rule, `"${match[0]}": ${list.advice}; better: ${say}`, sentence)];
        });
      });
    });
}
