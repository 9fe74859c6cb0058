import { codeOf, type Api } from './api.ts';
import type { Keep } from './keep.ts';
import { followLive, type Live, type LiveListener } from './live.ts';
import { begin, reduce, type Action, type DeskState, type Work } from './state.ts';
import type { Case, Me, WholeCase } from './types.ts';

/** The desk of somebody who is signed in: its state, and what can be done. Nothing here throws; failures are state. */
export interface Desk {
  state(): DeskState;
  /** Called after each change; returns how to stop it. */
  subscribe(listener: () => void): () => void;
  select(caseId: string | null): void;
  show(shown: 'open' | 'resolved'): void;
  /** Shows the cases that came meanwhile. */
  release(): void;
  readEarlier(caseId: string): Promise<void>;
  reload(): Promise<void>;
  accept(caseId: string): Promise<boolean>;
  /** Sends; resolves with whether it went out. */
  reply(caseId: string, text: string): Promise<boolean>;
  resolve(caseId: string, returnToBot: boolean): Promise<boolean>;
  rename(name: string): Promise<string | null>;
  draft(caseId: string): string;
  keepDraft(caseId: string, text: string): void;
  close(): void;
}

export interface DeskOptions {
  readonly api: Api;
  readonly me: Me;
  readonly drafts: Keep;
  /** The session has ended. */
  readonly onSignedOut: () => void;
  readonly follow?: (listener: LiveListener) => Live;
  readonly later?: (ms: number, run: () => void) => void;
}

/** Milliseconds for which it is said that the connection is back. */
const backMs = 4000;
/** Entries that are read again with what is new: what became of the last messages may have changed. */
const overlap = 30;
const draftKey = (caseId: string): string => `draft:${caseId}`;

/** The prefix of all drafts in the browser's storage. */
export const draftPrefix = 'draft:';

export function createDesk({ api, me, drafts, onSignedOut, follow = followLive, later = setLater }: DeskOptions): Desk {
  let state = begin(me);
  let closed = false;
  const listeners = new Set<() => void>();
  const reading = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const dispatch = (action: Action): void => {
    if (closed) return;
    state = reduce(state, action);
    for (const listener of listeners) listener();
  };

  /** The code of a failure; an ended session ends the desk. */
  const failure = (error: unknown): string => {
    const code = codeOf(error);
    if (code === 'Unauthorized' && !closed) {
      close();
      onSignedOut();
    }
    return code;
  };

  const take = ({ transcript, lastSeq, ...item }: WholeCase, how: 'whole' | 'after' | 'before'): void =>
    dispatch({ kind: 'read', item, entries: transcript, lastSeq, how });

  const readOn = async (caseId: string): Promise<void> => {
    try {
      for (let thread = state.threads.get(caseId); ; thread = state.threads.get(caseId)) {
        const range = thread === undefined ? undefined : { after: Math.max(0, thread.lastSeq - overlap) };
        const found = await api.open(caseId, range);
        take(found, range === undefined ? 'whole' : 'after');
        if ((state.threads.get(caseId)?.lastSeq ?? 0) >= found.lastSeq || found.transcript.length === 0) return;
      }
    } catch (error) {
      const code = failure(error);
      // What is on the screen stays; the connection line tells why nothing new comes.
      if (!state.threads.has(caseId) || code === 'CaseNotFound')
        dispatch({ kind: 'work', caseId, work: { kind: 'failed', what: 'open', code } });
    }
  };
  /** Reads what is new; calls while one is under way become one more. */
  const refresh = (caseId: string): Promise<void> => {
    const running = reading.get(caseId);
    if (running !== undefined) {
      again.add(caseId);
      return running;
    }
    const run = readOn(caseId).finally(() => {
      reading.delete(caseId);
      if (again.delete(caseId)) void refresh(caseId);
    });
    reading.set(caseId, run);
    return run;
  };

  const reload = async (): Promise<void> => {
    const { shown } = state;
    try {
      const cases = await api.cases(shown === 'resolved' ? 'resolved' : undefined);
      dispatch({ kind: 'listed', cases, shown });
    } catch (error) {
      dispatch({ kind: 'list-failed', code: failure(error) });
    }
  };

  const work = async (
    caseId: string,
    what: Exclude<Work['what'], 'open'>,
    run: () => Promise<Case | null>,
  ): Promise<boolean> => {
    if (state.work.get(caseId)?.kind === 'running') return false;
    dispatch({ kind: 'work', caseId, work: { kind: 'running', what } });
    try {
      const item = await run();
      if (item !== null) dispatch({ kind: 'case', item });
      dispatch({ kind: 'work', caseId, work: null });
      void refresh(caseId);
      return true;
    } catch (error) {
      const code = failure(error);
      dispatch({ kind: 'work', caseId, work: { kind: 'failed', what, code } });
      // Somebody else was quicker: show at once who has it.
      if (code !== 'Offline') void refresh(caseId);
      return false;
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
      if (state.selected !== null) void refresh(state.selected);
    },
    onCase(item) {
      dispatch({ kind: 'case', item });
    },
    onConversation({ caseId, waitingSince }) {
      dispatch({ kind: 'waits', caseId, waitingSince });
      if (state.selected === caseId) void refresh(caseId);
    },
    onLost() {
      if (state.connection === 'lost') return;
      dispatch({ kind: 'connection', connection: 'lost' });
      // A stream also breaks when the session ended: only a call tells.
      api.me().catch(failure);
    },
  });

  const close = (): void => {
    closed = true;
    live.close();
    listeners.clear();
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    select(caseId) {
      dispatch({ kind: 'select', caseId });
      if (caseId !== null) void refresh(caseId);
    },
    show(shown) {
      dispatch({ kind: 'show', shown });
      void reload();
    },
    release: () => dispatch({ kind: 'release' }),
    async readEarlier(caseId) {
      const first = state.threads.get(caseId)?.entries[0]?.seq;
      if (first === undefined) return;
      try {
        take(await api.open(caseId, { before: first }), 'before');
      } catch (error) {
        dispatch({ kind: 'work', caseId, work: { kind: 'failed', what: 'open', code: failure(error) } });
      }
    },
    reload,
    accept: (caseId) => work(caseId, 'accept', () => api.accept(caseId)),
    reply: (caseId, text) =>
      work(caseId, 'reply', async () => {
        await api.reply(caseId, text);
        return null;
      }),
    resolve: (caseId, returnToBot) =>
      work(caseId, 'resolve', async () => {
        const item = await api.resolve(caseId, returnToBot);
        drafts.set(draftKey(caseId), null);
        return item;
      }),
    async rename(name) {
      try {
        dispatch({ kind: 'me', me: await api.rename(name) });
        return null;
      } catch (error) {
        return failure(error);
      }
    },
    draft: (caseId) => drafts.get(draftKey(caseId)) ?? '',
    keepDraft: (caseId, text) => drafts.set(draftKey(caseId), text === '' ? null : text),
    close,
  };
}

function setLater(ms: number, run: () => void): void {
  setTimeout(run, ms);
}
