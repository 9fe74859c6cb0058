import type { CaseReason, OpenCase, Priority } from '../conversation/case.ts';
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
  if (view.openCase !== null && view.openCase.status !== 'resolved') return raise(view.openCase, request);
  const { head } = view;
  if (head === null) return {};
  const { caseId, reason, priority, intent, language, words } = request;
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
    status: 'waiting',
  };
  return {
    cases: [made],
    entries: [handoffEvent(handoffInitiate, { caseId, reason, priority, intent, language })],
    head: { openCase: caseId },
    timers: {
      set: [
        {
          id: reminderId(caseId),
          conversationId: head.id,
          due: now + waitingReminderMs,
          name: waitingReminder,
          value: { caseId },
        },
      ],
    },
  };
}

function raise(open: OpenCase, request: HandoffRequest): HandoffChange {
  // Fraud and despair are told again to whoever has the case; all else only when it became more pressing.
  if (request.priority > open.priority || (request.priority === open.priority && (request.priority > 0 || open.alert)))
    return {};
  const raised: OpenCase = {
    ...open,
    priority: request.priority,
    reason: request.reason,
    alert: request.priority === 0,
  };
  return {
    cases: [raised],
    entries: [
      handoffEvent(handoffInitiate, {
        caseId: open.id,
        reason: request.reason,
        priority: request.priority,
        raised: true,
      }),
    ],
  };
}
