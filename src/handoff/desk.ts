import type { Case } from '../conversation/case.ts';
import type { Entry } from '../conversation/entry.ts';
import type { Door } from '../conversation/log.ts';
import type { AuditEntry, Change, Store, View } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import { caseHappened } from './desk-moves.ts';
import { existing, openFor, type Rules, type Staff } from './ownership.ts';
import * as moves from './staff-moves.ts';
import { heldId, heldIn, heldOf, replyKey, replyLater, replyNow, type Held } from './staff-words.ts';

export type { Staff } from './ownership.ts';

/**
 * What staff can do with a case; a `key` is unique for a reply or note: the same key again is the same one. Every rule is
 * checked on the committed state, so that two hands cannot both win.
 */
export interface Desk {
  /** Takes a waiting case; taking one's own again changes nothing. @throws CaseNotYours, CaseClosed, CaseNotFound */
  accept(caseId: string, staff: Staff, options?: { readonly force?: boolean }): Promise<Case>;
  /** Writes to the customer; replying is taking over. @throws as accept, OtherCaseOpen, ReplyBlocked */
  reply(caseId: string, staff: Staff, text: string, key?: string): Promise<Entry>;
  /** The same after the plan's `undoMs`; until then it can be taken back. Null: it has left already. */
  hold(caseId: string, staff: Staff, text: string, key?: string): Promise<Held | null>;
  /** Takes a held reply back and returns its words. @throws AlreadySent */
  takeBack(caseId: string, staff: Staff, id: string): Promise<string>;
  /** Sends what could not be delivered once more. @throws NothingToSend */
  resend(caseId: string, staff: Staff, seq: number): Promise<Entry>;
  /** A note for colleagues: it never reaches the customer. */
  note(caseId: string, staff: Staff, text: string, key?: string): Promise<Entry>;
  /** Passes it on to a person or a team. @throws as accept */
  transfer(caseId: string, staff: Staff, to: moves.Target, word?: string): Promise<Case>;
  change(caseId: string, staff: Staff, change: moves.CaseChange): Promise<Case>;
  /** @param until milliseconds since the epoch */
  snooze(caseId: string, staff: Staff, until: number): Promise<Case>;
  wake(caseId: string, staff: Staff): Promise<Case>;
  /** Ends the case; `returnToBot` lets the assistant say that it is back. @throws as accept */
  resolve(
    caseId: string,
    staff: Staff,
    options: { readonly returnToBot: boolean; readonly outcome?: string; readonly line?: string | undefined },
  ): Promise<Case>;
  /** Opens a resolved case again, or a new one linked to it. @throws CaseNotResolved, OtherCaseOpen */
  reopen(caseId: string, staff: Staff): Promise<Case>;
  /** Somebody looks at it. */
  look(caseId: string): Promise<void>;
}

export interface DeskOptions extends Rules {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly door: Door;
  /** Looks at words before they leave. @throws SchalterError ReplyBlocked */
  readonly check: (text: string, view: View) => void;
}

/** The outcome of a case of which nobody said more. */
const plainOutcome = 'solved';

