import type { CaseDetails, CaseReason, OpenCase, Priority } from '../conversation/case.ts';
import type { NewEntry } from '../conversation/entry.ts';
import type { Change, View } from '../conversation/store.ts';

/** Why and with what a person is asked for. */
export interface HandoffRequest {
  readonly caseId: string;
  readonly reason: CaseReason;
  readonly priority: Priority;
  readonly intent: string | null;
  readonly language: string;
  /** The customer's last words, already through the door. */
  readonly words: string;
  /** What a dialog collected. */
  readonly details?: CaseDetails;
  /** The customer does not wait in the chat for it. */
  readonly quiet?: boolean;
}

/** Milliseconds after which a customer who still waits hears so. */
export const waitingReminderMs = 180_000;
export const waitingReminder = 'timer.case-waiting';
const previewLength = 140;

/** Bot Framework's name for the event that asks for a person. */
export const handoffInitiate = 'handoff.initiate';
/** Bot Framework's name for the event that tells how a handoff goes on. */
export const handoffStatus = 'handoff.status';

function preview(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length <= previewLength ? line : `${line.slice(0, previewLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** An event entry for staff and systems, as Bot Framework names it; the connector turns it into an activity where a hub is connected. */
export function handoffEvent(name: string, value: Readonly<Record<string, unknown>>): NewEntry {
  return { who: 'system', audience: 'internal', activity: { type: 'event', name, value } };
}

/** The id of the timer that reminds of a waiting case. */
export function reminderId(caseId: string): string {
  return `waiting:${caseId}`;
}

type HandoffChange = Pick<Change, 'entries' | 'cases' | 'head' | 'timers'>;

/**
 * A case that waits for a person, or, while one is open already, that case raised if the new reason is more pressing:
 * never a second handoff.
 */
export function requestHandoff(view: View, request: HandoffRequest, now: number): HandoffChange {
  if (view.openCase !== null && view.openCase.status !== 'resolved') return raise(view.openCase, request, now);
  const { head } = view;
  if (head === null) return {};
  const { caseId, reason, priority, intent, language, words, details, quiet = false } = request;
  const made: OpenCase = {
    id: caseId,
    conversationId: head.id,
    channel: head.channel,
    customerName: head.customer.name ?? null,
    reason,
    priority,
    createdAt: now,
    intent,
    language,
    preview: preview(words),
    alert: priority === 0,
    ...(details !== undefined && { details }),
    ...(quiet && { quiet }),
    status: 'waiting',
  };
  return {
    cases: [made],
    entries: [handoffEvent(handoffInitiate, { caseId, reason, priority, intent, language })],
    head: { openCase: caseId },
    ...(!quiet && { timers: reminder(made, now) }),
  };
}

function reminder({ id, conversationId }: OpenCase, now: number): NonNullable<HandoffChange['timers']> {
  const due = now + waitingReminderMs;
  return { set: [{ id: reminderId(id), conversationId, due, name: waitingReminder, value: { caseId: id } }] };
}

/** A new request while a case is open: told when it is more pressing, brings something new, or is waited for now. */
function raise(open: OpenCase, request: HandoffRequest, now: number): HandoffChange {
  const { priority, reason, details } = request;
  // Fraud and despair are told again to whoever has the case; all else only when it became more pressing.
  const pressing = priority < open.priority || (priority === open.priority && priority === 0 && !open.alert);
  const awaited = open.quiet === true && request.quiet !== true;
  if (!pressing && !awaited && details === undefined) return {};
  const { quiet: _quiet, ...loud } = open;
  const raised: OpenCase = {
    ...(awaited ? loud : open),
    ...(pressing && { priority, reason, intent: request.intent ?? open.intent, alert: priority === 0 }),
    ...(details !== undefined && { details: { ...open.details, ...details } }),
  };
  return {
    cases: [raised],
    entries: [
      handoffEvent(handoffInitiate, {
        caseId: open.id,
        reason: raised.reason,
        priority: raised.priority,
        raised: true,
      }),
    ],
    ...(awaited && open.status === 'waiting' && { timers: reminder(open, now) }),
  };
}
