import { factsOf } from '../template.ts';
import type { Finding } from './finding.ts';
import { groupBy } from './group.ts';
import { compile } from './pattern.ts';
import { sentencesOf } from './readability.ts';
import { findingOf } from './rule.ts';
import type { CheckedText } from './texts.ts';
import type { Tone } from './tone-file.ts';

/** A check that numbers, money, times, links and addresses stand in placeholders only. */
export function numbersOutside(tone: Tone): (text: CheckedText) => readonly Finding[] {
  const { words, units, allowed } = tone.numbers;
  const spelled = compile(`(${words.join('|')}) (* )?(${units.join('|')})`);
  const signs = /\d|€|%|https?:|www\.|@/;
  return (text) =>
    sentencesOf(text.template).flatMap((sentence) => {
      const bare = allowed.reduce((rest, each) => rest.replaceAll(each, ''), sentence.replace(/\{[^}]*\}/g, '…'));
      const match = signs.exec(bare) ?? spelled.exec(bare);
      if (match === null) return [];
      const advice = `"${match[0]}" stands in the text: put the fact into bank.json and write its name in braces`;
      return [findingOf(text, 'number', advice, sentence)];
    });
}

/**
 * Whether an answer names the same facts with Sie, with du and in English: otherwise one of them tells less, or another
 * amount. A number for calls from abroad counts as the number that it stands for.
 */
export function checkSameFacts(texts: readonly CheckedText[], tone: Tone): readonly Finding[] {
  const { sameAs } = tone.numbers;
  const facts = (text: CheckedText) =>
    [...new Set(factsOf(text.template).map((fact) => sameAs[fact] ?? fact))].sort().join(', ');
  return [...groupBy(texts, (text) => `${text.file} ${text.id}`).values()].flatMap((group) => {
    const wanted = group.find((text) => text.voice === 'de-Sie');
    if (wanted === undefined) return [];
    return group
      .filter((text) => facts(text) !== facts(wanted))
      .map((text) => {
        const advice = `names other facts (${facts(text) || 'none'}) than the text with Sie (${facts(wanted) || 'none'})`;
        return findingOf(text, 'same-facts', `${advice}: name the same ones`);
      });
  });
}

/** What must stand in an answer because a life or money depends on it, and what must never stand there. */
export function checkVital(text: CheckedText, tone: Tone): readonly Finding[] {
  const named = factsOf(text.template);
  const found: Finding[] = [];
  for (const { intent, uses, must, mustNot = [], why } of tone.vital) {
    if (text.intent !== intent || text.use === undefined || !uses.includes(text.use)) continue;
    for (const choice of must.filter((each) => !each.split('|').some((fact) => named.includes(fact))))
      found.push(findingOf(text, 'vital', `must name {${choice.replaceAll('|', '} or {')}}: ${why}`));
    for (const fact of mustNot.filter((each) => named.includes(each)))
      found.push(findingOf(text, 'vital', `must not name {${fact}}: ${why}`));
  }
  const { intents, facts, why } = tone.creditIntents;
  if (text.intent !== undefined && intents.includes(text.intent))
    for (const fact of named.filter((each) => facts.some((start) => each.startsWith(start))))
      found.push(findingOf(text, 'credit', `must not name {${fact}}: ${why}`));
  return found;
}
