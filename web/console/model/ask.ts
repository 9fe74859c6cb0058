import type { CaseQuery } from './api.ts';
import type { View } from './state.ts';

/** Entries of a list in one answer. */
const pageSize = 500;
const foundSize = 50;

/** What the service is asked for to fill a view. */
export function askFor({ name, filter, search }: View, cursor: string | null): CaseQuery {
  const open = name !== 'resolved' && name !== 'found';
  return {
    ...(name === 'resolved' && { status: 'resolved' as const }),
    ...(name === 'found' && { q: search }),
    // Open cases are all known: what of them is shown is decided here, at once and live.
    ...(!open && filter),
    cursor,
    limit: open ? pageSize : foundSize,
  };
}
