import type { Assignment, Case, OpenCase, Priority } from '../conversation/case.ts';
import type { NewEntry } from '../conversation/entry.ts';
import type { Change, View } from '../conversation/store.ts';
import { SchalterError } from '../platform/errors.ts';
import { moved } from './case-timers.ts';
import { caseHappened } from './desk-moves.ts';
import { handoffEvent, handoffInitiate, handoffStatus } from './events.ts';
import {
  existing,
  openFor,
  ownActive,
  ownerOf,
  release,
  spokenLine,
  take,
  type Rules,
  type Staff,
} from './ownership.ts';
import { heldOf, lineOf, staffLine } from './staff-words.ts';
import { answered, assigned, queued, reopened, resolved, snoozed, woken } from './transitions.ts';

/** A change of a case by a person, and the case after it. */
export type StaffMove = Pick<Change, 'entries' | 'cases' | 'head' | 'timers'> & { readonly after: Case };

/** Whom a case is passed on to. */
export type Target = { readonly person: Staff } | { readonly team: string };

export function accept(
  view: View,
  item: Case | null,
  staff: Staff,
  { force, now }: { readonly force: boolean; readonly now: number },
  { plan, say }: Rules,
): StaffMove {
  const taking = take(view, item, staff, { now, speaks: false, force });
  const { before, active } = taking;
  const visible = taking.changed && view.head?.openCase === before.id;
  const joined = visible
    ? spokenLine(view, say, active.language, 'handoff.joined', { name: staff.name })
    : { entries: [], head: {} };
  return {
    ...moved(before, active, plan),
    entries: [...taking.entries, ...joined.entries],
    head: { ...taking.head, ...joined.head },
    after: active,
  };
}

/** Passes a case on: to a person, who has some minutes to take it, or to a team's queue. */
export function transfer(
  view: View,
  item: Case | null,
  staff: Staff,
  { to, word, now }: { readonly to: Target; readonly word: string | undefined; readonly now: number },
  { plan, say }: Rules,
): StaffMove {
  const before = openFor(item, staff);
  const freed = release(view, before, 'queued');
  const team = plan.team('team' in to ? to.team : before.team);
  const told =
    freed.entries.length === 0
      ? { entries: [], head: {} }
      : spokenLine(view, say, before.language, 'handoff.transferred', {});
  const after = 'person' in to ? assign(before, to.person, staff, word, now, { plan, say }) : queued(before, team, now);
  const event =
    'person' in to
      ? caseHappened('assigned', before.id, { to: to.person.userId, by: staff.userId, word: word ?? null })
      : caseHappened('queued', before.id, { why: 'transferred', team: team.id, by: staff.userId, word: word ?? null });
  // What was held back has been said by the one who passes it on: it goes before.
  const waiting = heldOf(view, before.id);
  const change = moved(before, after, plan);
  return {
    ...change,
    timers: { ...change.timers, cancel: [...(change.timers.cancel ?? []), ...waiting.map(({ id }) => id)] },
    entries: [...waiting.flatMap((timer) => lineOf(timer) ?? []), event, ...told.entries, ...freed.entries],
    head: { ...freed.head, ...told.head },
    after,
  };
}

function assign(
  before: OpenCase,
  person: Staff,
  staff: Staff,
  word: string | undefined,
  now: number,
  { plan }: Rules,
): Case {
  const until = now + plan.takeMs.person;
  const assignment: Assignment = {
    to: ownerOf(person),
    by: ownerOf(staff),
    at: now,
    until,
    ...(word !== undefined && { word }),
  };
  return assigned(before, assignment, plan.team(before.team), now);
}

/** Ends a case; a case that the customer waited for in the chat gives the conversation back. */
export function resolve(
  view: View,
  item: Case | null,
  staff: Staff,
  ending: {
    readonly returnToBot: boolean;
    readonly outcome: string;
    readonly line: string | undefined;
    readonly now: number;
  },
  { plan }: Rules,
): StaffMove {
  const { returnToBot, outcome, line, now } = ending;
  const taking = take(view, item, staff, { now, speaks: line !== undefined });
  const { before } = taking;
  const waiting = heldOf(view, before.id);
  const words: readonly NewEntry[] = [
    ...waiting.flatMap((timer) => lineOf(timer) ?? []),
    ...(line === undefined ? [] : [staffLine(staff, line)]),
  ];
  const active = words.length === 0 ? taking.active : answered(taking.active, now);
  const after = resolved(active, { outcome, returnedToBot: returnToBot }, now);
  // As if it had been taken: the release asks who holds the conversation.
  const held = view.head === null ? view : { ...view, head: { ...view.head, ...taking.head } };
  const freed = release(held, active, { announce: returnToBot });
  const change = moved(before, after, plan);
  return {
    ...change,
    timers: { ...change.timers, cancel: [...(change.timers.cancel ?? []), ...waiting.map(({ id }) => id)] },
    entries: [
      ...taking.entries,
      ...words,
      // The events for staff stand before the one that wakes the bot: nothing may follow what it has not looked at.
      handoffEvent(handoffStatus, { state: 'completed', caseId: before.id, by: staff.userId, outcome }),
      ...freed.entries,
    ],
    head: { ...taking.head, ...freed.head },
    after,
  };
}

