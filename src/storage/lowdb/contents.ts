import type { Case } from '../../conversation/case.ts';
import type { Commit } from '../../conversation/commit.ts';
import type { Entry } from '../../conversation/entry.ts';
import { createAuditLog, type AuditLog } from './audit-log.ts';
import { createCaseLedger, type CaseLedger } from './case-ledger.ts';
import { createConversationFiles, type ConversationFiles } from './conversation-files.ts';
import { createLines, type Line } from './entry-lines.ts';
import { plainDisk, type Disk } from './disk.ts';
import { createFolderSyncs, type FolderSyncs } from './folder-syncs.ts';
import type { Layout } from './layout.ts';
import { saveLedger, type Ledger } from './ledger.ts';
import { createLooseRecords, type LooseRecords } from './loose-records.ts';
import { createOpenWork, type OpenWorkLedger } from './open-work.ts';
import { createRecordLedger, type RecordLedger } from './record-ledger.ts';
import type { Recorded } from './record.ts';
import { applyTo, type Resident } from './resident.ts';
import { createResidents, type Residents } from './residents.ts';
import { documentKey, shelfOf } from './shelves.ts';
import { createTimerLedger, type TimerLedger } from './timer-ledger.ts';

/** All that the store holds beside the journal: what is in memory and the files behind it. */
export interface Contents {
  readonly layout: Layout;
  readonly folders: FolderSyncs;
  readonly files: ConversationFiles;
  readonly residents: Residents;
  readonly openWork: OpenWorkLedger;
  readonly timers: TimerLedger;
  readonly cases: CaseLedger;
  readonly records: ReadonlyMap<string, RecordLedger>;
  readonly visitors: LooseRecords;
  /** Keys of visitors by conversation. */
  readonly bindings: LooseRecords;
  readonly casePointers: LooseRecords;
  readonly audit: AuditLog;
  readonly ledgers: readonly Ledger[];
  readonly lineOf: (entry: Entry) => Line;
  /** Applies a durable record to everything but conversations and the audit log, and marks what changed. */
  applyAside(recorded: Recorded, position: number, ledgers?: readonly Ledger[]): void;
  /** Applies a durable record to the audit log. */
  applyAudit(recorded: Recorded, position: number): void;
  /**
   * Notes that visitors' bindings lead to a conversation, so that erasing finds them: where the binding was not written
   * with the conversation itself, which may not exist yet.
   */
  bind(conversationId: string, visitors: readonly string[], position: number): void;
  /** Applies a durable record to its conversation. */
  applyToConversation(resident: Resident, commit: Commit, lines: readonly Line[], position: number): void;
  /** Writes the document with that key. */
  save(key: string): Promise<void>;
}

export interface ContentsOptions {
  readonly layout: Layout;
  /** Called when a document's content changed with the record at `position`. */
  readonly mark: (key: string, position: number) => void;
  readonly isDirty: (key: string) => boolean;
  /** Called with the position of a document that was read. */
  readonly loaded: (position: number) => void;
  readonly residentLimit: number;
  readonly residentSize: number;
}

/** Kinds of records of which there are few. */
const recordKinds = ['account', 'session', 'secret', 'presence', 'notice', 'attempt', 'feedback', 'outbox'] as const;

export function createContents(options: ContentsOptions): Contents {
  const { layout, mark, isDirty, loaded, residentLimit, residentSize } = options;
  const folders = createFolderSyncs();
  const disk: Disk = { ...plainDisk, settle: (folder) => folders.later(folder) };
  const files = createConversationFiles(layout, disk);
  const residents = createResidents({
    async load(id) {
      const resident = await files.load(id);
      loaded(resident.position);
      return resident;
    },
    isDirty: (id) => isDirty(documentKey('c', id)),
    limit: residentLimit,
    size: residentSize,
  });
  const openWork = createOpenWork();
  const timers = createTimerLedger();
  const cases = createCaseLedger();
  const records = new Map(recordKinds.map((kind) => [kind, createRecordLedger(kind)]));
  const ledgers = [openWork, timers, cases, ...records.values()];
  const visitors = createLooseRecords(layout.visitors, (key) => layout.visitor(key), disk);
  const bindings = createLooseRecords(layout.bindings, (id) => layout.visitorsOf(id), disk);
  const casePointers = createLooseRecords(layout.cases, (id) => layout.casePointer(id), disk);
  const audit = createAuditLog(layout, disk);
  let applied = 0;

  const point = (item: Case, position: number): void => {
    // The pointer says where a case is found for ever: it is written once.
    if (cases.get(item.id) !== null) return;
    casePointers.set(item.id, item.conversationId);
    mark(documentKey('k', item.id), position);
  };

  return {
    layout,
    folders,
    files,
    residents,
    openWork,
    timers,
    cases,
    records,
    visitors,
    bindings,
    casePointers,
    audit,
    ledgers,
    lineOf: createLines(),
    applyAside(recorded, position, concerned = ledgers) {
      const { commit } = recorded;
      applied = position;
      for (const item of commit.cases ?? []) point(item, position);
      for (const ledger of concerned) if (ledger.apply(recorded)) mark(documentKey('i', ledger.name), position);
      if (commit.erased === true) {
        bindings.set(commit.id, null);
        mark(documentKey('b', commit.id), position);
      }
      for (const change of commit.records ?? []) {
        if (change.kind !== 'visitor') continue;
        visitors.set(change.key, 'put' in change ? change.put : null);
        mark(documentKey('v', change.key), position);
      }
    },
    applyAudit({ commit, audit: first }, position) {
      if (commit.audit === undefined || first === undefined) return;
      for (const chunk of audit.put(first, commit.audit)) mark(documentKey('a', chunk), position);
    },
    bind(conversationId, keys, position) {
      bindings.set(conversationId, keys);
      mark(documentKey('b', conversationId), position);
    },
    applyToConversation(resident, commit, lines, position) {
      const before = resident.size;
      applyTo(resident, commit, lines, position);
      mark(documentKey('c', resident.id), position);
      if (residents.get(resident.id) === resident) residents.grew(resident.size - before);
      else residents.keep(resident);
    },
    async save(key) {
      const { shelf, id } = shelfOf(key);
      switch (shelf) {
        case 'c': {
          const resident = await residents.open(id);
          const before = resident.size;
          await files.save(resident);
          residents.grew(resident.size - before);
          return;
        }
        case 'v':
          return visitors.save(id);
        case 'b':
          return bindings.save(id);
        case 'k':
          return casePointers.save(id);
        case 'a':
          return audit.save(Number(id));
        case 'i': {
          const ledger = ledgers.find(({ name }) => name === id);
          if (ledger !== undefined) await saveLedger(ledger, applied, layout, disk);
          return;
        }
      }
    },
  };
}
