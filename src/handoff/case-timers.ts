import type { Case } from '../conversation/case.ts';
import type { Change } from '../conversation/store.ts';
import type { Timer } from '../conversation/timer.ts';
import type { Plan } from './plan.ts';

/** Names of the timers of cases; `waitingReminder` wakes the bot, the others are the desk's own. */
export const waitingReminder = 'timer.case-waiting';
export const assignmentOver = 'timer.case-assignment';
export const deadlinePassed = 'timer.case-deadline';
export const nobodyLooked = 'timer.case-unseen';
export const snoozeOver = 'timer.case-snooze';

/**
 * The timers that a case in its state has: they follow from the case alone, so that none is forgotten or left behind.
 * Their ids hold the moment, since an id that has fired does not fire again for two days.
 */
export function timersOf(item: Case, plan: Plan): readonly Timer[] {
  const timer = (kind: string, name: string, due: number): Timer => ({
    id: `${kind}:${item.id}:${due}`,
    conversationId: item.conversationId,
    due,
    name,
    value: { caseId: item.id },
  });
  if (item.status === 'resolved') return [];
  const late = item.escalatedAt === undefined;
  if (item.status === 'active') {
    const awaited = item.awaits === 'staff' && (item.quiet !== true || late) ? item : null;
    // Whoever takes what is late already has some minutes for it.
    const replyBy = awaited === null ? 0 : Math.max(awaited.due, awaited.acceptedAt + plan.escalateMs);
    return [
      ...(awaited === null ? [] : [timer('reply', deadlinePassed, replyBy)]),
      ...(item.snoozedUntil !== undefined ? [timer('snooze', snoozeOver, item.snoozedUntil)] : []),
    ];
  }
  const team = plan.team(item.team);
  const reminder = item.quiet === true ? undefined : plan.remindMs[item.reminded ?? 0];
  const lookBy = item.priority === 0 ? item.createdAt + plan.unseenMs : team.after(item.createdAt, plan.unseenMs);
  const lateAt = item.queuedAt === undefined ? item.due : Math.max(item.due, item.queuedAt + plan.escalateMs);
  return [
    ...(reminder === undefined ? [] : [timer('waiting', waitingReminder, team.after(item.waitingSince, reminder))]),
    ...(item.assignment === undefined ? [] : [timer('assign', assignmentOver, item.assignment.until)]),
    ...(late ? [timer('due', deadlinePassed, lateAt)] : []),
    ...(item.seenAt === undefined && late ? [timer('unseen', nobodyLooked, lookBy)] : []),
  ];
}

/** The change of a case from one state into another, with its timers. */
export function moved(
  before: Case | null,
  after: Case,
  plan: Plan,
): Pick<Change, 'cases'> & { readonly timers: NonNullable<Change['timers']> } {
  const old = before === null ? [] : timersOf(before, plan);
  const now = timersOf(after, plan);
  return {
    cases: [after],
    timers: {
      set: now.filter(({ id }) => !old.some((timer) => timer.id === id)),
      cancel: old.filter(({ id }) => !now.some((timer) => timer.id === id)).map(({ id }) => id),
    },
  };
}
