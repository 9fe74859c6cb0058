import { sayFact, type Facts } from '../facts.ts';
import type { KnowledgeFiles } from '../files.ts';
import type { Use, Voice } from '../types.ts';
import type { Language } from '../../understanding/types.ts';

/** A text as an editor wrote it, with where it stands and what it is for. */
export interface CheckedText {
  readonly file: string;
  /** The answer's or phrase's id. */
  readonly id: string;
  readonly voice: Voice;
  readonly language: Language;
  /** As written, with placeholders. */
  readonly template: string;
  /** As read: facts filled in, a number, link or address as a single short word. */
  readonly reading: string;
  /** The intent, for answers. */
  readonly intent?: string;
  readonly use?: Use;
  readonly buttons: readonly string[];
}

/** Every text of the knowledge that a customer may read. */
export function collectTexts(files: KnowledgeFiles): readonly CheckedText[] {
  const facts = files.bank?.content;
  if (facts === undefined) return [];
  return [...answerTexts(files, facts), ...phraseTexts(files, facts)];
}

function* answerTexts(files: KnowledgeFiles, facts: Facts): Generator<CheckedText> {
  for (const { name, content } of files.intents) {
    const { publicAnswer } = content;
    const answers = [
      ...content.answers.map((answer) => ({ ...answer, use: answer.use, buttons: answer.buttons ?? [] })),
      ...(publicAnswer === undefined ? [] : [{ ...publicAnswer, use: 'public' as const, buttons: [] }]),
    ];
    for (const { id, use, buttons, de, en } of answers)
      for (const [voice, template] of voices(de.Sie, de.du, en))
        yield { file: name, id, intent: content.id, use, buttons, ...asRead(voice, template, facts) };
  }
}

function* phraseTexts(files: KnowledgeFiles, facts: Facts): Generator<CheckedText> {
  const sources = [
    ...(files.phrases === null ? [] : [{ name: files.phrases.name, prefix: '', all: files.phrases.content.phrases }]),
    ...files.dialogs.map(({ name, content }) => ({ name, prefix: `${content.dialog}.`, all: content.prompts })),
  ];
  for (const { name, prefix, all } of sources)
    for (const [key, { de, en }] of Object.entries(all))
      for (const index of en.keys())
        for (const [voice, template] of voices(de.Sie[index], de.du[index], en[index]))
          yield {
            file: name,
            id: `${prefix}${key}#${index + 1}`,
            buttons: [],
            ...asRead(voice, template, facts),
          };
}

function voices(sie = '', du = '', en = ''): readonly (readonly [Voice, string])[] {
  return [
    ['de-Sie', sie],
    ['de-du', du],
    ['en', en],
  ];
}

function asRead(voice: Voice, template: string, facts: Facts) {
  const language: Language = voice === 'en' ? 'en' : 'de';
  const reading = template.replace(/\{=\w+\}/g, 'Name').replace(/\{([^{}]+)\}/g, (placeholder, path: string) => {
    const said = say(facts, path, language) ?? placeholder;
    return /^[\p{L} .,-]*\p{L}[\p{L} .,-]*$/u.test(said) || / (bis|to|und|and) /.test(said) ? said : '1';
  });
  return { voice, language, template, reading };
}

/** The load reports facts that are missing; the check goes on without them. */
function say(facts: Facts, path: string, language: Language): string | null {
  try {
    return sayFact(facts, path, language);
  } catch {
    return null;
  }
}
