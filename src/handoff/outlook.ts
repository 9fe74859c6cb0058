import type { Case, WaitingCase } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { errorFields, type Log } from '../platform/log.ts';
import type { Plan } from './plan.ts';
import { inQueueOrder } from './routing.ts';

/** What a customer who asks for a person may expect. */
export interface Expectation {
  /** Whether somebody is there now; else by when the answer is promised. */
  readonly open: boolean;
  /** By when the first word is due (milliseconds since the epoch). */
  readonly due: number;
  /** How many wait before them. */
  readonly ahead: number;
  /** What recent cases waited, the middle one; null where too few were taken to say. */
  readonly minutes: number | null;
}

/** The queue as it is now, kept in memory beside the store. */
export interface Outlook {
  /** For somebody who would ask now. */
  next(concern: { readonly intent: string | null; readonly language: string }, now: number): Expectation;
  /** For a case that waits; null where it does not. */
  of(caseId: string, now: number): Expectation | null;
  close(): void;
}

/** Cases of a team from which the wait is told. */
const remembered = 30;
const fewest = 5;
const limit = 10_000;

export async function openOutlook(options: {
  readonly store: Store;
  readonly plan: Plan;
  readonly log: Log;
}): Promise<Outlook> {
  const { store, plan, log } = options;
  const waiting = new Map<string, WaitingCase>();
  const waits = new Map<string, number[]>();

  const note = (item: Case): void => {
    const before = waiting.get(item.id);
    if (item.status === 'waiting' && item.quiet !== true) waiting.set(item.id, item);
    else waiting.delete(item.id);
    if (before === undefined || item.status !== 'active') return;
    const recent = [...(waits.get(item.team) ?? []), item.acceptedAt - before.waitingSince];
    waits.set(item.team, recent.slice(-remembered));
  };
  const read = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      const item = await store.case(id);
      if (item !== null) note(item);
    }
  };
  const unsubscribe = store.subscribe(({ cases }) => {
    if (cases.length > 0)
      void read(cases).catch((error: unknown) => log.warn(errorFields(error), 'the queue could not be counted'));
  });
  for (const item of await store.cases({ status: 'waiting', limit })) note(item);

  const minutesOf = (team: string): number | null => {
    const recent = [...(waits.get(team) ?? [])].sort((a, b) => a - b);
    const middle = recent[Math.floor(recent.length / 2)];
    return middle === undefined || recent.length < fewest ? null : Math.max(1, Math.ceil(middle / 60_000));
  };
  const inTeam = (team: string): readonly WaitingCase[] =>
    [...waiting.values()].filter((item) => item.team === team).sort(inQueueOrder);

  return {
    next({ intent, language }, now) {
      const team = plan.teamFor({ intent, reason: 'asked', language });
      const due = team.firstReplyDue(now, 2, false);
      const ahead = inTeam(team.id).filter((item) => item.priority === 0 || item.due <= due).length;
      return { open: team.hours(now).open, due, ahead, minutes: minutesOf(team.id) };
    },
    of(caseId, now) {
      const item = waiting.get(caseId);
      if (item === undefined) return null;
      const ahead = inTeam(item.team).findIndex(({ id }) => id === caseId);
      return { open: plan.team(item.team).hours(now).open, due: item.due, ahead, minutes: minutesOf(item.team) };
    },
    close: unsubscribe,
  };
}
