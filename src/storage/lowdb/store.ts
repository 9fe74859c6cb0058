import { withoutContent, withoutEntry } from '../../conversation/case.ts';
import { createClaims } from '../../conversation/claims.ts';
import { prepare, unreadOf, type Commit } from '../../conversation/commit.ts';
import { unanswered, type Json } from '../../conversation/head.ts';
import { conversationOf } from '../../conversation/visitor.ts';
import type { RecordChange, Store, StoreHealth } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import { createSerial } from '../../platform/serial.ts';
import { withKeys } from './bindings.ts';
import { openEngine, type Engine } from './engine.ts';
import { systemCode } from './failures.ts';
import { layoutOf } from './layout.ts';
import { defaultLimits, type StoreLimits } from './limits.ts';
import { lockFolder } from './lock.ts';
import { noConversation } from './record.ts';
import { viewOf, type Resident } from './resident.ts';
import type { OpenSegment } from './segment-file.ts';
import { makeFolder } from './synced-file.ts';
import { createWrites } from './writes.ts';

export interface LowdbStoreOptions {
  /** The data folder; it is made where it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<StoreLimits>;
  /** How journal segments are opened: tests make them fail. */
  readonly openSegment?: OpenSegment;
}

/**
 * The embedded store: a journal in which every change becomes durable, and lowdb documents that follow it.
 * @throws SchalterError DataFolderInUse, DataDamaged or StorageUnavailable where it cannot be opened.
 */
export async function createLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  const { folder, clock, log } = options;
  const lock = await makeFolder(layoutOf(folder).journal)
    .then(() => lockFolder(folder))
    .catch((error: unknown) => {
      throw unusable(folder, error);
    });
  try {
    const engine = await openEngine({ ...options, limits: { ...defaultLimits, ...options.limits } });
    return storeOver(engine, clock, log, () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function unusable(folder: string, error: unknown): SchalterError {
  if (error instanceof SchalterError && error.code !== 'StorageUnavailable') return error;
  const code = systemCode(error instanceof SchalterError ? error.cause : error) ?? 'unknown';
  const message = `The data folder ${folder} cannot be made or written (${code}).`;
  return new SchalterError('StorageUnavailable', { cause: error, message });
}

function storeOver(engine: Engine, clock: Clock, log: Log, unlock: () => Promise<void>): Store {
  const { contents } = engine;
  const { residents, files, cases, visitors, audit } = contents;
  const writes = createWrites(engine, clock, log);
  const claims = createClaims(clock);
  const serially = createSerial<string>();
  let closed: Promise<void> | null = null;

  /** Without a wait where it is in memory: that is the common case, and each wait costs. */
  const find = (id: string): Resident | Promise<Resident> => residents.get(id) ?? residents.open(id);
  const existing = async (id: string): Promise<Resident> => {
    const resident = await find(id);
    if (resident.data === null) throw new SchalterError('ConversationNotFound');
    return resident;
  };
  const exclusively = <T>(id: string, task: () => Promise<T>): Promise<T> => writes.admitted(() => serially(id, task));

  return {
    write: (id, { fence }, decide) =>
      exclusively(id, async () => {
        const resident = await find(id);
        if (fence !== undefined) claims.check(fence);
        const change = decide(viewOf(resident));
        const before = resident.data?.head ?? null;
        if (before?.erased === true) throw new SchalterError('ConversationNotFound');
        const commit = prepare(id, before, change, clock.now());
        // A decision that changes nothing (a duplicate) costs no write.
        const head = isEmpty(commit) ? before : await writes.commit(resident, commit);
        return { entries: commit.entries ?? [], head, result: change.result };
      }),
    head: async (id) => (await find(id)).data?.head ?? null,
    async unread(id) {
      const resident = await find(id);
      const head = resident.data?.head;
      if (head === undefined || !unanswered(head)) return null;
      return unreadOf(head, await files.entries(resident, { after: head.cursor }));
    },
    entries: async (id, options = {}) => files.entries(await existing(id), options),
    deliveries: async (id) => [...((await existing(id)).data?.deliveries.values() ?? [])],

    async case(id) {
      const found = cases.get(id);
      if (found !== null) return found;
      const conversationId = await contents.casePointers.get(id);
      if (typeof conversationId !== 'string') return null;
      return (await find(conversationId)).cases.get(id) ?? null;
    },
    cases: (query) => Promise.resolve(cases.list(query)),
    casesOf: async (id) => [...(await find(id)).cases.values()],

    claim: (id, work, leaseMs) => Promise.resolve(claims.claim(id, work, leaseMs)),
    release(fence) {
      claims.release(fence);
      return Promise.resolve();
    },
    openWork: () => Promise.resolve(contents.openWork.list()),
    timers: (limit) => Promise.resolve(contents.timers.first(limit)),

    async record(kind, key): Promise<Json | null> {
      return kind === 'visitor' ? visitors.get(key) : (contents.records.get(kind)?.items.get(key) ?? null);
    },
    async records(kind): Promise<ReadonlyMap<string, Json>> {
      return kind === 'visitor' ? visitors.all() : new Map(contents.records.get(kind)?.items);
    },
    writeRecords: (changes, entries = []) =>
      writes.admitted(async () => {
        const more = entries.length > 0 ? { audit: entries } : {};
        await writes.commit(null, { id: noConversation, at: clock.now(), records: changes, ...more });
      }),
    audit: (limit, before) => audit.newest(limit, before),

    redact: (id, seq) =>
      exclusively(id, async () => {
        const resident = await existing(id);
        const cases = [...resident.cases.values()].flatMap((item) => (item.about === seq ? withoutEntry(item) : []));
        await writes.commit(resident, { id, at: clock.now(), redacted: [seq], ...(cases.length > 0 && { cases }) });
      }),
    erase: (id) =>
      exclusively(id, async () => {
        const resident = await existing(id);
        const unbind: RecordChange[] = [];
        for (const key of withKeys(await contents.bindings.get(id), [...resident.visitors]))
          if (conversationOf(await visitors.get(key)) === id) unbind.push({ kind: 'visitor', key, delete: true });
        const emptied = [...resident.cases.values()].map((item) => withoutContent(item, clock.now()));
        await writes.commit(resident, { id, at: clock.now(), erased: true, cases: emptied, records: unbind });
      }),

    subscribe: (listener) => writes.subscribe(listener),
    health: () => healthOf(engine),
    close() {
      closed ??= writes
        .stop()
        .then(() => engine.close())
        .finally(unlock);
      return closed;
    },
  };
}

function isEmpty(commit: Commit): boolean {
  return Object.keys(commit).every((name) => name === 'id' || name === 'at');
}

function healthOf({ journal, flusher, contents }: Engine): StoreHealth {
  const { failure, liveBytes, writes, records, last } = journal.figures;
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
      residentConversations: contents.residents.count,
      residentCharacters: contents.residents.size,
    },
  };
}
