import type {
  ActiveCase,
  Assignment,
  CaseOwner,
  OpenCase,
  Priority,
  ResolvedCase,
  WaitingCase,
} from '../conversation/case.ts';
import type { Team } from './plan.ts';

/*
 * The ways of a case, as pure functions: each takes a case in the states that it can begin from, so that what cannot
 * happen cannot be written. A deadline moves only where it is set here.
 */

/** What every state keeps; each transition says what comes to it. */
function common(item: OpenCase | ResolvedCase) {
  const { id, conversationId, channel, customerName, reason, priority, createdAt, team, intent, language } = item;
  const { preview, alert, details, quiet, labels, seenAt, firstReplyAt, escalatedAt, reopened, previous } = item;
  const { identity, reminded, passed, about } = item;
  return {
    ...{
      id,
      conversationId,
      channel,
      customerName,
      reason,
      priority,
      createdAt,
      team,
      intent,
      language,
      preview,
      alert,
    },
    ...(about !== undefined && { about }),
    ...(details !== undefined && { details }),
    ...(quiet !== undefined && { quiet }),
    ...(labels !== undefined && { labels }),
    ...(seenAt !== undefined && { seenAt }),
    ...(firstReplyAt !== undefined && { firstReplyAt }),
    ...(escalatedAt !== undefined && { escalatedAt }),
    ...(reopened !== undefined && { reopened }),
    ...(identity !== undefined && { identity }),
    ...(previous !== undefined && { previous }),
    ...(reminded !== undefined && { reminded }),
    ...(passed !== undefined && { passed }),
  };
}

/** Somebody takes it: the deadline stays the one that the customer waits for. */
export function taken(item: WaitingCase, owner: CaseOwner, now: number): ActiveCase {
  const { waitingSince, due } = item;
  return {
    ...common(item),
    alert: false,
    seenAt: item.seenAt ?? now,
    status: 'active',
    awaits: 'staff',
    owner,
    acceptedAt: now,
    waitingSince,
    due,
  };
}

/** Somebody else takes it from its owner. */
export function takenOver(item: ActiveCase, owner: CaseOwner, now: number): ActiveCase {
  return { ...item, alert: false, owner, acceptedAt: now };
}

/** A person has written: the word is the customer's, and there is no deadline until they write. */
export function answered(item: ActiveCase, now: number): ActiveCase {
  const { escalatedAt: _over, reminded: _told, passed: _others, quiet: _loud, ...rest } = common(item);
  const { owner, acceptedAt } = item;
  return { ...rest, firstReplyAt: item.firstReplyAt ?? now, status: 'active', awaits: 'customer', owner, acceptedAt };
}

/** The customer has written: a new deadline where the word was theirs, else the old one; a snooze is over. */
export function customerWrote(item: ActiveCase, at: number, team: Team): ActiveCase {
  const { owner, acceptedAt } = item;
  const wait =
    item.awaits === 'staff'
      ? { waitingSince: item.waitingSince, due: item.due }
      : { waitingSince: at, due: team.replyDue(at) };
  return { ...common(item), status: 'active', awaits: 'staff', owner, acceptedAt, ...wait };
}

/** Back to the queue, of its own or another team; whoever had it lets others go first. The deadline stays. */
export function queued(item: OpenCase, team: Team, now: number): WaitingCase {
  const had = item.status === 'active' ? item.owner : item.assignment?.to;
  const before = (item.passed ?? []).filter((userId) => userId !== had?.userId);
  const passed = had === undefined ? before : [...before, had.userId];
  return {
    ...common(item),
    ...waitOf(item, team, now),
    team: team.id,
    ...(passed.length > 0 && { passed }),
    status: 'waiting',
    queuedAt: now,
  };
}

/** Meant for one person, who has until then to take it. The deadline stays. */
export function assigned(item: OpenCase, assignment: Assignment, team: Team, now: number): WaitingCase {
  const queuedAt = item.status === 'waiting' ? item.queuedAt : now;
  return {
    ...common(item),
    ...waitOf(item, team, now),
    status: 'waiting',
    assignment,
    ...(queuedAt !== undefined && { queuedAt }),
  };
}

/** A case in the customer's word that goes to somebody else must be looked at: from now on the customer waits again. */
function waitOf(item: OpenCase, team: Team, now: number): Pick<WaitingCase, 'waitingSince' | 'due'> {
  if (item.status === 'active' && item.awaits === 'customer') return { waitingSince: now, due: team.replyDue(now) };
  return { waitingSince: item.waitingSince, due: item.due };
}

export function snoozed(item: ActiveCase, until: number): ActiveCase {
  return { ...item, snoozedUntil: until };
}

export function woken(item: ActiveCase): ActiveCase {
  const { snoozedUntil: _over, ...rest } = item;
  return rest;
}

export function resolved(
  item: ActiveCase,
  { outcome, returnedToBot }: { readonly outcome: string; readonly returnedToBot: boolean },
  now: number,
): ResolvedCase {
  const { owner, acceptedAt } = item;
  return {
    ...common(item),
    alert: false,
    status: 'resolved',
    owner,
    acceptedAt,
    resolvedAt: now,
    returnedToBot,
    outcome,
  };
}

/** Opened again: waits as a new case does, with a deadline of its own. */
export function reopened(item: ResolvedCase, team: Team, now: number, priority: Priority = item.priority): WaitingCase {
  const { escalatedAt: _over, reminded: _told, passed: _others, seenAt: _seen, ...rest } = common(item);
  return {
    ...rest,
    priority,
    reopened: (item.reopened ?? 0) + 1,
    status: 'waiting',
    waitingSince: now,
    due: team.firstReplyDue(now, priority, item.quiet === true),
    queuedAt: now,
  };
}

/** Goes to the lead: nobody looked, or the deadline passed. */
export function escalated<T extends OpenCase>(item: T, now: number): T {
  return { ...item, escalatedAt: now };
}
