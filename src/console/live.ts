import type { Notice, Store } from '../conversation/store.ts';
import type { Ids } from '../platform/ids.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { viewCase, type CaseView, type TitleOf } from './case-view.ts';

/** What the console is told while it looks on. */
export type LiveEvent =
  | { readonly kind: 'case'; readonly data: CaseView }
  | {
      readonly kind: 'conversation';
      readonly data: {
        readonly conversationId: string;
        readonly caseId: string;
        readonly lastSeq: number;
        readonly waitingSince: string | null;
      };
    };

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
  close(): void;
}

export interface LiveOptions {
  readonly store: Store;
  readonly ids: Ids;
  readonly log: Log;
  readonly titleOf: TitleOf;
}

/** Events kept for resuming: at a busy desk some minutes. */
const kept = 2000;
/** Conversations without an open case that are still told of; the oldest is forgotten first. */
const watched = 500;
/** Open cases that are read at the start. */
const openLimit = 10_000;

/** Begins to follow the store; the open cases are known when it resolves. */
export async function openLive({ store, ids, log, titleOf }: LiveOptions): Promise<Live> {
  const run = ids();
  const listeners = new Set<(event: NumberedEvent) => void>();
  const events: NumberedEvent[] = [];
  const open = new Map<string, string>();
  const looked = new Map<string, string>();
  const due = new Map<string, () => Promise<void>>();
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

  const tellCase = async (caseId: string): Promise<void> => {
    const item = await store.case(caseId);
    if (item === null) return;
    if (item.status === 'resolved') {
      if (open.get(item.conversationId) === caseId) open.delete(item.conversationId);
    } else open.set(item.conversationId, caseId);
    emit({ kind: 'case', data: await viewCase(item, store, titleOf) });
  };
  const tellConversation = async (conversationId: string): Promise<void> => {
    const caseId = open.get(conversationId) ?? looked.get(conversationId);
    const [head, item] =
      caseId === undefined ? [null, null] : await Promise.all([store.head(conversationId), store.case(caseId)]);
    if (head === null || item === null) return;
    const { id, waitingSince } = await viewCase(item, store, titleOf);
    emit({ kind: 'conversation', data: { conversationId, caseId: id, lastSeq: head.lastSeq, waitingSince } });
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
    for (const item of await store.cases({ status, limit: openLimit })) open.set(item.conversationId, item.id);

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
    close() {
      unsubscribe();
      listeners.clear();
    },
  };
}
