import type { Case, CaseOwner } from '../conversation/case.ts';
import type { Entry, EntryActivity, NewEntry } from '../conversation/entry.ts';
import { unanswered } from '../conversation/head.ts';
import type { Change, Store, View } from '../conversation/store.ts';
import type { Door } from '../conversation/log.ts';
import { traceEntry } from '../conversation/turn.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import { handoffEvent, handoffStatus, reminderId } from './request.ts';

/** A member of staff, signed in. */
export type Staff = CaseOwner;

/** The name of the system entry with which a person gives the conversation back; it wakes the bot. */
export const returnedEvent = 'handoff.returned';

/** What staff can do with a case. Every rule is checked on the committed state, so that two hands cannot both win. */
export interface Desk {
  /** Takes a waiting case; taking one's own again changes nothing. @throws CaseNotYours, CaseClosed, CaseNotFound */
  accept(caseId: string, staff: Staff): Promise<Case>;
  /** Writes to the customer; replying is taking over. @throws as accept */
  reply(caseId: string, staff: Staff, text: string): Promise<Entry>;
  /** Ends the case; `returnToBot` lets the assistant say that it is back. @throws as accept */
  resolve(caseId: string, staff: Staff, options: { readonly returnToBot: boolean }): Promise<Case>;
}

export interface DeskOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly door: Door;
  /** The line with which the assistant tells the customer who took over. */
  readonly joinedLine: (language: string, name: string) => string;
}

type Active = Extract<Case, { status: 'active' }>;

/** The case in the hands of `staff`, and whether it was taken just now. */
function take(item: Case | null, staff: Staff, now: number): { readonly taken: boolean; readonly active: Active } {
  if (item === null) throw new SchalterError('CaseNotFound');
  switch (item.status) {
    case 'waiting':
      return { taken: true, active: { ...item, status: 'active', owner: staff, acceptedAt: now, alert: false } };
    case 'active':
      if (item.owner.userId !== staff.userId) throw new SchalterError('CaseNotYours');
      return { taken: false, active: { ...item, alert: false } };
    case 'resolved':
      throw new SchalterError('CaseClosed');
  }
}

/** The record of what the cursor passes when a person gives back: every input is covered by one turn, also by a silent one. */
function passedOver({ head }: View): readonly NewEntry[] {
  if (head === null || !unanswered(head)) return [];
  const { cursor, lastInput } = head;
  return [traceEntry({ from: cursor + 1, to: lastInput, replies: 0, outcome: 'silent', answers: null }, {})];
}

export function createDesk({ store, clock, door, joinedLine }: DeskOptions): Desk {
  const onCase = async <T>(
    caseId: string,
    decide: (view: View, item: Case | null) => Change<T>,
  ): Promise<{ result: T; entries: readonly Entry[] }> => {
    const known = await store.case(caseId);
    if (known === null) throw new SchalterError('CaseNotFound');
    return store.write(known.conversationId, {}, (view) => decide(view, view.caseOf(caseId)));
  };

  const takeOver = (
    view: View,
    item: Case | null,
    staff: Staff,
    action: string,
  ): Omit<Change, 'result'> & { active: Active; taken: boolean } => {
    const now = clock.now();
    const { taken, active } = take(item, staff, now);
    const audit = [
      { time: now, actor: staff.userId, action, conversationId: active.conversationId, caseId: active.id },
    ];
    if (!taken) return { taken, active, cases: [active], audit };
    return {
      taken,
      active,
      cases: [active],
      audit,
      head: { owner: { kind: 'person', ...staff, since: (view.head?.lastSeq ?? 0) + 1 } },
      timers: { cancel: [reminderId(active.id)] },
      entries: [handoffEvent(handoffStatus, { state: 'accepted', caseId: active.id, by: staff.userId })],
    };
  };

  const words = (who: 'bot' | 'staff', text: string, from: EntryActivity['from']): NewEntry => ({
    who,
    audience: 'customer',
    activity: { type: 'message', text, ...(from !== undefined && { from }) },
  });

  return {
    async accept(caseId, staff) {
      const { result } = await onCase(caseId, (view, item) => {
        const { active, taken, ...change } = takeOver(view, item, staff, 'case.accept');
        const joined = taken ? [words('bot', joinedLine(active.language, staff.name), undefined)] : [];
        return { ...change, entries: [...(change.entries ?? []), ...joined], result: active };
      });
      return result;
    },

    async reply(caseId, staff, text) {
      const { activity } = door({ type: 'message', text });
      const { entries } = await onCase(caseId, (view, item) => {
        const { active: _active, taken: _taken, ...change } = takeOver(view, item, staff, 'case.reply');
        const reply = words('staff', activity.text ?? '', { id: staff.userId, name: staff.name });
        return { ...change, entries: [...(change.entries ?? []), reply], result: undefined };
      });
      const sent = entries.at(-1);
      if (sent === undefined) throw new SchalterError('Internal');
      return sent;
    },

    async resolve(caseId, staff, { returnToBot }) {
      const { result } = await onCase(caseId, (view, item) => {
        const now = clock.now();
        const { active, taken: _taken, ...change } = takeOver(view, item, staff, 'case.resolve');
        const resolved: Case = { ...active, status: 'resolved', resolvedAt: now, returnedToBot: returnToBot };
        return {
          ...change,
          cases: [resolved],
          entries: [
            ...(change.entries ?? []),
            ...passedOver(view),
            handoffEvent(handoffStatus, { state: 'completed', caseId, by: staff.userId }),
            // The bot never answers what was written while a person had the conversation: the cursor passes it all,
            // and only this entry stands behind it.
            { ...handoffEvent(returnedEvent, { caseId, announce: returnToBot }), input: true as const },
          ],
          head: { owner: { kind: 'bot' }, openCase: null, cursor: view.head?.lastInput ?? 0, attempts: 0 },
          timers: { cancel: [reminderId(caseId)] },
          result: resolved,
        };
      });
      return result;
    },
  };
}
