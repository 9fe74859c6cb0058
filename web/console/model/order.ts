import type { Case } from './types.ts';

/** The open cases as the desk shows them. */
export interface Groups {
  readonly waiting: readonly Case[];
  readonly mine: readonly Case[];
  readonly others: readonly Case[];
}

const earlier = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byDue = (a: Case, b: Case): number =>
  a.priority - b.priority || earlier(a.createdAt, b.createdAt) || earlier(a.id, b.id);
// Not by the customer's last word: a row that jumps while one works on it is worse than one that says "answer due".
const byTaking = (a: Case, b: Case): number => earlier(a.acceptedAt ?? '', b.acceptedAt ?? '') || earlier(a.id, b.id);

/** Sorts open cases into groups: waiting by priority and age, the others in the order in which they were taken. */
export function groupCases(cases: Iterable<Case>, userId: string): Groups {
  const all = [...cases];
  const active = all.filter((item) => item.status === 'active').sort(byTaking);
  return {
    waiting: all.filter((item) => item.status === 'waiting').sort(byDue),
    mine: active.filter((item) => item.owner?.userId === userId),
    others: active.filter((item) => item.owner?.userId !== userId),
  };
}

/** Resolved cases, the newest first. */
export function byResolved(cases: Iterable<Case>): readonly Case[] {
  return [...cases].sort((a, b) => earlier(b.resolvedAt ?? '', a.resolvedAt ?? '') || earlier(a.id, b.id));
}

/** The neighbour of the selected case in the order of the list; at an end the end itself. */
export function neighbour(ids: readonly string[], selected: string | null, step: 1 | -1): string | null {
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at < 0) return ids[step === 1 ? 0 : ids.length - 1] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}
