import type { Api } from './api.ts';
import type { Action, DeskState } from './state.ts';

/** Reads conversations: each one at a time, and again where news came while it was read. */
export interface Reading {
  /** Reads what is new, or the whole case where nothing is known of it or `whole` asks for brief and held replies too. */
  refresh(caseId: string, whole?: boolean): Promise<void>;
  earlier(caseId: string): Promise<void>;
}

export interface ReadingOptions {
  readonly api: Pick<Api, 'open'>;
  readonly state: () => DeskState;
  readonly dispatch: (action: Action) => void;
  /** The code of a failure; an ended session ends the desk. */
  readonly failure: (error: unknown) => string;
}

/** Entries that are read again with what is new: what became of the last messages may have changed. */
const overlap = 30;

export function createReading({ api, state, dispatch, failure }: ReadingOptions): Reading {
  const running = new Map<string, Promise<void>>();
  const again = new Map<string, boolean>();

  const readOn = async (caseId: string, whole: boolean): Promise<void> => {
    try {
      // A held reply may be what is new: only a whole reading tells that it is held no longer.
      const holds = (state().threads.get(caseId)?.held.length ?? 1) > 0;
      let part: 'whole' | 'after' = whole || holds ? 'whole' : 'after';
      for (;;) {
        const known = state().threads.get(caseId)?.lastSeq ?? 0;
        const read = await api.open(caseId, part === 'whole' ? {} : { after: Math.max(0, known - overlap) });
        dispatch({ kind: 'read', read, part });
        if ((state().threads.get(read.id)?.lastSeq ?? 0) >= read.lastSeq || read.transcript.length === 0) return;
        part = 'after';
      }
    } catch (error) {
      const code = failure(error);
      // What is on the screen stays; the connection line tells why nothing new comes.
      if (!state().threads.has(caseId) || code === 'CaseNotFound')
        dispatch({ kind: 'work', caseId, work: { kind: 'failed', what: 'open', code } });
    }
  };

  const refresh = (caseId: string, whole = false): Promise<void> => {
    const found = running.get(caseId);
    if (found !== undefined) {
      again.set(caseId, whole || (again.get(caseId) ?? false));
      return found;
    }
    const run = readOn(caseId, whole).finally(() => {
      running.delete(caseId);
      const next = again.get(caseId);
      again.delete(caseId);
      if (next !== undefined) void refresh(caseId, next);
    });
    running.set(caseId, run);
    return run;
  };

  return {
    refresh,
    async earlier(caseId) {
      const first = state().threads.get(caseId)?.entries[0]?.seq;
      if (first === undefined) return;
      try {
        dispatch({ kind: 'read', read: await api.open(caseId, { before: first }), part: 'before' });
      } catch (error) {
        dispatch({ kind: 'work', caseId, work: { kind: 'failed', what: 'open', code: failure(error) } });
      }
    },
  };
}
