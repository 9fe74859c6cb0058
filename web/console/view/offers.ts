import { keyNames, type CommandId } from '../keys/commands.ts';
import type { Offer } from '../keys/find.ts';
import type { Runs } from '../keys/use-keys.ts';
import type { DeskState } from '../model/state.ts';
import type { Case, CannedText, Entry, Suggestion } from '../model/types.ts';
import { customerWords, reasonWords } from '../words/things.ts';
import { percent } from '../words/understood.ts';
import type { Words } from '../words/words.ts';
import { withoutMarkers } from './parts/marked-text.tsx';
import { addressOf, type PageName } from './route.ts';
import { commandWords } from './talk/actions.tsx';

/** Commands that have no meaning inside the palette. */
const elsewhere: ReadonlySet<CommandId> = new Set(['palette', 'suggest', 'back']);

export function commandOffers(runs: Runs, item: Case | undefined, words: Words): readonly Offer[] {
  return (Object.keys(runs) as CommandId[])
    .filter((id) => !elsewhere.has(id))
    .map((id) => ({
      id: `command ${id}`,
      title: commandWords(id, item, words),
      hint: '',
      group: words.say('palette.commands'),
      keys: keyNames(id, words),
      run: () => runs[id]?.(0),
    }));
}

export function pageOffers(pages: readonly ('cases' | PageName)[], words: Words): readonly Offer[] {
  return pages.map((name) => ({
    id: `page ${name}`,
    title: words.code('page', name) ?? name,
    hint: '',
    group: words.say('palette.pages'),
    keys: [],
    run: () => {
      location.hash = addressOf(name === 'cases' ? { at: 'cases', caseId: null } : { at: name });
    },
  }));
}

export function caseOffers(cases: Iterable<Case>, words: Words): readonly Offer[] {
  return [...cases].map((item) => ({
    id: `case ${item.id}`,
    title: `${customerWords(item, words)}: ${reasonWords(item.reason, words)}`,
    hint: `${item.number} · ${withoutMarkers(item.preview, words)}`,
    group: words.say('palette.cases'),
    keys: [],
    run: () => {
      location.hash = addressOf({ at: 'cases', caseId: item.id });
    },
  }));
}

interface Texts {
  readonly suggestions: readonly Suggestion[];
  readonly texts: readonly CannedText[];
}

/** Approved answers and canned texts; `insert` puts one at the cursor. */
export function textOffers(
  { suggestions, texts }: Texts,
  insert: (text: string) => void,
  words: Words,
): readonly Offer[] {
  const { language } = words;
  return [
    ...suggestions.map((one, at) => ({
      id: `suggestion ${one.intent}`,
      title: one.title[language],
      hint: one.text,
      group: words.say('palette.suggested'),
      keys: [percent(one.confidence, words), ...(at < 3 ? [String(at + 1)] : [])].slice(1),
      run: () => insert(one.text),
    })),
    ...texts.map((one) => ({
      id: `text ${one.id}`,
      title: one.title[language],
      hint: one.text,
      group: one.group[language],
      keys: [],
      run: () => insert(one.text),
    })),
  ];
}

/** The record of the turn in which a line of the assistant was said: it stands behind it, or, of a later line, before. */
export function turnOf(state: DeskState, caseId: string, seq: number): Entry | undefined {
  const entries = state.threads.get(caseId)?.entries ?? [];
  return (
    entries.find((entry) => entry.seq > seq && entry.understood !== null) ??
    entries.findLast((entry) => entry.seq < seq && entry.understood !== null)
  );
}

/** What would have been right: first what the assistant had thought of as well, then everything it knows. */
export function rightOffers(
  state: DeskState,
  caseId: string,
  seq: number,
  choose: (right: string | undefined) => void,
  words: Words,
): readonly Offer[] {
  const offer = (id: string, title: string, group: string, right: string | undefined): Offer => ({
    id,
    title,
    hint: '',
    group,
    keys: [],
    run: () => choose(right),
  });
  const turn = turnOf(state, caseId, seq);
  const thought = turn?.understood?.flatMap(({ alternatives }) => alternatives) ?? [];
  const title = (intent: string): string =>
    state.info?.intents.find((one) => one.intent === intent)?.title[words.language] ?? intent;
  return [
    ...[...new Set(thought.map(({ intent }) => intent))].map((intent) =>
      offer(`thought ${intent}`, title(intent), words.say('wrong.thought'), intent),
    ),
    offer('none', words.say('wrong.person'), words.say('wrong.short'), 'none'),
    offer('unknown', words.say('wrong.unknown'), words.say('wrong.short'), undefined),
    ...(state.info?.intents ?? []).map(({ intent }) =>
      offer(`intent ${intent}`, title(intent), words.say('wrong.all'), intent),
    ),
  ];
}
