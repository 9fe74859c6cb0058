import type { Case } from '../../conversation/case.ts';
import type { ConversationData } from '../../conversation/commit.ts';
import { deliveryKey, type Delivery } from '../../conversation/delivery.ts';
import type { Entry } from '../../conversation/entry.ts';
import type { Head } from '../../conversation/head.ts';
import { keyLifetime, type View } from '../../conversation/store.ts';
import type { Timer } from '../../conversation/timer.ts';
import type { Statement } from './database.ts';
import { fromColumn, toColumn } from './text.ts';

/** The month in which entries are kept together: the first number of the conversation in it, and its begin. */
export interface Month {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly start: number;
}

/** A conversation as it was at one version: what decisions may look at. Entries before the cursor are not part of it. */
export interface Snapshot {
  readonly version: number;
  /** Marks of the last commits, newest last. */
  readonly commits: readonly number[];
  readonly months: readonly Month[];
  /** `entries` are those behind the cursor; `keys` those that were asked for or came since. */
  readonly data: ConversationData;
  readonly cases: ReadonlyMap<string, Case>;
}

export interface ConversationRow {
  readonly version: number;
  readonly commits: readonly string[];
  readonly head: Head;
  readonly month_seqs: readonly string[];
  readonly month_starts: readonly string[];
  readonly cases: readonly Case[] | null;
  readonly deliveries: readonly Delivery[] | null;
  readonly timers: readonly Timer[] | null;
  readonly unread: readonly Entry[] | null;
  readonly keys: readonly (readonly [key: string, seq: number, time: number])[] | null;
}

/** Begin of the month that holds the entry behind number `seq`: no earlier partition has what follows. */
export const fromMonth = (seq: string): string =>
  `(SELECT coalesce(max(m.start), 0) FROM unnest(c.month_seqs, c.month_starts) AS m(seq, start) WHERE m.seq <= ${seq} + 1)`;

const part = (table: string, where = ''): string =>
  `(SELECT json_agg(body) FROM ${table} WHERE conversation_id = c.id${where})`;

/** Reads a conversation with all that a write or a turn needs, in one statement: one moment. */
export function snapshotStatement(id: string, keys: readonly string[], now: number): Statement {
  return {
    name: 'snapshot',
    text: `SELECT c.version, c.commits, c.head, c.month_seqs, c.month_starts,
  ${part('cases')} AS cases, ${part('deliveries')} AS deliveries, ${part('timers')} AS timers,
  CASE WHEN c.unanswered THEN (SELECT json_agg(e.body ORDER BY e.seq) FROM entries e
    WHERE e.conversation_id = c.id AND e.seq > c.cursor AND e.time >= ${fromMonth('c.cursor')}) END AS unread,
  (SELECT json_agg(json_build_array(k.key, k.seq, k.time) ORDER BY k.time) FROM keys k
    WHERE k.conversation_id = c.id AND k.key = ANY($2::text[]) AND k.time > $3) AS keys
FROM conversations c WHERE c.id = $1`,
    values: [toColumn(id), keys.map(toColumn), now - keyLifetime],
  };
}

export function readSnapshot(row: ConversationRow): Snapshot {
  const data: ConversationData = {
    head: row.head,
    entries: [...(row.unread ?? [])],
    keys: new Map(row.keys?.map(([key, seq, time]) => [fromColumn(key), { seq, time }])),
    deliveries: new Map(
      [...(row.deliveries ?? [])]
        .sort((a, b) => a.seq - b.seq || a.part - b.part)
        .map((delivery) => [deliveryKey(delivery), delivery]),
    ),
    timers: new Map(row.timers?.map((timer) => [timer.id, timer])),
  };
  return {
    version: row.version,
    commits: row.commits.map(Number),
    months: row.month_seqs.map((seq, index) => ({ seq: Number(seq), start: Number(row.month_starts[index]) })),
    data,
    cases: new Map(row.cases?.map((item) => [item.id, item])),
  };
}

/** What a decision sees of a snapshot; null: the conversation is not there. */
export function viewOf(snapshot: Snapshot | null, now: number): View {
  const data = snapshot?.data;
  const caseOf = (id: string): Case | null => snapshot?.cases.get(id) ?? null;
  const openCase = data?.head.openCase ?? null;
  return {
    head: data === undefined || data.head.erased === true ? null : data.head,
    openCase: openCase === null ? null : caseOf(openCase),
    caseOf,
    cases: () => [...(snapshot?.cases.values() ?? [])],
    seen(key) {
      const found = data?.keys.get(key);
      return found !== undefined && found.time > now - keyLifetime ? found.seq : undefined;
    },
    deliveries: () => [...(data?.deliveries.values() ?? [])],
    timers: () => [...(data?.timers.values() ?? [])],
  };
}
