import type { Api } from './api.ts';
import { askFor } from './ask.ts';
import { codeOf } from './call.ts';
import { createDrafts, type Drafts, type Kind } from './drafts.ts';
import type { Keep } from './keep.ts';
import { followLive, type Live, type LiveEvent, type LiveListener } from './live.ts';
import { createReading } from './reading.ts';
import { reduce } from './reduce.ts';
import { begin, type Action, type DeskState, type Task, type View } from './state.ts';
import type { Case, LiveEvents, Me, Right } from './types.ts';

/** The desk of somebody who is signed in: its state, and what can be done. Nothing here throws; failures are state. */
export interface Desk {
  readonly api: Api;
  readonly drafts: Drafts;
  state(): DeskState;
  /** Called after each change; returns how to stop it. */
  subscribe(listener: () => void): () => void;
  can(right: Right): boolean;
  select(caseId: string | null): void;
  show(view: View): void;
  /** Reads on in a long list. */
  more(): void;
  /** Puts the list in order again, with the cases that came meanwhile. */
  release(): void;
  reload(): Promise<void>;
  readEarlier(caseId: string): Promise<void>;
  /** Calls the service for a case, and shows at the case how it went; resolves with what came back, or null. */
  act<T>(caseId: string, what: Task, run: () => Promise<T>): Promise<T | null>;
  /** Sends what is written; resolves with whether it was taken. */
  send(caseId: string, kind: Kind): Promise<boolean>;
  /** Takes a held reply back into its field. */
  undo(caseId: string): Promise<boolean>;
  /** Tells the others that one writes. */
  writes(caseId: string): void;
  presence(state: 'available' | 'away'): Promise<string | null>;
  rename(name: string): Promise<string | null>;
  dismiss(caseId: string): void;
  /** The code of a failure; an ended session ends the desk. */
  readonly failure: (error: unknown) => string;
  /** A call of a page, after which the person's own state may be new. */
  refreshMe(): Promise<void>;
  close(): void;
}

export interface DeskOptions {
  readonly api: Api;
  readonly me: Me;
  readonly keep: Keep;
  /** The session has ended. */
  readonly onSignedOut: () => void;
  readonly follow?: (listener: LiveListener) => Live;
  readonly now?: () => number;
  readonly later?: (ms: number, run: () => void) => void;
}

/** Milliseconds for which it is said that the connection is back. */
const backMs = 4000;
/** Milliseconds after which what could not be read is tried again. */
const againMs = 10_000;
/** Milliseconds between two signs that one writes; a sign holds for eight seconds. */
const writingMs = 5000;
const isCase = (value: unknown): value is Case =>
  typeof value === 'object' && value !== null && 'number' in value && 'priority' in value;

