import { withoutContent } from '../../conversation/case.ts';
import { createClaims } from '../../conversation/claims.ts';
import { prepare, type Commit } from '../../conversation/commit.ts';
import type { Entry } from '../../conversation/entry.ts';
import { unanswered, type Head, type Json } from '../../conversation/head.ts';
import { conversationOf } from '../../conversation/visitor.ts';
import type { Notice, RecordChange, Store } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { createSerial } from '../../platform/serial.ts';
import { bindingsOf } from './bindings.ts';
import { createContents } from './contents.ts';
import { systemCode } from './failures.ts';
import { createFlusher } from './flusher.ts';
import { createJournal, type Gate, type Journal } from './journal.ts';
import { layoutOf } from './layout.ts';
import { lockFolder } from './lock.ts';
import { noConversation, recordText, type Recorded } from './record.ts';
import { recover } from './recover.ts';
import { unansweredAfter, undeliveredAfter, viewOf, type Resident } from './resident.ts';
import type { OpenSegment } from './segment-file.ts';
import { makeFolder } from './synced-file.ts';

export interface LowdbStoreOptions {
  /** The data folder; it is made where it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<StoreLimits>;
  /** How journal segments are opened: tests make them fail. */
  readonly openSegment?: OpenSegment;
}

export interface StoreLimits {
  /** Bytes of journal that documents may lag behind; at this point appends wait. */
  readonly journalBytes: number;
  readonly segmentBytes: number;
  /** Documents that may be unwritten; at this point appends wait. */
  readonly unwritten: number;
  /** Milliseconds after which a changed document is written although nothing presses. */
  readonly documentAge: number;
  /** Conversations in memory. */
  readonly residents: number;
  /** Characters of entries in memory. */
  readonly residentSize: number;
}

const defaults: StoreLimits = {
  journalBytes: 64 * 1024 * 1024,
  segmentBytes: 4 * 1024 * 1024,
  unwritten: 20_000,
  documentAge: 20_000,
  residents: 50_000,
  residentSize: 300_000_000,
};

/** How often a store that cannot write tries whether it can again, in milliseconds. */
const probeDelay = 1000;

/**
 * The embedded store: a journal in which every change becomes durable, and lowdb documents that follow it.
 * @throws SchalterError DataFolderInUse, DataDamaged or StorageUnavailable where it cannot be opened.
 */
