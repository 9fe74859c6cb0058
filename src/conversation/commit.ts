import { SchalterError } from '../platform/errors.ts';
import type { Case } from './case.ts';
import { deliveryKey, type Delivery } from './delivery.ts';
import { tombstone, type Entry, type NewEntry } from './entry.ts';
import type { Head, HeadChange } from './head.ts';
import { keyLifetime, type AuditEntry, type Beginning, type Change, type RecordChange, type Unread } from './store.ts';
import type { Timer } from './timer.ts';

/** A change with everything decided: the one atomic record that a store keeps and can play again. */
export interface Commit {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly begin?: Beginning;
  readonly entries?: readonly Entry[];
  readonly head?: HeadChange;
  readonly cases?: readonly Case[];
  readonly deliveries?: readonly Delivery[];
  readonly timers?: readonly Timer[];
  readonly cancelled?: readonly string[];
  readonly records?: readonly RecordChange[];
  readonly audit?: readonly AuditEntry[];
  /** Numbers of entries whose content goes. */
  readonly redacted?: readonly number[];
  /** All content goes. */
  readonly erased?: true;
}

/** A conversation as a store holds it while it is in use. */
export interface ConversationData {
  head: Head;
  readonly entries: Entry[];
  readonly keys: Map<string, { readonly seq: number; readonly time: number }>;
  readonly deliveries: Map<string, Delivery>;
  readonly timers: Map<string, Timer>;
}

function isOutgoing(entry: NewEntry): boolean {
  return (entry.who === 'bot' || entry.who === 'staff') && entry.audience === 'customer' && entry.inline !== true;
}

/**
 * Gives a change its numbers and times: entries rise by one from the head's last number and strictly in time, even
 * when the clock steps back.
 * @throws SchalterError ConversationNotFound where the change needs a conversation that does not exist.
 */
export function prepare(id: string, head: Head | null, change: Change<unknown>, now: number): Commit {
  if (head === null && change.begin === undefined) throw new SchalterError('ConversationNotFound');
  const reference = change.head?.reference ?? head?.reference ?? change.begin?.reference ?? null;
  let seq = head?.lastSeq ?? 0;
  let time = head?.lastTime ?? 0;
  const entries = change.entries?.map((entry): Entry => {
    seq += 1;
    time = Math.max(now, time + 1);
    return { ...entry, seq, time };
  });
  const pending =
    reference === null || entries === undefined
      ? []
      : entries
          .filter(isOutgoing)
          .map((entry): Delivery => ({ seq: entry.seq, part: 0, status: 'pending', attempts: 0 }));
  const deliveries = [...(change.deliveries ?? []), ...pending];
  return {
    id,
    at: now,
    ...(head === null && change.begin !== undefined && { begin: change.begin }),
    ...(entries !== undefined && entries.length > 0 && { entries }),
    ...(change.head !== undefined && { head: change.head }),
    ...(change.cases !== undefined && change.cases.length > 0 && { cases: change.cases }),
    ...(deliveries.length > 0 && { deliveries }),
    ...(change.timers?.set !== undefined && change.timers.set.length > 0 && { timers: change.timers.set }),
    ...(change.timers?.cancel !== undefined && change.timers.cancel.length > 0 && { cancelled: change.timers.cancel }),
    ...(change.records !== undefined && { records: change.records }),
    ...(change.audit !== undefined && { audit: change.audit }),
  };
}

/** What is unread of a conversation, given the entries behind its cursor; null where nothing is. */
export function unreadOf(head: Head, entries: readonly Entry[]): Unread | null {
  const inputs = entries.filter((entry) => entry.input === true && entry.seq > head.cursor);
  return inputs.length === 0 ? null : { head, inputs };
}

function begun(id: string, begin: Beginning, at: number): ConversationData {
  const head: Head = {
    id,
    channel: begin.channel,
    createdAt: at,
    lastSeq: 0,
    lastTime: 0,
    lastInput: 0,
    cursor: 0,
    attempts: 0,
    owner: { kind: 'bot' },
    state: begin.state ?? {},
    customer: begin.customer,
    reference: begin.reference,
    openCase: null,
  };
  return { head, entries: [], keys: new Map(), deliveries: new Map(), timers: new Map() };
}

/** Drops keys older than their lifetime; they stand in order of time, so that the look stops at the first young one. */
function forgetOldKeys(data: ConversationData, now: number): void {
  for (const [key, { time }] of data.keys) {
    if (time > now - keyLifetime) return;
    data.keys.delete(key);
  }
}

function takeContent(data: ConversationData, seqs: ReadonlySet<number> | null): void {
  data.entries.forEach((entry, index) => {
    if (seqs === null || seqs.has(entry.seq)) data.entries[index] = tombstone(entry);
  });
}

/**
 * Applies a commit to a conversation (null: not there yet) and returns it. The same commits in the same order always
 * lead to the same conversation: recovery is nothing but this function over the journal.
 */
export function applyCommit(data: ConversationData | null, commit: Commit): ConversationData {
  const target = data ?? begun(commit.id, commit.begin ?? missingBegin(commit), commit.at);
  const { head } = target;
  let { lastSeq, lastTime, lastInput } = head;
  for (const entry of commit.entries ?? []) {
    target.entries.push(entry);
    lastSeq = entry.seq;
    lastTime = entry.time;
    if (entry.input === true) lastInput = entry.seq;
    if (entry.key !== undefined) target.keys.set(entry.key, { seq: entry.seq, time: entry.time });
  }
  target.head = { ...head, ...commit.head, lastSeq, lastTime, lastInput };
  for (const delivery of commit.deliveries ?? []) target.deliveries.set(deliveryKey(delivery), delivery);
  for (const timer of commit.timers ?? []) target.timers.set(timer.id, timer);
  for (const id of commit.cancelled ?? []) target.timers.delete(id);
  if (commit.redacted !== undefined) takeContent(target, new Set(commit.redacted));
  if (commit.erased === true) eraseAll(target);
  forgetOldKeys(target, commit.at);
  return target;
}

function eraseAll(data: ConversationData): void {
  takeContent(data, null);
  data.timers.clear();
  data.keys.clear();
  for (const [key, delivery] of data.deliveries)
    if (delivery.status === 'pending' || delivery.status === 'sending')
      data.deliveries.set(key, { ...delivery, status: 'skipped', at: data.head.lastTime, why: 'erased' });
  data.head = {
    ...data.head,
    cursor: data.head.lastInput,
    state: {},
    customer: { id: 'erased' },
    reference: null,
    openCase: null,
    owner: { kind: 'bot' },
    erased: true,
  };
}

function missingBegin(commit: Commit): never {
  throw new SchalterError('DataDamaged', {
    message: `The journal holds a change of a conversation that it never began (commit of ${new Date(commit.at).toISOString()}).`,
  });
}
