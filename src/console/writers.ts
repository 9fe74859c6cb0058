import type { CaseOwner } from '../conversation/case.ts';
import type { Clock } from '../platform/clock.ts';

/** Who is writing in which case: a sign that passes by itself, kept in memory. */
export interface Writers {
  /** Somebody writes; returns until when that is said. */
  writes(caseId: string, by: CaseOwner): number;
  in(caseId: string): readonly CaseOwner[];
}

/** How long a sign of writing lasts (milliseconds); the page renews it while keys are pressed. */
export const writingMs = 8000;

export function createWriters(clock: Clock): Writers {
  const cases = new Map<string, Map<string, { readonly by: CaseOwner; readonly until: number }>>();
  const now = (caseId: string): readonly CaseOwner[] => {
    const people = cases.get(caseId);
    for (const [userId, { until }] of people ?? []) if (until <= clock.now()) people?.delete(userId);
    if (people?.size === 0) cases.delete(caseId);
    return [...(people?.values() ?? [])].map(({ by }) => by);
  };
  return {
    writes(caseId, { userId, name }) {
      // Old signs go when new ones come, so that nothing gathers.
      for (const other of [...cases.keys()]) now(other);
      const until = clock.now() + writingMs;
      const people = cases.get(caseId) ?? new Map<string, { readonly by: CaseOwner; readonly until: number }>();
      cases.set(caseId, people.set(userId, { by: { userId, name }, until }));
      return until;
    },
    in: now,
  };
}
