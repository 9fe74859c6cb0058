import type { Case } from './types.ts';

/** What the list shows; `found` are the hits of a search. */
export type ViewName = 'due' | 'mine' | 'all' | 'later' | 'resolved' | 'found';

/** Further conditions; null: any. */
export interface Filter {
  readonly team: string | null;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly label: string | null;
}

export const noFilter: Filter = { team: null, channel: null, reason: null, label: null };

const fitsFilter = (item: Case, { team, channel, reason, label }: Filter): boolean =>
  (team === null || item.team === team) &&
  (channel === null || item.channel === channel) &&
  (reason === null || item.reason === reason) &&
  (label === null || item.labels.includes(label));

const meantFor = (item: Case): string | null => item.owner?.userId ?? item.assignment?.to.userId ?? null;

/** Whether a case belongs into a list of open cases; what was found and what is resolved the service knows. */
export function belongs(item: Case, view: ViewName, filter: Filter, me: string): boolean {
  if (item.status === 'resolved' || view === 'resolved' || view === 'found' || !fitsFilter(item, filter)) return false;
  const later = item.snoozedUntil !== null;
  switch (view) {
    case 'due':
      // What needs me: what waits for anybody, and what is mine.
      return !later && (meantFor(item) === me || (item.status === 'waiting' && item.assignment === null));
    case 'mine':
      return meantFor(item) === me;
    case 'all':
      return !later;
    case 'later':
      return later;
  }
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The groups of the order: what presses, what a customer waits for, what waits for a customer, what was put off. */
function group({ priority, awaits, snoozedUntil, status }: Case): number {
  if (snoozedUntil !== null) return 3;
  if (awaits === 'customer' && status === 'active') return 2;
  return priority === 0 ? 0 : 1;
}

/** Fraud and despair before all, then by deadline; what waits for the customer comes behind, in the order of taking. */
export function byDue(a: Case, b: Case): number {
  const groups = group(a) - group(b);
  if (groups !== 0) return groups;
  const key = (item: Case): string =>
    item.snoozedUntil ??
    (item.awaits === 'customer'
      ? (item.acceptedAt ?? item.createdAt)
      : (item.due ?? item.waitingSince ?? item.createdAt));
  return text(key(a), key(b)) || a.priority - b.priority || text(a.createdAt, b.createdAt) || text(a.id, b.id);
}

/**
 * The order of a list. The anchor, the open case, keeps the place that it had, so that nothing moves under the reader's
 * eyes and "next" goes on from there.
 */
export function arrange(
  sorted: readonly string[],
  before: readonly string[],
  anchor: string | null,
): readonly string[] {
  const place = anchor === null ? -1 : before.indexOf(anchor);
  if (anchor === null || place < 0) return sorted;
  const others = sorted.filter((id) => id !== anchor);
  return [...others.slice(0, place), anchor, ...others.slice(place)];
}

/** The neighbour of the selected case in the order of the list; at an end the end itself. */
export function neighbour(ids: readonly string[], selected: string | null, step: 1 | -1): string | null {
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at < 0) return ids[step === 1 ? 0 : ids.length - 1] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

/** How a deadline stands: far, in its last quarter, or past. */
export type Pressure = 'calm' | 'soon' | 'over';

/** Measured from when the customer began to wait. */
export function pressureOf(
  { due, waitingSince, createdAt }: Pick<Case, 'due' | 'waitingSince' | 'createdAt'>,
  now: number,
): Pressure {
  if (due === null) return 'calm';
  const end = Date.parse(due);
  if (now >= end) return 'over';
  const from = Date.parse(waitingSince ?? createdAt);
  return end - now <= (end - from) / 4 ? 'soon' : 'calm';
}
