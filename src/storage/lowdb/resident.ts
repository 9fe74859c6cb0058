import type { Case } from '../../conversation/case.ts';
import { applyCommit, type Commit, type ConversationData } from '../../conversation/commit.ts';
import { deliveryKey, isOpen } from '../../conversation/delivery.ts';
import { tombstone, type Entry } from '../../conversation/entry.ts';
import type { View } from '../../conversation/store.ts';
import { bindingsOf } from './bindings.ts';
import { storedLine, type Line } from './entry-lines.ts';

/** A conversation in memory: committed state only. Its older entries may stand in pages on disk. */
export interface Resident {
  readonly id: string;
  readonly path: string;
  /** Null until the first commit. The entries are in `tail`, as text: objects would take three times the room. */
  data: ConversationData | null;
  /** The newest entries, without gaps up to the last. */
  tail: Line[];
  /** The number of each page's first entry. */
  pages: readonly number[];
  readonly cases: Map<string, Case>;
  /** Keys of visitors' bindings to this conversation. */
  readonly visitors: Set<string>;
  /** Entries in pages whose content must still be taken from the files. */
  readonly redactions: Set<number>;
  /** Position of the last record that it contains. */
  position: number;
  /** Open deliveries. */
  undelivered: number;
  /** Writes under way: it must stay in memory. */
  busy: number;
  /** Size of the texts, in characters. */
  size: number;
}

/** A conversation that does not exist yet. */
export function emptyResident(id: string, path: string): Resident {
  return {
    id,
    path,
    data: null,
    tail: [],
    pages: [],
    cases: new Map(),
    visitors: new Set(),
    redactions: new Set(),
    position: 0,
    undelivered: 0,
    busy: 0,
    size: 0,
  };
}

/** The number of the first entry in memory. */
export function tailStart({ tail, data }: Resident): number {
  return tail[0]?.seq ?? (data?.head.lastSeq ?? 0) + 1;
}

/** Applies a durable commit. `lines` are its entries, already made into text. */
export function applyTo(
  resident: Resident,
  commit: Commit,
  lines: readonly Line[],
  position: number,
): ConversationData {
  resident.undelivered = undeliveredAfter(resident, commit);
  const data = applyCommit(resident.data, commit);
  data.entries.length = 0;
  resident.data = data;
  for (const line of lines) {
    resident.tail.push(line);
    resident.size += line.size;
  }
  for (const item of commit.cases ?? []) resident.cases.set(item.id, item);
  for (const { key, conversationId } of bindingsOf(commit))
    if (conversationId === resident.id) resident.visitors.add(key);
  for (const seq of commit.redacted ?? []) redact(resident, seq);
  if (commit.erased === true) resident.visitors.clear();
  if (commit.erased === true) for (let seq = 1; seq <= data.head.lastSeq; seq += 1) redact(resident, seq);
  resident.position = position;
  return data;
}

function redact(resident: Resident, seq: number): void {
  // Marked even where it is in memory: a page may be under way to disk with it.
  resident.redactions.add(seq);
  const index = seq - tailStart(resident);
  const line = resident.tail[index];
  if (line === undefined) return;
  const emptied = storedLine(tombstone(line.entry()));
  resident.tail[index] = emptied;
  resident.size += emptied.size - line.size;
}

/** How many deliveries are open after the commit. */
export function undeliveredAfter({ data, undelivered }: Resident, commit: Commit): number {
  if (commit.erased === true) return 0;
  if (commit.deliveries === undefined) return undelivered;
  let open = undelivered;
  for (const [key, delivery] of new Map(commit.deliveries.map((item) => [deliveryKey(item), item]))) {
    const before = data?.deliveries.get(key);
    open += Number(isOpen(delivery)) - Number(before !== undefined && isOpen(before));
  }
  return open;
}

/** Whether the bot has something to look at after the commit. */
export function unansweredAfter(resident: Resident, commit: Commit): boolean {
  if (commit.erased === true) return false;
  const head = resident.data?.head;
  const lastInput = commit.entries?.findLast((entry: Entry) => entry.input === true)?.seq ?? head?.lastInput ?? 0;
  return lastInput > (commit.head?.cursor ?? head?.cursor ?? 0);
}

/** What a decision may look at. */
export function viewOf({ data, cases }: Resident): View {
  const head = data === null || data.head.erased === true ? null : data.head;
  return {
    head,
    openCase: data?.head.openCase == null ? null : (cases.get(data.head.openCase) ?? null),
    caseOf: (id) => cases.get(id) ?? null,
    cases: () => [...cases.values()],
    seen: (key) => data?.keys.get(key)?.seq,
    deliveries: () => [...(data?.deliveries.values() ?? [])],
    timers: () => [...(data?.timers.values() ?? [])],
  };
}
