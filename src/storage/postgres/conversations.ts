import { randomInt } from 'node:crypto';
import { withoutContent, withoutEntry } from '../../conversation/case.ts';
import { applyCommit, prepare, unreadOf, type Commit } from '../../conversation/commit.ts';
import { isOpen } from '../../conversation/delivery.ts';
import { tombstone, type Entry } from '../../conversation/entry.ts';
import { unanswered, type Head } from '../../conversation/head.ts';
import type { Change, Notice, RecordChange, Unread, View, WriteOptions, Written } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { createSerial } from '../../platform/serial.ts';
import { commitStatement, type Step, type StepResult } from './commit-statement.ts';
import { OutcomeUnknown, type Database } from './database.ts';
import { unavailable } from './failures.ts';
import { withEntries } from './months.ts';
import { Recent } from './recent.ts';
import { readSnapshot, snapshotStatement, viewOf, type ConversationRow, type Snapshot } from './snapshot.ts';
import { toColumn } from './text.ts';

/** What a commit tells the rest of the house, here and in other processes. */
export interface Committed extends Notice {
  readonly version: number;
}

/** Writes and reads conversations; remembers the ones used last, and is never misled by what it remembers. */
export interface Conversations {
  write<T>(id: string, options: WriteOptions, decide: (view: View) => Change<T>): Promise<Written<T>>;
  /** The head with the inputs behind the cursor; null where nothing is unread. */
  unread(id: string): Promise<Unread | null>;
  redact(id: string, seq: number): Promise<void>;
  erase(id: string): Promise<void>;
  /** Another process committed this version: what is remembered of an older one goes. */
  outdated(id: string, version: number): void;
  readonly remembered: number;
}

interface ConversationsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly committed: (committed: Committed) => void;
  /** Conversations that are remembered. */
  readonly limit: number;
}

/** Marks of commits that a conversation carries: as many commits may follow one whose answer was lost. */
const marks = 16;
/** Times that a decision is made anew because another process was faster. */
const rounds = 50;
/** Times that an outcome is asked for. */
const questions = 5;
const questionMs = 200;

interface Planned<T> {
  readonly commit: Commit;
  readonly tombstones?: readonly Entry[];
  readonly result: T;
}

/** Decides on a snapshot what is to be committed. */
type Plan<T> = (snapshot: Snapshot | null, now: number) => Planned<T> | Promise<Planned<T>>;

/** A commit that was sent and perhaps done. */
interface Sent<T> {
  readonly mark: number;
  /** The version that it makes. */
  readonly version: number;
  readonly written: Written<T>;
  readonly tell: () => void;
}

export function createConversations({ database, clock, committed, limit }: ConversationsOptions): Conversations {
  const serially = createSerial<string>();
  const recent = new Recent<Snapshot>(limit);

  const load = async (id: string, keys: readonly string[]): Promise<Snapshot | null> => {
    const [row] = await database.read<ConversationRow>(snapshotStatement(id, keys, clock.now()));
    if (row === undefined) {
      recent.delete(id);
      return null;
    }
    const snapshot = readSnapshot(row);
    recent.set(id, snapshot);
    return snapshot;
  };

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  /**
   * Plans on what is remembered or read, and commits where nobody was faster. A commit whose answer was lost is found
   * again by its mark; where it is not there the next attempt is decided on the same version, so that only one of the
   * two can ever be done.
   */
  const commit = async <T>(id: string, { keys = [], fence }: WriteOptions, plan: Plan<T>): Promise<Written<T>> => {
    const sent: Sent<T>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const remembered = round === 0 ? recent.get(id) : undefined;
      const known = remembered ?? (await load(id, keys));
      const found = sent.find(({ mark }) => known?.commits.includes(mark));
      if (found !== undefined) {
        found.tell();
        return found.written;
      }
      // So many commits came after the one whose answer was lost that its mark would be gone.
      if (sent.some(({ version }) => (known?.version ?? 0) - version > marks)) break;
      const planned = await attempt(() => plan(known, clock.now()));
      // What is remembered may be old: it can show that something is to be done, not that nothing is, or that it must not be.
      if (remembered !== undefined && ('error' in planned || isEmpty(planned.value.commit))) continue;
      if ('error' in planned) throw planned.error;
      // A decision that changes nothing (a duplicate) costs no write; under a claim the claim is looked at.
      if (isEmpty(planned.value.commit) && fence === undefined)
        return { entries: [], head: known?.data.head ?? null, result: planned.value.result };

      const next = after(known, planned.value.commit);
      const asked = remembered === undefined ? [] : keys.filter((key) => !remembered.data.keys.has(key));
      const step = stepOf(known, next, planned.value, { fence, unseen: asked });
      const written: Written<T> = {
        entries: planned.value.commit.entries ?? [],
        head: next.data.head,
        result: planned.value.result,
      };
      const tell = (): void => committed({ ...noticeOf(step), version: next.version });
      try {
        const [outcome] = await database.run<StepResult>(commitStatement(step));
        if (outcome?.done === 1) {
          recent.set(id, next);
          tell();
          return written;
        }
        recent.delete(id);
        if (outcome?.fenced === 0) throw new SchalterError('FenceLost');
        // Another process was faster, or what was remembered is old.
      } catch (error) {
        recent.delete(id);
        if (!(error instanceof OutcomeUnknown)) throw error;
        sent.push({ mark: next.commits.at(-1) ?? 0, version: next.version, written, tell });
        if (sent.length > questions) throw unavailable(error);
        await pause(questionMs * (sent.length - 1));
      }
    }
    throw new SchalterError('StorageUnavailable');
  };

  const write: Conversations['write'] = (id, options, decide) =>
    serially(id, () =>
      commit(id, options, (snapshot, now) => {
        const change = decide(viewOf(snapshot, now));
        const head = snapshot?.data.head ?? null;
        if (head?.erased === true) throw new SchalterError('ConversationNotFound');
        return { commit: prepare(id, head, change, now), result: change.result };
      }),
    );

  const entriesOf = async (id: string): Promise<readonly Entry[]> =>
    (
      await database.read<{ body: Entry }>({
        name: 'all entries',
        text: 'SELECT body FROM entries WHERE conversation_id = $1 ORDER BY seq',
        values: [toColumn(id)],
      })
    ).map(({ body }) => body);

  return {
    write,
    unread: (id) =>
      serially(id, async () => {
        const snapshot = recent.get(id) ?? (await load(id, []));
        return snapshot === null ? null : unreadOf(snapshot.data.head, snapshot.data.entries);
      }),
    redact: (id, seq) =>
      serially(id, async () => {
        await commit(id, {}, async (snapshot, now) => {
          if (snapshot === null) throw new SchalterError('ConversationNotFound');
          const found = (await entriesOf(id)).filter((entry) => entry.seq === seq);
          const cases = [...snapshot.cases.values()].filter(({ about }) => about === seq).map(withoutEntry);
          return {
            commit: { id, at: now, redacted: [seq], cases },
            tombstones: found.map(tombstone),
            result: undefined,
          };
        });
      }),
    erase: (id) =>
      serially(id, async () => {
        await commit(id, {}, async (snapshot, now) => {
          if (snapshot === null) throw new SchalterError('ConversationNotFound');
          const bound = await database.read<{ key: string }>({
            name: 'visitors',
            text: "SELECT key FROM records WHERE kind = 'visitor' AND conversation_id = $1",
            values: [toColumn(id)],
          });
          return {
            commit: {
              id,
              at: now,
              erased: true,
              cases: [...snapshot.cases.values()].map((item) => withoutContent(item, now)),
              deliveries: erasedDeliveries(snapshot),
              records: bound.map(({ key }): RecordChange => ({ kind: 'visitor', key, delete: true })),
            },
            tombstones: (await entriesOf(id)).map(tombstone),
            result: undefined,
          };
        });
      }),
    outdated(id, version) {
      const known = recent.get(id);
      if (known !== undefined && known.version < version) recent.delete(id);
    },
    get remembered() {
      return recent.size;
    },
  };
}