export function createDesk(options: DeskOptions): Desk {
  const { api, me, keep, onSignedOut, follow = followLive, now = Date.now, later = setLater } = options;
  let state = begin(me);
  let closed = false;
  const listeners = new Set<() => void>();
  const drafts = createDrafts(keep);
  const told = new Map<string, number>();

  const dispatch = (action: Action): void => {
    if (closed) return;
    state = reduce(state, action);
    for (const listener of listeners) listener();
  };
  const failure = (error: unknown): string => {
    const code = codeOf(error);
    if (code === 'Unauthorized' && !closed) {
      close();
      onSignedOut();
    }
    return code;
  };
  const can = (right: Right): boolean => state.me.rights.includes(right);
  const reading = createReading({ api, state: () => state, dispatch, failure });

  const read = async (cursor: string | null): Promise<void> => {
    const { view } = state;
    try {
      const list = await api.cases(askFor(view, cursor));
      dispatch({ kind: 'listed', view, list, more: cursor !== null });
    } catch (error) {
      dispatch({ kind: 'list-failed', code: failure(error) });
    }
  };
  const readAround = async (): Promise<boolean> => {
    const part = async <T>(right: Right, get: () => Promise<T>, take: (value: T) => Action): Promise<boolean> => {
      if (!can(right)) return true;
      try {
        dispatch(take(await get()));
        return true;
      } catch (error) {
        failure(error);
        return false;
      }
    };
    const done = await Promise.all([
      part('notices.read', api.desk, (info) => ({ kind: 'info', info })),
      part('people.read', api.people, (colleagues) => ({ kind: 'colleagues', colleagues })),
      part('notices.read', api.notices, (notices) => ({ kind: 'notices', notices })),
    ]);
    return !done.includes(false);
  };
  const reload = async (): Promise<void> => {
    const [, around] = await Promise.all([can('cases.read') ? read(null) : undefined, readAround()]);
    // The list says that something is wrong; all is read again until the service is well.
    if (!closed && (!around || state.failed !== null)) later(againMs, () => void reload());
  };

  const onWriting = ({ caseId, by, until }: LiveEvents['writing']): void => {
    if (by.userId === state.me.userId) return;
    const end = Date.parse(until);
    dispatch({ kind: 'writing', caseId, writer: { by, until: end } });
    later(Math.max(0, end - now()), () => {
      if (state.writers.get(caseId)?.until === end) dispatch({ kind: 'writing', caseId, writer: null });
    });
  };
  const isForMe = ({ to, lead }: LiveEvents['alert']): boolean =>
    to === null ? !lead || can('cases.manage') : to === state.me.userId;
  const onEvent = (event: LiveEvent): void => {
    switch (event.name) {
      case 'case':
        dispatch({ kind: 'case', item: event.data });
        break;
      case 'conversation': {
        const { caseId, waitingSince } = event.data;
        dispatch({ kind: 'waits', caseId, waitingSince });
        if (state.selected === caseId) void reading.refresh(caseId);
        break;
      }
      case 'writing':
        onWriting(event.data);
        break;
      case 'presence':
        dispatch({ kind: 'colleagues', colleagues: [event.data] });
        break;
      case 'notice':
        dispatch({ kind: 'notices', notices: [event.data] });
        break;
      case 'alert':
        if (isForMe(event.data)) dispatch({ kind: 'alert', alert: event.data });
        break;
      case 'held':
        if (state.selected === event.data.caseId) void reading.refresh(event.data.caseId, true);
        break;
    }
  };

  const live = follow({
    onReady(resumed) {
      const lost = state.connection === 'lost';
      dispatch({ kind: 'connection', connection: lost ? 'back' : 'live' });
      if (lost)
        later(backMs, () => {
          if (state.connection === 'back') dispatch({ kind: 'connection', connection: 'live' });
        });
      if (resumed) return;
      void reload();
      if (state.selected !== null) void reading.refresh(state.selected, true);
    },
    onEvent,
    onLost() {
      if (state.connection === 'lost') return;
      dispatch({ kind: 'connection', connection: 'lost' });
      // A stream also breaks when the session ended: only a call tells.
      api.me(true).catch(failure);
    },
  });

  const close = (): void => {
    closed = true;
    live.close();
    listeners.clear();
  };

  const act: Desk['act'] = async (caseId, what, run) => {
    if (state.work.get(caseId)?.kind === 'running') return null;
    dispatch({ kind: 'work', caseId, work: { kind: 'running', what } });
    try {
      const result = await run();
      if (isCase(result)) dispatch({ kind: 'case', item: result });
      dispatch({ kind: 'work', caseId, work: null });
      void reading.refresh(caseId, true);
      return result;
    } catch (error) {
      const code = failure(error);
      dispatch({ kind: 'work', caseId, work: { kind: 'failed', what, code } });
      // Somebody else was quicker: show at once who has it.
      if (code !== 'Offline') void reading.refresh(caseId, true);
      return null;
    }
  };

  return {
    api,
    drafts,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    can,
    select(caseId) {
      dispatch({ kind: 'select', caseId });
      if (caseId !== null) void reading.refresh(caseId, true);
    },
    show(view) {
      dispatch({ kind: 'show', view });
      void read(null);
    },
    more() {
      if (state.more !== null) void read(state.more);
    },
    release: () => dispatch({ kind: 'release' }),
    reload,
    readEarlier: (caseId) => reading.earlier(caseId),
    act,
    async send(caseId, kind) {
      const text = drafts.get(caseId, kind).trim();
      if (text === '') return false;
      const key = drafts.keyOf(caseId, kind);
      const sent = await act<unknown>(caseId, kind, () =>
        kind === 'reply' ? api.reply(caseId, text, key) : api.note(caseId, text, key),
      );
      if (sent === null) return false;
      drafts.set(caseId, kind, '');
      dispatch({ kind: 'restored' });
      return true;
    },
    async undo(caseId) {
      const held = state.threads.get(caseId)?.held.findLast(({ by }) => by.userId === state.me.userId);
      if (held === undefined) return false;
      const back = await act(caseId, 'undo', () => api.takeBack(caseId, held.id));
      if (back === null) return false;
      drafts.giveBack(caseId, 'reply', back.text);
      dispatch({ kind: 'restored' });
      return true;
    },
    writes(caseId) {
      const last = told.get(caseId) ?? 0;
      if (now() - last < writingMs) return;
      told.set(caseId, now());
      api.writing(caseId).catch(failure);
    },
    async presence(next) {
      try {
        dispatch({ kind: 'me', me: await api.presence(next) });
        return null;
      } catch (error) {
        return failure(error);
      }
    },
    async rename(name) {
      try {
        dispatch({ kind: 'me', me: await api.rename(name) });
        return null;
      } catch (error) {
        return failure(error);
      }
    },
    dismiss: (caseId) => dispatch({ kind: 'heard', caseId }),
    failure,
    async refreshMe() {
      try {
        dispatch({ kind: 'me', me: await api.me() });
      } catch (error) {
        failure(error);
      }
    },
    close,
  };
}

function setLater(ms: number, run: () => void): void {
  setTimeout(run, ms);
}
