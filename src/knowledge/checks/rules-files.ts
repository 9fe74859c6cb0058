import type { DataFile, KnowledgeFiles } from '../files.ts';
import type { IntentFile } from '../schemas.ts';
import { similarity, wordSet } from './alike.ts';
import type { Finding } from './finding.ts';
import { groupBy } from './group.ts';
import type { CheckedText } from './texts.ts';
import type { Tone } from './tone-file.ts';

/** Titles, buttons, dialogs, and what is promised but missing. */
export function checkFiles(files: KnowledgeFiles, tone: Tone): readonly Finding[] {
  const promised = (files.catalogue?.content ?? []).flatMap((topic) => topic.intents);
  const written = new Set(files.intents.map((file) => file.content.id));
  const dialogs = new Set(files.dialogs.map((file) => file.content.dialog));
  return [
    ...promised
      .filter((id) => !written.has(id))
      .map((id): Finding => {
        const advice = 'is promised in catalogue.json but has no file: write its answers';
        return { severity: 'error', rule: 'missing', file: `intents/${id}.json`, subject: id, advice };
      }),
    ...files.intents.flatMap((file) => checkIntent(file, written, dialogs, tone)),
  ];
}

function checkIntent(
  file: DataFile<IntentFile>,
  written: ReadonlySet<string>,
  dialogs: ReadonlySet<string>,
  tone: Tone,
): readonly Finding[] {
  const { id, title, answers, dialog } = file.content;
  const finding = (rule: string, subject: string, advice: string): Finding => ({
    severity: 'error',
    rule,
    file: file.name,
    subject,
    advice,
  });
  const { max } = tone.thresholds.titleLength;
  const found: Finding[] = [];
  for (const text of [title.de, title.en])
    if (text.length > max)
      found.push(
        finding('title', id, `"${text}" has ${text.length} characters: cut it to ${max}, it is a button's label`),
      );
  for (const answer of answers)
    for (const button of answer.buttons ?? [])
      if (!written.has(button))
        found.push(finding('button', answer.id, `${button} has no file: correct or remove the button`));
      else if (button === id) found.push(finding('button', answer.id, 'leads back to this answer: remove the button'));
  for (const use of ['first', 'again', 'short'] as const)
    if (!answers.some((answer) => answer.use === use))
      found.push(finding('wordings', id, `has no answer with the use "${use}": write one`));
  if (dialog !== undefined && !dialogs.has(dialog))
    found.push(finding('dialog', id, `the dialog ${dialog} has no prompts: write dialogs/${dialog}.json`));
  return found;
}

/** Two answers of an intent, or two wordings of a phrase, that say nearly the same words. */
export function checkAlike(texts: readonly CheckedText[], tone: Tone): readonly Finding[] {
  const groups = groupBy(texts, (text) => `${text.intent ?? text.id.replace(/#\d+$/, '')} ${text.voice}`);
  const { max } = tone.thresholds.alike;
  return [...groups.values()].flatMap((group) =>
    group.flatMap((text, index) => {
      const twin = group
        .slice(0, index)
        .find((other) => similarity(wordSet(text.reading), wordSet(other.reading)) >= max);
      if (twin === undefined) return [];
      const advice = `says nearly the same words as ${twin.id}: find another wording`;
      return [{ severity: 'error', rule: 'wordings', file: text.file, subject: `${text.id} ${text.voice}`, advice }];
    }),
  );
}