async function attempt<T>(task: () => T | Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}

function stepOf(
  before: Snapshot | null,
  { data, months, commits }: Snapshot,
  { commit, tombstones }: Planned<unknown>,
  options: Pick<Step, 'fence' | 'unseen'>,
): Step {
  return {
    ...options,
    commit,
    head: data.head,
    undelivered: [...data.deliveries.values()].some(isOpen),
    months,
    version: before?.version ?? 0,
    commits,
    ...(tombstones !== undefined && { tombstones }),
  };
}

function noticeOf({ commit, head, undelivered }: Step): Notice {
  return {
    conversationId: commit.id,
    lastSeq: head.lastSeq,
    unanswered: unanswered(head),
    undelivered,
    cases: (commit.cases ?? []).map((item) => item.id),
    timers: commit.timers !== undefined || commit.cancelled !== undefined,
  };
}

/** The snapshot after a commit; the one before stays as it is, since the commit may fail. */
function after(before: Snapshot | null, commit: Commit): Snapshot {
  const copy =
    before === null
      ? null
      : {
          head: before.data.head,
          entries: [...before.data.entries],
          keys: new Map(before.data.keys),
          deliveries: new Map(before.data.deliveries),
          timers: new Map(before.data.timers),
        };
  const data = applyCommit(copy, commit);
  const { cursor } = data.head;
  const unread = data.entries.filter((entry) => entry.seq > cursor);
  data.entries.splice(0, data.entries.length, ...unread);
  return {
    version: (before?.version ?? 0) + 1,
    commits: [...(before?.commits ?? []), randomInt(2 ** 47)].slice(-marks),
    months: withEntries(before?.months ?? [], commit.entries ?? []),
    data,
    cases: new Map([...(before?.cases ?? []), ...(commit.cases ?? []).map((item) => [item.id, item] as const)]),
  };
}

/** What erasing makes of the deliveries that were open: the commit must carry them to their table. */
function erasedDeliveries({ data }: Snapshot): NonNullable<Commit['deliveries']> {
  const open = [...data.deliveries.values()].filter(isOpen);
  return open.map((delivery) => ({ ...delivery, status: 'skipped', at: data.head.lastTime, why: 'erased' }));
}

function isEmpty(commit: Commit): boolean {
  return Object.keys(commit).every((name) => name === 'id' || name === 'at');
}

/** The head as the database has it now. */
export async function readHead(database: Database, id: string): Promise<Head | null> {
  const [row] = await database.read<{ head: Head }>({
    name: 'head',
    text: 'SELECT head FROM conversations WHERE id = $1',
    values: [toColumn(id)],
  });
  return row?.head ?? null;
}