export async function createLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  const layout = layoutOf(options.folder);
  await makeFolder(layout.journal).catch((cause: unknown) => {
    throw new SchalterError('StorageUnavailable', {
      cause,
      message: `The data folder ${options.folder} cannot be made or written (${systemCode(cause) ?? 'unknown'}).`,
    });
  });
  const lock = await lockFolder(options.folder);
  try {
    return await open(options, () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function open(options: LowdbStoreOptions, unlock: () => Promise<void>): Promise<Store> {
  const { folder, clock, log } = options;
  const limits = { ...defaults, ...options.limits };
  const layout = layoutOf(folder);
  let erasedAt = 0;
  let journal: Journal | null = null;

  const flusher = createFlusher({
    clock,
    limit: limits.unwritten,
    maxAge: limits.documentAge,
    write: (key) => contents.save(key),
    settle: () => contents.folders.settle(),
    pressure: () => (journal === null ? 0 : journal.figures.liveBytes / limits.journalBytes),
    async safe(position) {
      if (journal === null) return;
      // What was erased is gone from the documents: the segment that still has it must not wait until it is full.
      if (erasedAt > 0 && erasedAt < position) {
        erasedAt = 0;
        await journal.rotate();
      }
      await journal.release(position);
      journal.resume();
    },
    failed(error) {
      if (error === null) log.info({}, 'documents can be written again');
      else log.error(errorFields(error), 'documents cannot be written; the journal keeps their content');
      journal?.resume();
    },
  });
  const contents = createContents({
    layout,
    mark: flusher.mark,
    isDirty: flusher.isDirty,
    loaded: (position) => {
      if (journal !== null && position > journal.figures.last) journal.advance(position);
    },
    residentLimit: limits.residents,
    residentSize: limits.residentSize,
  });
  const { residents, files, cases, visitors, audit } = contents;

  const recovered = await recover(contents);
  erasedAt = recovered.erasedAt;
  const gate = (): Gate => {
    flusher.wake();
    const { full, failure } = flusher.figures;
    if (!full && live.figures.liveBytes < limits.journalBytes) return 'open';
    return failure === null ? 'wait' : 'refuse';
  };
  const live = createJournal({
    folder: layout.journal,
    end: recovered.end,
    gate,
    segmentBytes: limits.segmentBytes,
    ...(options.openSegment !== undefined && { open: options.openSegment }),
  });
  journal = live;
  live.advance(recovered.highest);
  // A segment to go on in stands before the old ones go; the next start finds the position in it.
  await live.rotate();
  await flusher.checkpoint();

  return storeOver();

  function storeOver(): Store {
    const claims = createClaims(clock);
    const listeners = new Set<(notice: Notice) => void>();
    const serially = createSerial<string>();
    let underWay = 0;
    let closing = false;
    let whenIdle = (): void => undefined;
    let cancelProbe: (() => void) | null = null;

    /** Runs a write unless the store is closing; closing waits for it. */
    const admitted = async <T>(task: () => Promise<T>): Promise<T> => {
      if (closing) throw new SchalterError('Stopping');
      underWay += 1;
      try {
        return await task();
      } catch (error) {
        if (live.figures.failure !== null) probe();
        throw error;
      } finally {
        underWay -= 1;
        if (underWay === 0) whenIdle();
      }
    };
    const probe = (): void => {
      cancelProbe ??= clock.after(probeDelay, () => {
        cancelProbe = null;
        void live.rotate().then(() => {
          if (live.figures.failure !== null && !closing) probe();
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
    const existing = async (id: string): Promise<Resident> => {
      const resident = await residents.open(id);
      if (resident.data === null) throw new SchalterError('ConversationNotFound');
      return resident;
    };

    const commitTo = async (resident: Resident | null, commit: Commit): Promise<Head | null> => {
      const lines = (commit.entries ?? []).map(contents.lineOf);
      const recorded: Recorded = {
        commit,
        previous: resident?.position ?? 0,
        unanswered: resident !== null && unansweredAfter(resident, commit),
        undelivered: resident !== null && undeliveredAfter(resident, commit) > 0,
        ...(commit.audit !== undefined && { audit: audit.reserve(commit.audit.length) }),
      };
      const others: { readonly key: string; readonly bound: Resident }[] = [];
      for (const { key, conversationId } of bindingsOf(commit))
        if (conversationId !== commit.id) others.push({ key, bound: await residents.open(conversationId) });
      const held = [...others.map(({ bound }) => bound), ...(resident === null ? [] : [resident])];
      for (const item of held) item.busy += 1;
      try {
        const text = recordText(
          recorded,
          lines.map((line) => line.text),
        );
        return await live.append(text, (position) => {
          if (resident !== null) contents.applyToConversation(resident, commit, lines, position);
          contents.applyAside(recorded, position);
          contents.applyAudit(recorded, position);
          for (const { key, bound } of others) contents.bind(bound, key, position);
          if (commit.redacted !== undefined || commit.erased === true) erasedAt = position;
          const head = resident?.data?.head ?? null;
          if (head !== null && resident !== null) tell(noticeOf(resident, head, commit));
          return head;
        });
      } finally {
        for (const item of held) item.busy -= 1;
      }
    };

    return {
      write: (id, { fence }, decide) =>
        admitted(() =>
          serially(id, async () => {
            const resident = residents.get(id) ?? (await residents.open(id));
            if (fence !== undefined) claims.check(fence);
            const change = decide(viewOf(resident));
            const before = resident.data?.head ?? null;
            if (before?.erased === true) throw new SchalterError('ConversationNotFound');
            const commit = prepare(id, before, change, clock.now());
            // A decision that changes nothing (a duplicate) costs no write.
            const head = isEmpty(commit) ? before : await commitTo(resident, commit);
            return { entries: commit.entries ?? [], head, result: change.result };
          }),
        ),
      head: async (id) => (residents.get(id) ?? (await residents.open(id))).data?.head ?? null,
      entries: async (id, readOptions = {}): Promise<readonly Entry[]> =>
        files.entries(residents.get(id) ?? (await existing(id)), readOptions),
      deliveries: async (id) => [...((await existing(id)).data?.deliveries.values() ?? [])],

      async case(id) {
        const found = cases.get(id);
        if (found !== null) return found;
        const conversationId = await contents.casePointers.get(id);
        if (typeof conversationId !== 'string') return null;
        return (await residents.open(conversationId)).cases.get(id) ?? null;
      },
      cases: (query) => Promise.resolve(cases.list(query)),

      claim: (id, work, leaseMs) => Promise.resolve(claims.claim(id, work, leaseMs)),
      release: (fence) => Promise.resolve(claims.release(fence)),
      openWork: () => Promise.resolve(contents.openWork.list()),
      timers: (limit) => Promise.resolve(contents.timers.first(limit)),

      record: async (kind, key): Promise<Json | null> =>
        kind === 'visitor' ? visitors.get(key) : (contents.records.get(kind)?.items.get(key) ?? null),
      records: async (kind): Promise<ReadonlyMap<string, Json>> =>
        kind === 'visitor' ? visitors.all() : new Map(contents.records.get(kind)?.items),
      writeRecords: (changes, entries = []) =>
        admitted(async () => {
          await commitTo(null, {
            id: noConversation,
            at: clock.now(),
            records: changes,
            ...(entries.length > 0 && { audit: entries }),
          });
        }),
      audit: (limit) => audit.newest(limit),

      redact: (id, seq) =>
        admitted(() =>
          serially(id, async () => {
            await commitTo(await existing(id), { id, at: clock.now(), redacted: [seq] });
          }),
        ),
      erase: (id) =>
        admitted(() =>
          serially(id, async () => {
            const resident = await existing(id);
            const unbind: RecordChange[] = [];
            for (const key of resident.visitors)
              if (conversationOf(await visitors.get(key)) === id) unbind.push({ kind: 'visitor', key, delete: true });
            await commitTo(resident, {
              id,
              at: clock.now(),
              erased: true,
              cases: [...resident.cases.values()].map((item) => withoutContent(item, clock.now())),
              records: unbind,
            });
          }),
        ),

      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      health() {
        const { failure, liveBytes, writes, records, last } = live.figures;
        const documents = flusher.figures;
        const error = failure ?? (documents.full ? documents.failure : null);
        return {
          writable: error === null,
          ...(error !== null && { reason: systemCode(error) ?? 'unknown' }),
          figures: {
            journalBytes: liveBytes,
            journalPosition: last,
            journalWrites: writes,
            journalRecords: records,
            unwrittenDocuments: documents.unwritten,
            writtenDocuments: documents.written,
            documentsFailing: documents.failure === null ? 0 : 1,
            residentConversations: residents.count,
            residentCharacters: residents.size,
          },
        };
      },
      async close() {
        if (closing) return;
        closing = true;
        const idle = new Promise<void>((resolve) => (whenIdle = resolve));
        if (underWay > 0) await idle;
        cancelProbe?.();
        // Where documents cannot be written the journal keeps their content for the next start.
        if (await flusher.drain()) await live.rotate().then(() => live.release(Infinity));
        await flusher.stop();
        await live.close();
        await unlock();
      },
    };
  }
}

function isEmpty(commit: Commit): boolean {
  return Object.keys(commit).every((name) => name === 'id' || name === 'at');
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
