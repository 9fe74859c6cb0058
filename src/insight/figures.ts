import { addDays, type Day } from '../calendar/days.ts';
import { momentOf, wallClock } from '../calendar/zone.ts';
import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { caseNumberOf } from '../handoff/case-number.ts';
import { measureCase, type CaseMeasures } from './measures.ts';

/** Days of the bank's clock, both included. */
export interface Range {
  readonly from: Day;
  readonly to: Day;
  readonly team: string | null;
}

export interface Measured {
  readonly item: Case;
  readonly measures: CaseMeasures;
}

/** Cases that are looked at; what a store remembers of resolved ones may be fewer. */
const limit = 10_000;
/** Conversations that are read side by side. */
const together = 8;

const momentsOf = ({ from, to }: Range): readonly [number, number] => [momentOf(from, 0), momentOf(addDays(to, 1), 0)];

/** The cases that began or ended in the range, with their measures. */
export async function measureRange(store: Store, range: Range): Promise<readonly Measured[]> {
  const [begin, end] = momentsOf(range);
  const within = (time: number): boolean => time >= begin && time < end;
  const lists = await Promise.all(
    (['waiting', 'active', 'resolved'] as const).map((status) => store.cases({ status, limit })),
  );
  const wanted = lists
    .flat()
    .filter((item) => range.team === null || item.team === range.team)
    .filter((item) => within(item.createdAt) || (item.status === 'resolved' && within(item.resolvedAt)))
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const measured: Measured[] = [];
  for (let at = 0; at < wanted.length; at += together)
    measured.push(
      ...(await Promise.all(
        wanted.slice(at, at + together).map(async (item) => {
          const entries = await store.entries(item.conversationId).catch(() => []);
          return { item, measures: measureCase(item, entries) };
        }),
      )),
    );
  return measured;
}

/** Durations in seconds; null where nothing was measured. */
interface Spread {
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
}

/** Middle and ninth tenth, by the nearest rank: always a duration that somebody waited. */
function spread(values: readonly (number | null)[]): Spread {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const at = (share: number): number | null => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    return value === undefined ? null : Math.round(value / 1000);
  };
  return { count: sorted.length, median: at(0.5), p90: at(0.9) };
}

function countBy<K extends string>(values: readonly K[]): readonly (readonly [K, number])[] {
  const counts = new Map<K, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/** The figures of a range, worked out of its cases. */
export function figuresOf(measured: readonly Measured[], range: Range) {
  const [begin, end] = momentsOf(range);
  const created = measured.filter(({ item }) => item.createdAt >= begin && item.createdAt < end);
  const resolved = measured.flatMap(({ item }) =>
    item.status === 'resolved' && item.resolvedAt >= begin && item.resolvedAt < end ? [item] : [],
  );
  const punctual = created.flatMap(({ measures: { onTime } }) => (onTime === null ? [] : [onTime]));
  const days: Day[] = [];
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) days.push(day);
  return {
    from: range.from,
    to: range.to,
    cases: {
      created: created.length,
      resolved: resolved.length,
      reopened: created.filter(({ item }) => (item.reopened ?? 0) > 0).length,
      open: created.filter(({ item }) => item.status !== 'resolved').length,
    },
    firstResponse: spread(created.map(({ measures }) => measures.firstResponse)),
    resolution: spread(created.map(({ measures }) => measures.resolution)),
    assistant: spread(created.map(({ measures }) => measures.assistant)),
    onTime: punctual.length === 0 ? null : punctual.filter(Boolean).length / punctual.length,
    byReason: countBy(created.map(({ item }) => item.reason)).map(([reason, count]) => ({ reason, count })),
    byTeam: countBy(created.map(({ item }) => item.team)).map(([team, count]) => ({
      team,
      count,
      firstResponse: spread(
        created.filter(({ item }) => item.team === team).map(({ measures }) => measures.firstResponse),
      ),
    })),
    byOutcome: countBy(resolved.map(({ outcome }) => outcome)).map(([outcome, count]) => ({ outcome, count })),
    byDay: days.map((day) => ({
      day,
      created: created.filter(({ item }) => wallClock(item.createdAt).day === day).length,
      resolved: resolved.filter(({ resolvedAt }) => wallClock(resolvedAt).day === day).length,
    })),
  };
}

/** A cell: quoted, and never a formula for whoever opens the file in a spreadsheet. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const harmless = /^[=+\-@\t\r\n|%]/.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}

const columns = [
  ...['number', 'created', 'status', 'team', 'reason', 'priority', 'channel', 'language', 'owner', 'resolved'],
  ...['first_response_s', 'resolution_s', 'assistant_s', 'on_time', 'reopened', 'outcome', 'labels'],
] as const;

/** One line for each case, for a spreadsheet: no words of customers. */
export function csvOf(measured: readonly Measured[]): string {
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000));
  const lines = measured.map(({ item, measures }) =>
    [
      caseNumberOf(item.id, wallClock(item.createdAt).day),
      new Date(item.createdAt).toISOString(),
      ...[item.status, item.team, item.reason, item.priority, item.channel, item.language],
      item.status === 'waiting' ? null : item.owner.name,
      item.status === 'resolved' ? new Date(item.resolvedAt).toISOString() : null,
      ...[seconds(measures.firstResponse), seconds(measures.resolution), seconds(measures.assistant)],
      ...[measures.onTime, item.reopened ?? 0],
      item.status === 'resolved' ? item.outcome : null,
      (item.labels ?? []).join(', '),
    ]
      .map(cell)
      .join(';'),
  );
  // Spreadsheets read UTF-8 only with its mark.
  return `\uFEFF${[columns.join(';'), ...lines].join('\r\n')}\r\n`;
}
