import type { Entry } from '../../conversation/entry.ts';
import type { Month } from './snapshot.ts';

/** The begin of the month of a moment, in UTC; milliseconds since the epoch. */
export function monthStart(time: number, ahead = 0): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
}

/** The months of a conversation after new entries, which never go back in time. */
export function withEntries(months: readonly Month[], entries: readonly Entry[]): readonly Month[] {
  return entries.reduce<readonly Month[]>((known, { seq, time }) => {
    const start = monthStart(time);
    return start > (known.at(-1)?.start ?? -Infinity) ? [...known, { seq, start }] : known;
  }, months);
}
