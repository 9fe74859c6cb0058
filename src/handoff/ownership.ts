import type { ActiveCase, Case, CaseOwner, OpenCase } from '../conversation/case.ts';
import type { NewEntry } from '../conversation/entry.ts';
import { unanswered, type Head, type HeadChange, type JsonObject } from '../conversation/head.ts';
import type { View } from '../conversation/store.ts';
import { traceEntry } from '../conversation/turn.ts';
import { SchalterError } from '../platform/errors.ts';
import { handoffEvent, handoffStatus, requeuedEvent, returnedEvent } from './events.ts';
import type { Plan } from './plan.ts';
import { taken, takenOver } from './transitions.ts';

/** A member of staff, signed in. */
export interface Staff extends CaseOwner {
  /** May take and pass on cases that a colleague has. */
  readonly manages?: boolean;
}

/** Says an approved sentence in a conversation, in a wording that it has not seen, and what the bot then remembers. */
export type DeskVoice = (
  head: Head,
  language: string,
  phrase: string,
  values?: Readonly<Record<string, string | number>>,
) => { readonly text: string; readonly state: JsonObject };

/** What the rules of the desk need. */
export interface Rules {
  readonly plan: Plan;
  readonly say: DeskVoice;
}

export const ownerOf = ({ userId, name }: CaseOwner): CaseOwner => ({ userId, name });

/** A line of the assistant to the customer, and the state behind it. */
export function spokenLine(
  view: View,
  say: DeskVoice,
  language: string,
  phrase: string,
  values: Readonly<Record<string, string | number>> = {},
): { readonly entries: readonly NewEntry[]; readonly head: HeadChange } {
  if (view.head === null) return { entries: [], head: {} };
  const { text, state } = say(view.head, language, phrase, values);
  return {
    entries: [{ who: 'bot', audience: 'customer', activity: { type: 'message', text } }],
    head: { state },
  };
}

/** @throws SchalterError CaseNotFound */
export function existing(item: Case | null): Case {
  if (item === null) throw new SchalterError('CaseNotFound');
  return item;
}

/** An open case that this person may work on. @throws SchalterError CaseNotFound, CaseClosed, CaseNotYours */
export function openFor(item: Case | null, staff: Staff): OpenCase {
  const found = existing(item);
  if (found.status === 'resolved') throw new SchalterError('CaseClosed');
  if (found.status === 'active' && found.owner.userId !== staff.userId && staff.manages !== true)
    throw new SchalterError('CaseNotYours');
  return found;
}

/** One's own active case. @throws SchalterError CaseNotFound, CaseClosed, CaseNotYours */
export function ownActive(item: Case | null, staff: Staff): ActiveCase {
  const found = existing(item);
  if (found.status === 'resolved') throw new SchalterError('CaseClosed');
  if (found.status !== 'active' || found.owner.userId !== staff.userId) throw new SchalterError('CaseNotYours');
  return found;
}

export interface Taking {
  readonly before: OpenCase;
  readonly active: ActiveCase;
  /** Whether it changed hands just now. */
  readonly changed: boolean;
  readonly entries: readonly NewEntry[];
  readonly head: HeadChange;
}

/**
 * Takes a case. What the customer waits for in the chat takes the conversation with it; what is answered another way
 * does so with the first word (`speaks`).
 * @throws SchalterError CaseNotFound, CaseClosed, CaseNotYours, OtherCaseOpen
 */
export function take(
  view: View,
  item: Case | null,
  staff: Staff,
  { now, speaks, force = false }: { readonly now: number; readonly speaks: boolean; readonly force?: boolean },
): Taking {
  const before = existing(item);
  if (before.status === 'resolved') throw new SchalterError('CaseClosed');
  const mine = before.status === 'active' && before.owner.userId === staff.userId;
  if (before.status === 'active' && !mine && !(force && staff.manages === true))
    throw new SchalterError('CaseNotYours');
  const owner = ownerOf(staff);
  const active: ActiveCase =
    before.status === 'waiting'
      ? taken(before, owner, now)
      : mine
        ? before.alert
          ? { ...before, alert: false }
          : before
        : takenOver(before, owner, now);
  const holds = view.head?.openCase === before.id;
  if (speaks && !holds && view.openCase !== null && view.openCase.status !== 'resolved')
    throw new SchalterError('OtherCaseOpen');
  const enters = (holds || speaks) && !(mine && holds);
  return {
    before,
    active,
    changed: !mine,
    entries: mine ? [] : [handoffEvent(handoffStatus, { state: 'accepted', caseId: before.id, by: staff.userId })],
    head: enters
      ? { owner: { kind: 'person', ...owner, since: (view.head?.lastSeq ?? 0) + 1 }, openCase: before.id }
      : {},
  };
}

/** The record of what the cursor passes: every input is covered by one turn, also by a silent one. */
function passedOver({ head }: View): readonly NewEntry[] {
  if (head === null || !unanswered(head)) return [];
  const { cursor, lastInput } = head;
  return [traceEntry({ from: cursor + 1, to: lastInput, replies: 0, outcome: 'silent', answers: null }, {})];
}

/**
 * Lets the bot have the conversation again. It never answers what was written while a person had it: the cursor passes
 * it all, and only the event stands behind it.
 */
export function release(
  view: View,
  item: OpenCase,
  why: { readonly announce: boolean } | 'queued',
): { readonly entries: readonly NewEntry[]; readonly head: HeadChange } {
  if (view.head?.openCase !== item.id) return { entries: [], head: {} };
  const owned = view.head.owner.kind === 'person';
  if (why === 'queued' && !owned) return { entries: [], head: {} };
  const event =
    why === 'queued'
      ? handoffEvent(requeuedEvent, { caseId: item.id })
      : handoffEvent(returnedEvent, { caseId: item.id, announce: why.announce });
  return {
    entries: [...passedOver(view), { ...event, input: true as const }],
    head: {
      owner: { kind: 'bot' },
      cursor: view.head.lastInput,
      attempts: 0,
      ...(why !== 'queued' && { openCase: null }),
    },
  };
}
