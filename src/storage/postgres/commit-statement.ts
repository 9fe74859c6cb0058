import type { Commit } from '../../conversation/commit.ts';
import type { Entry } from '../../conversation/entry.ts';
import { unanswered, type Head } from '../../conversation/head.ts';
import { keyLifetime, type Fence, type RecordChange } from '../../conversation/store.ts';
import { conversationOf } from '../../conversation/visitor.ts';
import type { Statement } from './database.ts';
import type { Month } from './snapshot.ts';
import { toColumn } from './text.ts';

/** A commit with what the conversation is after it. */
export interface Step {
  readonly commit: Commit;
  readonly head: Head;
  readonly undelivered: boolean;
  readonly months: readonly Month[];
  /** The version that it was decided on; 0: the conversation begins. */
  readonly version: number;
  /** Marks of the last commits, with this one's at the end. */
  readonly commits: readonly number[];
  readonly fence?: Fence | undefined;
  /** De-duplication keys that the decision asked about and took to be new. */
  readonly unseen: readonly string[];
  /** Entries whose content went, as they are now. */
  readonly tombstones?: readonly Entry[];
}

export interface StepResult {
  readonly done: number;
  /** Whether the claim still stands; 1 where none was needed. */
  readonly fenced: number;
}

/** Gathers values and gives each its place in the statement. */
class Values {
  readonly list: unknown[] = [];
  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/** The whole commit as one statement: it is done where the conversation still has the version, or not at all. */
export function commitStatement(step: Step): Statement {
  const { commit, fence } = step;
  const values = new Values();
  const id = values.add(toColumn(commit.id));
  const parts: Parts = [];
  if (fence !== undefined)
    parts.push([
      'fence',
      `SELECT 1 FROM leases WHERE conversation_id = ${id} AND work = ${values.add(fence.work)} AND number = ${values.add(fence.number)} FOR SHARE`,
    ]);
  parts.push(['target', target(step, id, values)]);
  parts.push(
    ...entryParts(step, id, values),
    ...caseParts(commit, id, values),
    ...timerParts(commit, id, values),
    ...besideParts(commit, values),
  );
  const fenced = fence === undefined ? '1' : '(SELECT count(*)::int FROM fence)';
  return {
    name: nameOf(`${step.version === 0 ? 'begin' : 'go'}${step.unseen.length > 0 ? '?' : ''}`, parts),
    text: `WITH ${parts.map(([name, text]) => `${name} AS (${text})`).join(',\n')}
SELECT (SELECT count(*)::int FROM target) AS done, ${fenced} AS fenced`,
    values: values.list,
  };
}

/** The parts make the text: the same ones always make the same. PostgreSQL looks at the first 63 characters only. */
function nameOf(kind: string, parts: Parts): string {
  return `${kind} ${parts.map(([name]) => name.slice(0, 3)).join('')}`;
}

function target(step: Step, id: string, values: Values): string {
  const { head, months, version, fence, unseen, commit } = step;
  const columns = [
    ['version', values.add(version + 1)],
    ['commits', `${values.add(step.commits)}::bigint[]`],
    ['head', `${values.add(JSON.stringify(head))}::json`],
    ['last_seq', values.add(head.lastSeq)],
    ['cursor', values.add(head.cursor)],
    ['unanswered', values.add(unanswered(head))],
    ['undelivered', values.add(step.undelivered)],
    ['erased', values.add(head.erased === true)],
    ['month_seqs', `${values.add(months.map(({ seq }) => seq))}::bigint[]`],
    ['month_starts', `${values.add(months.map(({ start }) => start))}::bigint[]`],
  ] as const;
  if (version === 0)
    return `INSERT INTO conversations (id, ${columns.map(([name]) => name).join(', ')})
  VALUES (${id}, ${columns.map(([, value]) => value).join(', ')}) ON CONFLICT DO NOTHING RETURNING id`;
  const conditions = [`id = ${id}`, `version = ${values.add(version)}`];
  if (fence !== undefined) conditions.push('EXISTS (SELECT 1 FROM fence)');
  if (unseen.length > 0)
    conditions.push(
      `NOT EXISTS (SELECT 1 FROM keys WHERE conversation_id = ${id} AND key = ANY(${values.add(unseen.map(toColumn))}::text[]) AND time > ${values.add(commit.at - keyLifetime)})`,
    );
  return `UPDATE conversations SET ${columns.map(([name, value]) => `${name} = ${value}`).join(', ')}
  WHERE ${conditions.join(' AND ')} RETURNING id`;
}

type Parts = (readonly [name: string, text: string])[];

function entryParts({ commit, tombstones }: Step, id: string, values: Values): Parts {
  const parts: Parts = [];
  const { entries = [] } = commit;
  if (entries.length > 0)
    parts.push([
      'entry',
      `INSERT INTO entries (conversation_id, seq, time, audience, body) SELECT ${id}, u.seq, u.time, u.audience, u.body::json FROM target, ${rows(
        values,
        'seq, time, audience, body',
        ['bigint', entries.map(({ seq }) => seq)],
        ['bigint', entries.map(({ time }) => time)],
        ['text', entries.map(({ audience }) => audience)],
        ['text', entries.map((entry) => JSON.stringify(entry))],
      )}`,
    ]);
  const keyed = [
    ...new Map(entries.flatMap((entry) => (entry.key === undefined ? [] : [[entry.key, entry] as const]))),
  ];
  if (keyed.length > 0)
    parts.push([
      'key',
      `INSERT INTO keys (conversation_id, key, seq, time) SELECT ${id}, u.key, u.seq, u.time FROM target, ${rows(
        values,
        'key, seq, time',
        ['text', keyed.map(([key]) => toColumn(key))],
        ['bigint', keyed.map(([, { seq }]) => seq)],
        ['bigint', keyed.map(([, { time }]) => time)],
      )} ON CONFLICT (conversation_id, key) DO UPDATE SET seq = excluded.seq, time = excluded.time`,
    ]);
  if (tombstones !== undefined && tombstones.length > 0)
    parts.push([
      'tombstone',
      `UPDATE entries e SET body = u.body::json FROM target, ${rows(
        values,
        'seq, time, body',
        ['bigint', tombstones.map(({ seq }) => seq)],
        ['bigint', tombstones.map(({ time }) => time)],
        ['text', tombstones.map((entry) => JSON.stringify(entry))],
      )} WHERE e.conversation_id = ${id} AND e.seq = u.seq AND e.time = u.time`,
    ]);
  if (commit.erased === true)
    parts.push(['forget', `DELETE FROM keys WHERE conversation_id = ${id} AND EXISTS (SELECT 1 FROM target)`]);
  return parts;
}

function caseParts({ cases = [], deliveries = [] }: Commit, id: string, values: Values): Parts {
  const parts: Parts = [];
  const latest = [...new Map(cases.map((item) => [item.id, item])).values()];
  if (latest.length > 0)
    parts.push([
      'matter',
      `INSERT INTO cases (id, conversation_id, status, priority, created_at, resolved_at, body)
  SELECT u.id, ${id}, u.status, u.priority, u.created_at, u.resolved_at, u.body::json FROM target, ${rows(
    values,
    'id, status, priority, created_at, resolved_at, body',
    ['text', latest.map((item) => toColumn(item.id))],
    ['text', latest.map(({ status }) => status)],
    ['smallint', latest.map(({ priority }) => priority)],
    ['bigint', latest.map(({ createdAt }) => createdAt)],
    ['bigint', latest.map((item) => (item.status === 'resolved' ? item.resolvedAt : null))],
    ['text', latest.map((item) => JSON.stringify(item))],
  )} ON CONFLICT (id) DO UPDATE SET status = excluded.status, priority = excluded.priority, resolved_at = excluded.resolved_at,
    changed_at = clock_timestamp(), body = excluded.body`,
    ]);
  const last = [...new Map(deliveries.map((item) => [`${item.seq}.${item.part}`, item])).values()];
  if (last.length > 0)
    parts.push([
      'delivery',
      `INSERT INTO deliveries (conversation_id, seq, part, body) SELECT ${id}, u.seq, u.part, u.body::json FROM target, ${rows(
        values,
        'seq, part, body',
        ['bigint', last.map(({ seq }) => seq)],
        ['integer', last.map(({ part }) => part)],
        ['text', last.map((item) => JSON.stringify(item))],
      )} ON CONFLICT (conversation_id, seq, part) DO UPDATE SET body = excluded.body`,
    ]);
  return parts;
}

function timerParts({ timers = [], cancelled = [], erased }: Commit, id: string, values: Values): Parts {
  const parts: Parts = [];
  const gone = new Set(cancelled);
  const set = [...new Map(timers.map((timer) => [timer.id, timer])).values()].filter((timer) => !gone.has(timer.id));
  if (erased === true)
    parts.push(['stop', `DELETE FROM timers WHERE conversation_id = ${id} AND EXISTS (SELECT 1 FROM target)`]);
  else if (cancelled.length > 0)
    parts.push([
      'cancel',
      `DELETE FROM timers WHERE conversation_id = ${id} AND id = ANY(${values.add(cancelled.map(toColumn))}::text[]) AND EXISTS (SELECT 1 FROM target)`,
    ]);
  if (set.length > 0)
    parts.push([
      'timer',
      `INSERT INTO timers (conversation_id, id, due, body) SELECT ${id}, u.id, u.due, u.body::json FROM target, ${rows(
        values,
        'id, due, body',
        ['text', set.map((timer) => toColumn(timer.id))],
        ['bigint', set.map(({ due }) => Math.ceil(due))],
        ['text', set.map((timer) => JSON.stringify(timer))],
      )} ON CONFLICT (conversation_id, id) DO UPDATE SET due = excluded.due, body = excluded.body`,
    ]);
  return parts;
}

/** Records and audit, which belong to no conversation. */
function besideParts({ records = [], audit = [] }: Commit, values: Values, from = 'target'): Parts {
  const parts: Parts = [];
  const changes = new Map(records.map((change) => [`${change.kind} ${change.key}`, change]));
  // In one order everywhere: two processes that write the same ones wait for each other and never in a circle.
  const last = [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
  const puts = last.filter((change): change is Extract<RecordChange, { put: unknown }> => 'put' in change);
  const deletes = last.filter((change) => !('put' in change));
  const source = from === '' ? '' : `${from}, `;
  if (puts.length > 0)
    parts.push([
      'record',
      `INSERT INTO records (kind, key, value, conversation_id) SELECT u.kind, u.key, u.value::json, u.bound FROM ${source}${rows(
        values,
        'kind, key, value, bound',
        ['text', puts.map(({ kind }) => kind)],
        ['text', puts.map(({ key }) => toColumn(key))],
        ['text', puts.map(({ put }) => JSON.stringify(put))],
        ['text', puts.map((change) => boundTo(change))],
      )} ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, conversation_id = excluded.conversation_id`,
    ]);
  if (deletes.length > 0)
    parts.push([
      'unrecord',
      `DELETE FROM records r USING ${source}${rows(
        values,
        'kind, key',
        ['text', deletes.map(({ kind }) => kind)],
        ['text', deletes.map(({ key }) => toColumn(key))],
      )} WHERE r.kind = u.kind AND r.key = u.key`,
    ]);
  if (audit.length > 0)
    parts.push([
      'note',
      `INSERT INTO audit (body) SELECT u.body::json FROM ${source}${rows(values, 'body', ['text', audit.map((entry) => JSON.stringify(entry))])}`,
    ]);
  return parts;
}

function boundTo(change: Extract<RecordChange, { put: unknown }>): string | null {
  const id = change.kind === 'visitor' ? conversationOf(change.put) : null;
  return id === null ? null : toColumn(id);
}

/** Writes records and audit by themselves; null where there is nothing to write. */
export function recordsStatement(commit: Pick<Commit, 'records' | 'audit'>): Statement | null {
  const values = new Values();
  const parts = besideParts({ id: '', at: 0, ...commit }, values, '');
  if (parts.length === 0) return null;
  return {
    name: nameOf('records', parts),
    text: `WITH ${parts.map(([name, text]) => `${name} AS (${text})`).join(',\n')} SELECT 1`,
    values: values.list,
  };
}

function rows(
  values: Values,
  columns: string,
  ...arrays: readonly (readonly [type: string, values: readonly unknown[]])[]
): string {
  return `unnest(${arrays.map(([type, list]) => `${values.add(list)}::${type}[]`).join(', ')}) AS u(${columns})`;
}
