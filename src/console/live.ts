import type { Notice, Store } from '../conversation/store.ts';
import type { Ids } from '../platform/ids.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { caseAlerts } from './case-alerts.ts';
import { viewCase, type Names } from './case-view.ts';
import type { LiveEvents } from './contract.ts';

type Kinds = Omit<LiveEvents, 'ready'>;

/** What the console is told while it looks on. */
export type LiveEvent = { [K in keyof Kinds]: { readonly kind: K; readonly data: Kinds[K] } }[keyof Kinds];

export type NumberedEvent = LiveEvent & { readonly id: string };

/** Turns what the store commits into events, in order, and remembers the newest for those who were cut off. */
export interface Live {
  /** What came after the event `lastId`; null where that is not known any more: the reader must read everything anew. */
  since(lastId: string): readonly NumberedEvent[] | null;
  /** The id of the newest event. */
  lastId(): string;
  subscribe(listener: (event: NumberedEvent) => void): () => void;
  /** Tells of this conversation also after its case is resolved: somebody looks at it. */
  watch(conversationId: string, caseId: string): void;
  /** Tells something that no commit tells. */
  tell(event: LiveEvent): void;
  /** The same for what nobody needs to hear later. */
  pass(event: LiveEvent): void;
  close(): void;
}

export interface LiveOptions {
  readonly store: Store;
  readonly ids: Ids;
  readonly log: Log;
  readonly names: Names;
}

/** Events kept for resuming: at a busy desk some minutes. */
const kept = 2000;
/** Conversations without an open case that are still told of; the oldest is forgotten first. */
const watched = 500;
/** Open cases that are read at the start. */
const openLimit = 10_000;

/** Begins to follow the store; the open cases are known when it resolves. */
export async function openLive({ store, ids, log, names }: LiveOptions): Promise<Live> {
  const run = ids();
  const listeners = new Set<(event: NumberedEvent) => void>();
  const events: NumberedEvent[] = [];
  const open = new Map<string, Set<string>>();
  const looked = new Map<string, string>();
  const due = new Map<string, () => Promise<void>>();
  /** The alerts of open cases that were told. */
  const alerted = new Map<string, Set<string>>();
  let last = 0;
  let draining = false;

  const idOf = (number: number): string => `${run}.${number}`;
  const emit = (event: LiveEvent): void => {
    last += 1;
    const numbered: NumberedEvent = { ...event, id: idOf(last) };
    events.push(numbered);
    if (events.length > kept) events.shift();
    for (const listener of listeners) listener(numbered);
  };
  const note = (conversationId: string, caseId: string, isOpen: boolean): void => {
    const ids = open.get(conversationId) ?? new Set();
    if (isOpen) open.set(conversationId, ids.add(caseId));
    else if (ids.delete(caseId) && ids.size === 0) open.delete(conversationId);
  };

  const isNew = (caseId: string, key: string): boolean => {
    const told = alerted.get(caseId) ?? new Set();
    const fresh = !told.has(key);
    alerted.set(caseId, told.add(key));
    return fresh;
  };

  const tellCase = async (caseId: string): Promise<void> => {
    const item = await store.case(caseId);
    if (item === null) return;
    note(item.conversationId, caseId, item.status !== 'resolved');
    emit({ kind: 'case', data: viewCase(item, names) });
    for (const { key, data } of caseAlerts(item)) if (isNew(item.id, key)) emit({ kind: 'alert', data });
    if (item.status === 'resolved') alerted.delete(item.id);
  };
  const tellConversation = async (conversationId: string): Promise<void> => {
    const caseIds = new Set([...(open.get(conversationId) ?? []), ...[looked.get(conversationId) ?? []].flat()]);
    const head = caseIds.size === 0 ? null : await store.head(conversationId);
    if (head === null) return;
    for (const caseId of caseIds) {
      const item = await store.case(caseId);
      if (item === null) continue;
      const { waitingSince } = viewCase(item, names);
      emit({ kind: 'conversation', data: { conversationId, caseId, lastSeq: head.lastSeq, waitingSince } });
    }
  };

  const drain = async (): Promise<void> => {
    if (draining) return;
    draining = true;
    for (let next = due.entries().next(); next.done !== true; next = due.entries().next()) {
      const [key, task] = next.value;
      due.delete(key);
      await task().catch((error: unknown) => log.warn(errorFields(error), 'an event could not be told to the console'));
    }
    draining = false;
  };

  // What is told is read when it is told: a second commit before that needs no second event.
  const onNotice = ({ conversationId, cases }: Notice): void => {
    for (const caseId of cases) due.set(`case ${caseId}`, () => tellCase(caseId));
    if (cases.length > 0 || open.has(conversationId) || looked.has(conversationId))
      due.set(`conversation ${conversationId}`, () => tellConversation(conversationId));
    if (due.size > 0) void drain();
  };

  const unsubscribe = store.subscribe(onNotice);
  for (const status of ['waiting', 'active'] as const)
    for (const item of await store.cases({ status, limit: openLimit })) {
      note(item.conversationId, item.id, true);
      for (const { key } of caseAlerts(item)) isNew(item.id, key);
    }

  return {
    since(lastId) {
      const number = Number(lastId.slice(run.length + 1));
      if (!lastId.startsWith(`${run}.`) || !Number.isInteger(number) || number > last) return null;
      const missed = last - number;
      return missed > events.length ? null : events.slice(events.length - missed);
    },
    lastId: () => idOf(last),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(conversationId, caseId) {
      looked.delete(conversationId);
      looked.set(conversationId, caseId);
      for (const oldest of looked.keys()) {
        if (looked.size <= watched) break;
        looked.delete(oldest);
      }
    },
    tell: emit,
    pass(event) {
      const passing: NumberedEvent = { ...event, id: idOf(last) };
      for (const listener of listeners) listener(passing);
    },
    close() {
      unsubscribe();
      listeners.clear();
    },
  };
}
