import type { Case } from '../conversation/case.ts';
import type { NewEntry } from '../conversation/entry.ts';
import type { HeadChange } from '../conversation/head.ts';
import type { Change, View } from '../conversation/store.ts';
import type { Timer } from '../conversation/timer.ts';
import { moved } from './case-timers.ts';
import { ownerOf, take, type Rules, type Staff } from './ownership.ts';
import { answered } from './transitions.ts';

/** The timer with which a reply leaves that was held back so that it could be taken back. */
export const heldReply = 'timer.reply-held';

/** The key under which a reply is known, so that the same request twice is one reply. */
export const replyKey = (staff: Staff, key: string): string => `staff:${staff.userId}:${key}`;

export const heldId = (caseId: string, key: string): string => `held:${caseId}:${key}`;

export function staffLine(staff: Staff, text: string, key?: string): NewEntry {
  return {
    who: 'staff',
    audience: 'customer',
    activity: { type: 'message', text, from: { id: staff.userId, name: staff.name } },
    ...(key !== undefined && { key }),
  };
}

type Words = Pick<Change, 'entries' | 'cases' | 'timers'> & { readonly head: HeadChange };

/** A reply that leaves now: it takes the case, and what is held back of the same case goes before it. */
export function replyNow(
  view: View,
  item: Case | null,
  staff: Staff,
  { text, key, now }: { readonly text: string; readonly key?: string; readonly now: number },
  { plan }: Rules,
): Words {
  const taking = take(view, item, staff, { now, speaks: true });
  const waiting = heldOf(view, taking.before.id);
  const change = moved(taking.before, answered(taking.active, now), plan);
  return {
    ...change,
    timers: { ...change.timers, cancel: [...(change.timers.cancel ?? []), ...waiting.map(({ id }) => id)] },
    head: taking.head,
    entries: [
      ...taking.entries,
      ...waiting.flatMap((timer) => lineOf(timer) ?? []),
      staffLine(staff, text, key === undefined ? undefined : replyKey(staff, key)),
    ],
  };
}

/** A reply that leaves in a moment: the case is taken at once, the words wait in a timer. */
export function replyLater(
  view: View,
  item: Case | null,
  staff: Staff,
  { text, key, now }: { readonly text: string; readonly key: string; readonly now: number },
  { plan }: Rules,
): Words {
  const taking = take(view, item, staff, { now, speaks: true });
  const { id: caseId, conversationId } = taking.before;
  const timer: Timer = {
    id: heldId(caseId, key),
    conversationId,
    due: now + plan.undoMs,
    name: heldReply,
    value: { caseId, text, key: replyKey(staff, key), by: { ...ownerOf(staff) } },
  };
  const change = moved(taking.before, taking.active, plan);
  return {
    ...change,
    timers: { ...change.timers, set: [...(change.timers.set ?? []), timer] },
    head: taking.head,
    entries: taking.entries,
  };
}

/** What a held reply's timer carries. */
export interface Held {
  readonly id: string;
  readonly due: number;
  readonly caseId: string;
  readonly text: string;
  readonly key: string;
  readonly by: Staff;
}

/** The held reply in a timer; null for every other timer. */
export function heldIn(timer: Timer): Held | null {
  if (timer.name !== heldReply) return null;
  const { id, due } = timer;
  return { ...(timer.value as unknown as Omit<Held, 'id' | 'due'>), id, due };
}

/** The timers of the replies of a case that are held back, in the order in which they were written. */
export function heldOf(view: Pick<View, 'timers'>, caseId: string): readonly Timer[] {
  return view
    .timers()
    .filter((timer) => heldIn(timer)?.caseId === caseId)
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
}

/** The words of a held reply, ready to leave. */
export function lineOf(timer: Timer): NewEntry | null {
  const held = heldIn(timer);
  return held === null ? null : staffLine(held.by, held.text, held.key);
}
