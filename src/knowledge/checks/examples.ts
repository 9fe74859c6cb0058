import type { DataFile, KnowledgeFiles } from '../files.ts';
import type { ExamplesFile } from '../schemas.ts';
import type { Language } from '../../understanding/types.ts';
import { alikePairs, normalise, wordSet } from './alike.ts';
import type { Finding } from './finding.ts';
import { groupBy } from './group.ts';
import type { Tone } from './tone-file.ts';

interface Entry {
  readonly file: string;
  readonly intent: string;
  readonly language: Language;
  readonly place: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

const languages = ['de', 'en'] as const;

/** Enough examples from enough personas, none twice, none nearly twice, none that two intents claim. */
export function checkExamples(files: KnowledgeFiles, tone: Tone): readonly Finding[] {
  const entries = files.examples.flatMap(entriesOf);
  return [
    ...checkAmounts(files, tone),
    ...checkOpenings(files, tone),
    ...checkTwins(entries, tone),
    ...checkNumbers(entries),
  ];
}

function entriesOf({ name, content }: DataFile<ExamplesFile>): readonly Entry[] {
  return languages.flatMap((language) =>
    Object.entries(content[language]).flatMap(([persona, texts]) =>
      texts.map((text, index) => ({
        file: name,
        intent: content.intent ?? 'out of scope',
        language,
        place: `${language}.${persona}[${index}]`,
        text,
        words: wordSet(text),
      })),
    ),
  );
}

function checkAmounts(files: KnowledgeFiles, tone: Tone): readonly Finding[] {
  const taught = new Set(files.examples.map((file) => file.content.intent));
  const found: Finding[] = (files.catalogue?.content ?? [])
    .flatMap((topic) => topic.intents)
    .filter((id) => !taught.has(id))
    .map((id) => {
      const advice = 'is promised in catalogue.json but has no examples: write them';
      return { severity: 'error', rule: 'examples', file: `examples/${id}.json`, subject: id, advice };
    });
  for (const { name, content } of files.examples) {
    const subject = content.intent ?? 'out of scope';
    const wish =
      content.intent === null
        ? tone.examples.outOfScope
        : content.intent.startsWith('chat.')
          ? tone.examples.chat
          : tone.examples;
    for (const language of languages) {
      const personas = Object.values(content[language]).filter((texts) => texts.length > 0);
      const count = personas.reduce((sum, texts) => sum + texts.length, 0);
      const { least, wanted } = wish[language];
      if (count < wanted) {
        const severity = count < least ? 'error' : 'warning';
        const advice = `has ${count} examples in ${language}: write ${wanted - count} more, as strangers would say it`;
        found.push({ severity, rule: 'examples', file: name, subject, advice });
      }
      if (personas.length < tone.examples.personas[language]) {
        const advice = `has examples of ${personas.length} personas in ${language}: let at least ${tone.examples.personas[language]} speak`;
        found.push({ severity: 'warning', rule: 'examples', file: name, subject, advice });
      }
    }
  }
  return found;
}

/** The same words at the start of many examples of an intent betray a template. */
function checkOpenings(files: KnowledgeFiles, tone: Tone): readonly Finding[] {
  const { words, max, share } = tone.examples.sameOpening;
  return files.examples.flatMap(({ name, content }) =>
    languages.flatMap((language) => {
      const openings = Object.values(content[language])
        .flat()
        .map((text) => normalise(text).split(' ').slice(0, words))
        .filter((opening) => opening.length === words)
        .map((opening) => opening.join(' '));
      return [...groupBy(openings, (opening) => opening)]
        .filter(([, same]) => same.length > Math.max(max, share * openings.length))
        .map(([opening, same]): Finding => {
          const advice = `${same.length} examples begin with "${opening}": say some of them differently`;
          return {
            severity: 'warning',
            rule: 'template',
            file: name,
            subject: content.intent ?? 'out of scope',
            advice,
          };
        });
    }),
  );
}

/** Both languages have words such as "stop" or "iban?": that is no fault within an intent. */
function isTwin([entry, rival]: readonly [Entry, Entry]): boolean {
  return entry.intent !== rival.intent || entry.language === rival.language;
}

/** Equal or nearly equal examples, in one intent or in two. */
function checkTwins(entries: readonly Entry[], tone: Tone): readonly Finding[] {
  const pairs = alikePairs(entries, tone.thresholds.alike.max);
  return pairs.filter(isTwin).map(([entry, rival]) => {
    const claimed = entry.intent !== rival.intent;
    const same = normalise(entry.text) === normalise(rival.text) ? 'the same as' : 'nearly the same as';
    const advice = claimed
      ? `is ${same} an example of ${rival.intent} (${rival.place}): decide which intent it is, or make it clear`
      : `is ${same} ${rival.place}: replace one of them by another situation`;
    return {
      severity: 'error',
      rule: claimed ? 'two-intents' : 'duplicate',
      file: entry.file,
      subject: `${entry.intent} ${entry.place}`,
      sentence: entry.text,
      advice,
    };
  });
}

/** Long numbers would be redacted in a customer's message, and real ones have no place in a file. */
function checkNumbers(entries: readonly Entry[]): readonly Finding[] {
  return entries
    .filter(({ text }) => /\d(?:[ -]?\d){11,}/.test(text))
    .map(({ file, intent, place }) => {
      const advice = 'holds a long number, such as of a card or an account: remove it';
      return { severity: 'error', rule: 'secret', file, subject: `${intent} ${place}`, advice };
    });
}
