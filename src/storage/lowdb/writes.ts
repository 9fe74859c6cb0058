import type { Commit } from '../../conversation/commit.ts';
import { unanswered, type Head } from '../../conversation/head.ts';
import type { Notice } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { createSerial } from '../../platform/serial.ts';
import { bindingsElsewhere, withKeys } from './bindings.ts';
import type { Engine } from './engine.ts';
import { recordText, type Recorded } from './record.ts';
import { unansweredAfter, undeliveredAfter, type Resident } from './resident.ts';

/** How commits become durable, are applied and told of. */
export interface Writes {
  /** Runs a write unless the store is closing; closing waits for it. */
  admitted<T>(task: () => Promise<T>): Promise<T>;
  /**
   * Makes a commit durable, then applies it; returns the conversation's head afterwards.
   * @param resident the conversation, null for a commit that belongs to none
   */
  commit(resident: Resident | null, commit: Commit): Promise<Head | null>;
  subscribe(listener: (notice: Notice) => void): () => void;
  /** Admits no more writes; resolves when those under way are done. */
  stop(): Promise<void>;
}

/** How often a store that cannot write tries whether it can again, in milliseconds. */
const probeDelay = 1000;

export function createWrites({ contents, journal, erased }: Engine, clock: Clock, log: Log): Writes {
  const listeners = new Set<(notice: Notice) => void>();
  let underWay = 0;
  let stopping = false;
  let whenIdle = (): void => undefined;
  let cancelProbe: (() => void) | null = null;

  const probe = (): void => {
    cancelProbe ??= clock.after(probeDelay, () => {
      cancelProbe = null;
      void journal.rotate().then(() => {
        if (journal.figures.failure !== null && !stopping) probe();
      });
    });
  };
  const tell = (notice: Notice): void => {
    for (const listener of listeners)
      try {
        listener(notice);
      } catch (error) {
        log.error(errorFields(error), 'a listener of the store failed');
      }
  };
  // A disk that was full at the start: nobody may write before it is seen to be better.
  if (journal.figures.failure !== null) probe();
  const serially = createSerial<string>();
  /** Runs `task` with the keys that then lead to each conversation; one after another for a conversation. */
  const binding = async <T>(
    elsewhere: readonly (readonly [string, readonly string[]])[],
    task: (bound: ReadonlyMap<string, readonly string[]>) => Promise<T>,
    bound: ReadonlyMap<string, readonly string[]> = new Map(),
  ): Promise<T> => {
    const [first, ...others] = elsewhere;
    if (first === undefined) return task(bound);
    const [id, keys] = first;
    return serially(id, async () => {
      const all = withKeys(await contents.bindings.get(id), keys);
      return binding(others, task, new Map([...bound, [id, all]]));
    });
  };

  return {
    async admitted(task) {
      if (stopping) throw new SchalterError('Stopping');
      underWay += 1;
      try {
        return await task();
      } catch (error) {
        if (journal.figures.failure !== null) probe();
        throw error;
      } finally {
        underWay -= 1;
        if (underWay === 0) whenIdle();
      }
    },
    async commit(resident, commit) {
      const lines = (commit.entries ?? []).map(contents.lineOf);
      const texts = lines.map((line) => line.text);
      const recorded: Recorded = {
        commit,
        previous: resident?.position ?? 0,
        unanswered: resident !== null && unansweredAfter(resident, commit),
        undelivered: resident !== null && undeliveredAfter(resident, commit) > 0,
        ...(commit.audit !== undefined && { audit: contents.audit.reserve(commit.audit.length) }),
      };
      const append = (bound: ReadonlyMap<string, readonly string[]>): Promise<Head | null> =>
        journal.append(recordText(recorded, texts), (position) => {
          if (resident !== null) contents.applyToConversation(resident, commit, lines, position);
          contents.applyAside(recorded, position);
          contents.applyAudit(recorded, position);
          for (const [id, keys] of bound) contents.bind(id, keys, position);
          if (commit.redacted !== undefined || commit.erased === true) erased(position);
          const head = resident?.data?.head ?? null;
          if (head !== null && resident !== null) tell(noticeOf(resident, head, commit));
          return head;
        });
      if (resident !== null) resident.busy += 1;
      try {
        // In the order of ids, so that two such writes never wait for each other.
        const elsewhere = [...bindingsElsewhere(commit)].sort(([a], [b]) => (a < b ? -1 : 1));
        return await (elsewhere.length === 0 ? append(new Map()) : binding(elsewhere, append));
      } finally {
        if (resident !== null) resident.busy -= 1;
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping = true;
      cancelProbe?.();
      const idle = new Promise<void>((resolve) => (whenIdle = resolve));
      if (underWay > 0) await idle;
    },
  };
}

function noticeOf(resident: Resident, head: Head, commit: Commit): Notice {
  return {
    conversationId: commit.id,
    lastSeq: head.lastSeq,
    unanswered: unanswered(head),
    undelivered: resident.undelivered > 0,
    cases: (commit.cases ?? []).map((item) => item.id),
    timers: commit.timers !== undefined || commit.cancelled !== undefined || commit.erased === true,
  };
}