export function createDesk({ store, clock, ids, door, check, ...rules }: DeskOptions): Desk {
  const cleaned = (text: string): string => door({ type: 'message', text }).activity.text ?? '';

  const onCase = async <T>(
    caseId: string,
    keys: readonly string[],
    decide: (view: View, item: Case | null, now: number) => Change<T>,
  ): Promise<{ readonly result: T; readonly entries: readonly Entry[]; readonly conversationId: string }> => {
    const { conversationId } = existing(await store.case(caseId));
    const written = await store.write(conversationId, keys.length === 0 ? {} : { keys }, (view) =>
      decide(view, view.caseOf(caseId), clock.now()),
    );
    return { ...written, conversationId };
  };
  const trail = (staff: Staff, action: string, item: Case, now: number, subject?: string): readonly AuditEntry[] => [
    {
      ...{ time: now, actor: staff.userId, action, conversationId: item.conversationId, caseId: item.id },
      ...(subject !== undefined && { subject }),
    },
  ];
  /** A move as one write with its line in the trail; returns the case after it. */
  const move = async (
    caseId: string,
    staff: Staff,
    action: string,
    decide: (view: View, item: Case | null, now: number) => moves.StaffMove,
    subject?: string,
  ): Promise<Case> => {
    const { result } = await onCase(caseId, [], (view, item, now) => {
      const { after, ...changed } = decide(view, item, now);
      return { ...changed, audit: trail(staff, action, after, now, subject), result: after };
    });
    return result;
  };
  const entryAt = async (conversationId: string, seq: number): Promise<Entry> => {
    const [entry] = await store.entries(conversationId, { after: seq - 1, limit: 1 });
    if (entry?.seq !== seq) throw new SchalterError('NothingToSend');
    return entry;
  };

  return {
    accept: (caseId, staff, { force = false } = {}) =>
      move(caseId, staff, 'case.accept', (view, item, now) => moves.accept(view, item, staff, { force, now }, rules)),

    async reply(caseId, staff, text, key) {
      const words = cleaned(text);
      const keys = key === undefined ? [] : [replyKey(staff, key)];
      const { result, entries, conversationId } = await onCase(caseId, keys, (view, item, now) => {
        const earlier = keys[0] === undefined ? undefined : view.seen(keys[0]);
        if (earlier !== undefined) return { result: earlier };
        check(words, view);
        const said = replyNow(view, item, staff, { text: words, ...(key !== undefined && { key }), now }, rules);
        return { ...said, audit: trail(staff, 'case.reply', existing(item), now), result: null };
      });
      const sent = entries.at(-1);
      return sent ?? entryAt(conversationId, result ?? 0);
    },

    async hold(caseId, staff, text, key = ids()) {
      const words = cleaned(text);
      const { result } = await onCase(caseId, [replyKey(staff, key)], (view, item, now): Change<Held | null> => {
        if (view.seen(replyKey(staff, key)) !== undefined) return { result: null };
        const known = view.timers().find(({ id }) => id === heldId(caseId, key));
        if (known !== undefined) return { result: heldIn(known) };
        check(words, view);
        const said = replyLater(view, item, staff, { text: words, key, now }, rules);
        const timer = said.timers?.set?.at(-1);
        return {
          ...said,
          audit: trail(staff, 'case.reply', existing(item), now),
          result: timer === undefined ? null : heldIn(timer),
        };
      });
      return result;
    },

    async takeBack(caseId, staff, id) {
      const { result } = await onCase(caseId, [], (view, item, now) => {
        const timer = heldOf(view, caseId).find((one) => one.id === id);
        const held = timer === undefined ? null : heldIn(timer);
        if (held === null) throw new SchalterError('AlreadySent');
        if (held.by.userId !== staff.userId) throw new SchalterError('CaseNotYours');
        return {
          timers: { cancel: [held.id] },
          entries: [caseHappened('reply-undone', caseId, { by: staff.userId, text: null })],
          audit: trail(staff, 'case.undo', existing(item), now),
          result: held.text,
        };
      });
      return result;
    },

    async resend(caseId, staff, seq) {
      const { conversationId } = await onCase(caseId, [], (view, item, now) => {
        openFor(item, staff);
        const failed = view.deliveries().filter((one) => one.seq === seq && one.status === 'failed');
        if (failed.length === 0) throw new SchalterError('NothingToSend');
        return {
          deliveries: failed.map(({ part }) => ({ seq, part, status: 'pending' as const, attempts: 0 })),
          audit: trail(staff, 'case.resend', existing(item), now),
          result: undefined,
        };
      });
      return entryAt(conversationId, seq);
    },

    async note(caseId, staff, text, key) {
      const words = cleaned(text);
      const keys = key === undefined ? [] : [`note:${replyKey(staff, key)}`];
      const { result, entries, conversationId } = await onCase(caseId, keys, (view, item, now) => {
        const earlier = keys[0] === undefined ? undefined : view.seen(keys[0]);
        if (earlier !== undefined) return { result: earlier };
        return {
          entries: [
            {
              who: 'staff' as const,
              audience: 'staff' as const,
              activity: { type: 'message', text: words, from: { id: staff.userId, name: staff.name } },
              ...(keys[0] !== undefined && { key: keys[0] }),
            },
          ],
          audit: trail(staff, 'case.note', existing(item), now),
          result: null,
        };
      });
      const [kept] = entries;
      return kept ?? entryAt(conversationId, result ?? 0);
    },

    transfer(caseId, staff, to, word) {
      const said = word === undefined ? undefined : cleaned(word);
      const subject = 'person' in to ? to.person.userId : to.team;
      return move(
        caseId,
        staff,
        'case.transfer',
        (view, item, now) => moves.transfer(view, item, staff, { to, word: said, now }, rules),
        subject,
      );
    },
    change: (caseId, staff, changed) =>
      move(caseId, staff, 'case.change', (_view, item, now) => moves.change(item, staff, changed, now, rules)),
    snooze: (caseId, staff, until) =>
      move(caseId, staff, 'case.snooze', (_view, item) => moves.snooze(item, staff, until, rules)),
    wake: (caseId, staff) => move(caseId, staff, 'case.wake', (_view, item) => moves.wake(item, staff, rules)),

    resolve(caseId, staff, { returnToBot, outcome = plainOutcome, line }) {
      const words = line === undefined ? undefined : cleaned(line);
      return move(
        caseId,
        staff,
        'case.resolve',
        (view, item, now) => {
          if (words !== undefined) check(words, view);
          return moves.resolve(view, item, staff, { returnToBot, outcome, line: words, now }, rules);
        },
        outcome,
      );
    },
    reopen(caseId, staff) {
      const newId = ids();
      return move(caseId, staff, 'case.reopen', (view, item, now) =>
        moves.reopen(view, item, staff, { newId, now }, rules),
      );
    },
    async look(caseId) {
      await onCase(caseId, [], (_view, item, now) => {
        const seen = moves.look(item, now, rules);
        if (seen === null) return { result: undefined };
        const { after: _after, ...changed } = seen;
        return { ...changed, result: undefined };
      });
    },
  };
}
