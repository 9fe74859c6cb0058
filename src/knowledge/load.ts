import { buildIntent } from './build-intents.ts';
import { buildPhrases, type PhraseSource } from './build-phrases.ts';
import { readKnowledgeFiles, type DataFile, type KnowledgeFiles } from './files.ts';
import { requiredLabels, requiredPhrases } from './required.ts';
import { KnowledgeError, type Problem } from './problems.ts';
import type { DialogFile, ExamplesFile, PhrasesFile } from './schemas.ts';
import type { Intent, Knowledge, Phrase } from './types.ts';

/**
 * Loads everything that the counter can say. All texts are filled in with the bank's facts here, once. The examples are not
 * read: only learning and the check of the knowledge need them.
 * @param dataDir the folder with bank.json, phrases.json, intents/, examples/ …
 * @param now milliseconds since the epoch: what is expired by then is listed in `expired`
 * @throws KnowledgeError with every problem of every file
 */
export async function loadKnowledge(dataDir: string, now: number): Promise<Knowledge> {
  const { files, problems } = await readKnowledgeFiles(dataDir, { examples: false });
  const { knowledge, problems: more } = buildKnowledge(files, now);
  if (problems.length > 0 || more.length > 0 || knowledge === null) throw new KnowledgeError([...problems, ...more]);
  return knowledge;
}

/** Makes knowledge of files that have the right shape; null when one is missing that all depends on. */
export function buildKnowledge(
  files: KnowledgeFiles,
  now: number,
): { readonly knowledge: Knowledge | null; readonly problems: readonly Problem[] } {
  const { bank, personas, catalogue, phrases } = files;
  if (bank === null || personas === null || catalogue === null || phrases === null)
    return { knowledge: null, problems: [] };
  const facts = bank.content;
  const world = {
    facts,
    titles: new Map(files.intents.map(({ content }) => [content.id, content.title])),
    promised: new Set(catalogue.content.flatMap((topic) => topic.intents)),
  };
  const problems = files.examples.flatMap((file) => problemsOfExamples(file, personas.content, world.promised));
  const intents = files.intents.map((file) => buildIntent(file, world, problems));
  const sources = [sourceOfPhrases(phrases), ...files.dialogs.map(sourceOfDialog)];
  const built = sources.flatMap((source) => buildPhrases(source, facts, problems));
  const knowledge: Knowledge = {
    intents: new Map(intents.map((intent) => [intent.id, intent])),
    facts,
    phrases: new Map(built.map((phrase) => [phrase.id, phrase])),
    labels: labelsOf(phrases, files.dialogs),
    catalogue: catalogue.content,
    topics: phrases.content.topics,
    expired: [
      ...intents.flatMap((intent) => expiredAnswers(intent, now)),
      ...built.flatMap((each) => expiredWordings(each, now)),
    ],
  };
  for (const id of phrases.content.topics.filter((each) => !world.promised.has(each)))
    problems.push({ file: phrases.name, field: 'topics', message: `names no intent of catalogue.json: correct ${id}` });
  for (const id of requiredPhrases.filter((each) => !knowledge.phrases.has(each)))
    problems.push({
      file: phrases.name,
      subject: id,
      field: `phrases.${id}`,
      message: 'is missing: the system says it',
    });
  for (const id of requiredLabels.filter((each) => !knowledge.labels.has(each)))
    problems.push({ file: phrases.name, subject: id, field: `labels.${id}`, message: 'is missing: a button needs it' });
  return { knowledge, problems };
}

function sourceOfPhrases({ name, content }: DataFile<PhrasesFile>): PhraseSource {
  return { name, field: 'phrases', prefix: '', review: content, wordings: content.phrases };
}

function sourceOfDialog({ name, content }: DataFile<DialogFile>): PhraseSource {
  return { name, field: 'prompts', prefix: `${content.dialog}.`, review: content, wordings: content.prompts };
}

function labelsOf(phrases: DataFile<PhrasesFile>, dialogs: readonly DataFile<DialogFile>[]): Knowledge['labels'] {
  return new Map([
    ...Object.entries(phrases.content.labels),
    ...dialogs.flatMap(({ content }) =>
      Object.entries(content.labels).map(([id, text]) => [`${content.dialog}.${id}`, text] as const),
    ),
  ]);
}

/** Intents and personas of the examples that nobody knows. */
function problemsOfExamples(
  { name, content }: DataFile<ExamplesFile>,
  personas: Readonly<Record<string, unknown>>,
  promised: ReadonlySet<string>,
): Problem[] {
  const { intent } = content;
  const problem = (field: string, message: string): Problem => ({
    file: name,
    ...(intent === null ? {} : { subject: intent }),
    field,
    message,
  });
  const strangers = (['de', 'en'] as const).flatMap((language) =>
    Object.keys(content[language])
      .filter((persona) => !Object.hasOwn(personas, persona))
      .map((persona) =>
        problem(`${language}.${persona}`, 'is no persona of personas.json: add it there or correct the name'),
      ),
  );
  return intent === null || promised.has(intent)
    ? strangers
    : [problem('intent', 'is not in catalogue.json: add it there or correct it'), ...strangers];
}

function expiredAnswers(intent: Intent, now: number): readonly string[] {
  const all = intent.publicAnswer === undefined ? intent.answers : [...intent.answers, intent.publicAnswer];
  return all.filter((answer) => now >= answer.expiresAt).map((answer) => answer.id);
}

function expiredWordings(phrase: Phrase, now: number): readonly string[] {
  return phrase.voices.en.filter((wording) => now >= wording.expiresAt).map((wording) => wording.answerId);
}