/** Opens a resolved case again, or, after the window, begins a new one that is linked to it. */
export function reopen(
  view: View,
  item: Case | null,
  staff: Staff,
  { newId, now }: { readonly newId: string; readonly now: number },
  { plan }: Rules,
): StaffMove {
  const before = existing(item);
  if (before.status !== 'resolved') throw new SchalterError('CaseNotResolved');
  if (view.openCase !== null && view.openCase.status !== 'resolved') throw new SchalterError('OtherCaseOpen');
  const within = now < before.resolvedAt + plan.reopenMs;
  const team = plan.team(before.team);
  const { reopened: _count, firstReplyAt: _first, labels: _labels, ...fresh } = reopened(before, team, now);
  const waiting = within ? reopened(before, team, now) : { ...fresh, id: newId, createdAt: now, previous: before.id };
  const opened: View = {
    ...view,
    openCase: waiting.quiet === true ? view.openCase : waiting,
    head: view.head === null || waiting.quiet === true ? view.head : { ...view.head, openCase: waiting.id },
  };
  const taking = take(opened, waiting, staff, { now, speaks: false });
  const { reason, priority, intent } = waiting;
  return {
    ...moved(null, taking.active, plan),
    entries: [
      handoffEvent(handoffInitiate, {
        ...{ caseId: waiting.id, reason, priority, intent, team: team.id, by: staff.userId },
        reopened: within,
      }),
      ...taking.entries,
    ],
    head: taking.head,
    after: taking.active,
  };
}

export function snooze(item: Case | null, staff: Staff, until: number, { plan }: Rules): StaffMove {
  const before = ownActive(item, staff);
  const after = snoozed(before, until);
  const event = caseHappened('snoozed', before.id, { by: staff.userId, until: new Date(until).toISOString() });
  return { ...moved(before, after, plan), entries: [event], after };
}

export function wake(item: Case | null, staff: Staff, { plan }: Rules): StaffMove {
  const before = ownActive(item, staff);
  const after = woken(before);
  if (before.snoozedUntil === undefined) return { after };
  return {
    ...moved(before, after, plan),
    entries: [caseHappened('woken', before.id, { by: staff.userId })],
    after,
  };
}

/** What staff may set in a case. */
export interface CaseChange {
  readonly priority?: Priority | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** Sets priority and labels. A higher priority makes the next word due earlier, a lower one changes no deadline. */
export function change(
  item: Case | null,
  staff: Staff,
  { priority, labels }: CaseChange,
  now: number,
  { plan }: Rules,
): StaffMove {
  const before = openFor(item, staff);
  const team = plan.team(before.team);
  const rises = priority !== undefined && priority < before.priority;
  const due =
    rises && 'due' in before
      ? { due: Math.min(before.due, team.firstReplyDue(now, priority, before.quiet === true)) }
      : {};
  const after: OpenCase = {
    ...before,
    ...(priority !== undefined && { priority }),
    ...(labels !== undefined && { labels: [...new Set(labels)] }),
    ...due,
  };
  const said = (field: string, to: string): NewEntry =>
    caseHappened('changed', before.id, { by: staff.userId, field, to });
  return {
    ...moved(before, after, plan),
    entries: [
      ...(priority !== undefined && priority !== before.priority ? [said('priority', String(priority))] : []),
      ...(labels !== undefined ? [said('labels', labels.join(', '))] : []),
    ],
    after,
  };
}

/** Somebody looked at a case: an alert about it is seen. Null where that is known. */
export function look(item: Case | null, now: number, { plan }: Rules): StaffMove | null {
  if (item === null || item.status === 'resolved' || item.seenAt !== undefined) return null;
  const after: OpenCase = { ...item, seenAt: now };
  return { ...moved(item, after, plan), after };
}
