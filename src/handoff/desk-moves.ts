import type { ActiveCase, OpenCase } from '../conversation/case.ts';
import type { NewEntry } from '../conversation/entry.ts';
import type { Change, View } from '../conversation/store.ts';
import type { Timer } from '../conversation/timer.ts';
import type { TimerReaction } from '../conversation/timers.ts';
import { assignmentOver, deadlinePassed, moved, nobodyLooked, snoozeOver, waitingReminder } from './case-timers.ts';
import { caseEvent, handoffEvent } from './events.ts';
import { release, spokenLine, type Rules } from './ownership.ts';
import { heldIn, heldOf, heldReply, lineOf } from './staff-words.ts';
import { answered, escalated, queued, woken } from './transitions.ts';

/** What the desk itself does with a case, without anybody's hand. */
export type DeskMove = Pick<Change, 'entries' | 'cases' | 'head' | 'timers' | 'audit'>;

/** Why a case came back to the queue. */
export type QueuedWhy = 'transferred' | 'not-taken' | 'no-reply' | 'absent';

const desk = 'desk';

/** An entry for staff about a case; the words of colleagues in it are for staff alone. */
export function caseHappened(kind: string, caseId: string, more: Readonly<Record<string, unknown>>): NewEntry {
  return { ...handoffEvent(caseEvent, { kind, caseId, ...more }), audience: 'staff' };
}

/** Back to the queue because nobody took it, nobody replied in time, or its person went away. */
export function putBack(view: View, item: OpenCase, why: QueuedWhy, now: number, { plan, say }: Rules): DeskMove {
  const team = plan.team(item.team);
  const freed = release(view, item, 'queued');
  const had = item.status === 'active' ? item.owner.name : null;
  const told =
    freed.entries.length === 0 || had === null
      ? { entries: [], head: {} }
      : spokenLine(view, say, item.language, 'handoff.requeued', { name: had });
  const change = moved(item, queued(item, team, now), plan);
  return {
    ...change,
    entries: [caseHappened('queued', item.id, { why, team: team.id, by: null }), ...told.entries, ...freed.entries],
    head: { ...freed.head, ...told.head },
    audit: [audited(item, `case.queued`, now, why)],
  };
}

function audited(item: OpenCase, action: string, now: number, subject: string) {
  const { conversationId, id: caseId } = item;
  return { time: now, actor: desk, action, conversationId, caseId, subject };
}

function escalate(item: OpenCase, why: 'overdue' | 'unseen', now: number, { plan }: Rules): DeskMove {
  return {
    ...moved(item, escalated(item, now), plan),
    entries: [caseHappened('escalated', item.id, { why })],
    audit: [audited(item, 'case.escalated', now, why)],
  };
}

function leave(view: View, item: ActiveCase | null, timer: Timer, now: number, { plan }: Rules): DeskMove {
  const held = heldIn(timer);
  if (held === null) return {};
  const mine = item !== null && item.owner.userId === held.by.userId && view.head?.openCase === held.caseId;
  if (!mine) return { entries: [caseHappened('reply-dropped', held.caseId, { by: held.by.userId, text: held.text })] };
  // What was held back before it goes first, whatever the clock says.
  const before = heldOf(view, held.caseId).filter(({ id, due }) => id !== timer.id && due <= timer.due);
  const change = moved(item, answered(item, now), plan);
  return {
    ...change,
    timers: { ...change.timers, cancel: [...(change.timers.cancel ?? []), ...before.map(({ id }) => id)] },
    entries: [...before, timer].flatMap((one) => lineOf(one) ?? []),
  };
}

const deskTimers = [waitingReminder, assignmentOver, deadlinePassed, nobodyLooked, snoozeOver, heldReply];

/** How the desk reacts to its timers; the one that reminds of a waiting customer also wakes the bot, which tells them. */
export function deskTimerReaction(rules: Rules): TimerReaction {
  return (timer, view, now) => {
    if (!deskTimers.includes(timer.name)) return null;
    const change = timerFired(view, timer, now, rules);
    // A held reply's words stand in the log once, where erasing finds them.
    const value = timer.name === heldReply ? { caseId: timer.value['caseId'] ?? null } : timer.value;
    return { wakes: timer.name === waitingReminder, value, change };
  };
}

/** What a timer of the desk does to its case when it fires; nothing where the case has moved on. */
function timerFired(view: View, timer: Timer, now: number, rules: Rules): DeskMove {
  const caseId = timer.value['caseId'];
  const item = typeof caseId === 'string' ? view.caseOf(caseId) : null;
  if (timer.name === heldReply) return leave(view, item?.status === 'active' ? item : null, timer, now, rules);
  if (item === null || item.status === 'resolved') return {};
  switch (timer.name) {
    case waitingReminder:
      if (item.status !== 'waiting') return {};
      return moved(item, { ...item, reminded: (item.reminded ?? 0) + 1 }, rules.plan);
    case assignmentOver:
      if (item.status !== 'waiting' || item.assignment === undefined) return {};
      return putBack(view, item, 'not-taken', now, rules);
    case deadlinePassed:
      if (item.status === 'active' && item.awaits === 'customer') return {};
      return item.status === 'active' && item.quiet !== true
        ? putBack(view, item, 'no-reply', now, rules)
        : escalate(item, 'overdue', now, rules);
    case nobodyLooked:
      return item.status === 'waiting' && item.seenAt === undefined ? escalate(item, 'unseen', now, rules) : {};
    case snoozeOver:
      if (item.status !== 'active') return {};
      return {
        ...moved(item, woken(item), rules.plan),
        entries: [caseHappened('woken', item.id, { by: null })],
      };
    default:
      return {};
  }
}
