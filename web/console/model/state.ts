import type { Case, Entry, Me } from './types.ts';

/** A conversation as far as it was read. */
export interface Thread {
  readonly entries: readonly Entry[];
  /** The number up to which everything was read. */
  readonly lastSeq: number;
  /** Set while there is more in front of the first entry. */
  readonly earlier: boolean;
}

/** A call under way or failed, shown at its case. */
export type Work =
  | { readonly kind: 'running'; readonly what: 'accept' | 'reply' | 'resolve' }
  | { readonly kind: 'failed'; readonly what: 'accept' | 'reply' | 'resolve' | 'open'; readonly code: string };

export interface DeskState {
  readonly me: Me;
  readonly connection: 'connecting' | 'live' | 'lost' | 'back';
  /** False until the first list came. */
  readonly loaded: boolean;
  readonly shown: 'open' | 'resolved';
  readonly cases: ReadonlyMap<string, Case>;
  /** Cases that came while the list was on the screen and wait behind the line "2 new". */
  readonly held: ReadonlySet<string>;
  readonly selected: string | null;
  readonly threads: ReadonlyMap<string, Thread>;
  readonly work: ReadonlyMap<string, Work>;
  /** Cases whose customers wrote something that was not looked at. */
  readonly unread: ReadonlySet<string>;
  /** The list could not be read. */
  readonly failed: string | null;
}

export type Action =
  | { readonly kind: 'listed'; readonly cases: readonly Case[]; readonly shown: 'open' | 'resolved' }
  | { readonly kind: 'list-failed'; readonly code: string }
  | { readonly kind: 'show'; readonly shown: 'open' | 'resolved' }
  | { readonly kind: 'case'; readonly item: Case }
  | { readonly kind: 'release' }
  | { readonly kind: 'select'; readonly caseId: string | null }
  | {
      readonly kind: 'read';
      readonly item: Case;
      readonly entries: readonly Entry[];
      readonly lastSeq: number;
      readonly how: 'whole' | 'after' | 'before';
    }
  | { readonly kind: 'waits'; readonly caseId: string; readonly waitingSince: string | null }
  | { readonly kind: 'work'; readonly caseId: string; readonly work: Work | null }
  | { readonly kind: 'connection'; readonly connection: DeskState['connection'] }
  | { readonly kind: 'me'; readonly me: Me };

export function begin(me: Me): DeskState {
  return {
    me,
    connection: 'connecting',
    loaded: false,
    shown: 'open',
    cases: new Map(),
    held: new Set(),
    selected: null,
    threads: new Map(),
    work: new Map(),
    unread: new Set(),
    failed: null,
  };
}

function withItem<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | null): ReadonlyMap<K, V> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}

function withMember<T>(set: ReadonlySet<T>, member: T, within: boolean): ReadonlySet<T> {
  if (set.has(member) === within) return set;
  const next = new Set(set);
  if (within) next.add(member);
  else next.delete(member);
  return next;
}

const isOpen = (item: Case): boolean => item.status !== 'resolved';

/** Entries by number, each once; the newer reading of one wins, since deliveries go on. */
function merge(before: readonly Entry[], more: readonly Entry[]): readonly Entry[] {
  const all = new Map([...before, ...more].map((entry) => [entry.seq, entry]));
  return [...all.values()].sort((a, b) => a.seq - b.seq);
}

function onListed(state: DeskState, { cases, shown }: Extract<Action, { kind: 'listed' }>): DeskState {
  const selected = state.selected === null ? undefined : state.cases.get(state.selected);
  // What the list does not name is no longer in its state; the open case stays on the screen whatever it is.
  const kept = [...state.cases.values()].filter(
    (item) => (shown === 'open' ? !isOpen(item) : isOpen(item)) || item === selected,
  );
  const next = new Map([...kept, ...cases].map((item) => [item.id, item]));
  return { ...state, loaded: true, failed: null, cases: next, held: new Set() };
}

function onCase(state: DeskState, item: Case): DeskState {
  const known = state.cases.get(item.id);
  const onScreen = [...state.cases.values()].some((other) => isOpen(other) && !state.held.has(other.id));
  // A new row would push others down under the reader's eyes. An empty list has nothing to push.
  const hold = known === undefined && item.status === 'waiting' && onScreen && state.selected !== item.id;
  const held = withMember(state.held, item.id, hold || (state.held.has(item.id) && item.status === 'waiting'));
  return { ...state, cases: withItem(state.cases, item.id, item), held };
}

function onRead(state: DeskState, action: Extract<Action, { kind: 'read' }>): DeskState {
  const { item, entries, lastSeq, how } = action;
  const before = how === 'whole' ? undefined : state.threads.get(item.id);
  const merged = merge(before?.entries ?? [], entries);
  const thread: Thread = {
    entries: merged,
    lastSeq: how === 'before' ? (before?.lastSeq ?? lastSeq) : Math.max(before?.lastSeq ?? 0, merged.at(-1)?.seq ?? 0),
    earlier: (merged[0]?.seq ?? 1) > 1,
  };
  const failed = state.work.get(item.id);
  const work = failed?.kind === 'failed' && failed.what === 'open' ? withItem(state.work, item.id, null) : state.work;
  return {
    ...state,
    work,
    cases: withItem(state.cases, item.id, item),
    threads: withItem(state.threads, item.id, thread),
  };
}

/** The desk after something happened. Pure: the whole of what a shift looks like is a fold over this. */
export function reduce(state: DeskState, action: Action): DeskState {
  switch (action.kind) {
    case 'listed':
      return onListed(state, action);
    case 'list-failed':
      return { ...state, failed: action.code };
    case 'show':
      return { ...state, shown: action.shown };
    case 'case':
      return onCase(state, action.item);
    case 'release':
      return { ...state, held: new Set() };
    case 'select': {
      const { caseId } = action;
      if (caseId === null) return { ...state, selected: null };
      return {
        ...state,
        selected: caseId,
        held: withMember(state.held, caseId, false),
        unread: withMember(state.unread, caseId, false),
      };
    }
    case 'read':
      return onRead(state, action);
    case 'waits': {
      const { caseId, waitingSince } = action;
      const item = state.cases.get(caseId);
      if (item === undefined) return state;
      const news = waitingSince !== null && item.waitingSince !== waitingSince && state.selected !== caseId;
      return {
        ...state,
        cases: withItem(state.cases, caseId, { ...item, waitingSince }),
        unread: news ? withMember(state.unread, caseId, true) : state.unread,
      };
    }
    case 'work':
      return { ...state, work: withItem(state.work, action.caseId, action.work) };
    case 'connection':
      return { ...state, connection: action.connection };
    case 'me':
      return { ...state, me: action.me };
  }
}
