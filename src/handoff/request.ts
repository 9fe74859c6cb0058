import type {
  ActiveCase,
  CaseDetails,
  CaseReason,
  OpenCase,
  Priority,
  ResolvedCase,
  WaitingCase,
} from '../conversation/case.ts';
import type { Change, View } from '../conversation/store.ts';
import { moved } from './case-timers.ts';
import { handoffEvent, handoffInitiate } from './events.ts';
import type { Plan } from './plan.ts';
import { previewOf } from './preview.ts';
import { customerWrote, reopened } from './transitions.ts';

/** Why and with what a person is asked for. */
export interface HandoffRequest {
  readonly caseId: string;
  readonly reason: CaseReason;
  readonly priority: Priority;
  readonly intent: string | null;
  readonly language: string;
  /** The customer's concern in their own words, already through the door. */
  readonly words: string;
  /** The number of the entry in which they stand. */
  readonly about?: number;
  /** What a dialog collected. */
  readonly details?: CaseDetails;
  /** The customer does not wait in the chat for it. */
  readonly quiet?: boolean;
}

export type HandoffChange = Pick<Change, 'entries' | 'cases' | 'head' | 'timers'>;

/**
 * A case that waits for a person. What the customer waits for in the chat is one case: while it is open it is raised,
 * and within the window after it was resolved it is opened again where it is about the same. What is answered another
 * way (a call, an appointment, a complaint) is a concern of its own each time.
 */
export function requestHandoff(view: View, request: HandoffRequest, now: number, plan: Plan): HandoffChange {
  const { head, openCase } = view;
  if (head === null) return {};
  if (request.quiet !== true) {
    if (openCase !== null && openCase.status !== 'resolved') return raise(openCase, request, now, plan);
    const earlier = latestOf(view);
    if (earlier !== null && isSameConcern(earlier, request) && now < earlier.resolvedAt + plan.reopenMs)
      return reopen(earlier, request, now, plan);
  }
  return begin(view, request, now, plan);
}

/** The case of the conversation that was resolved last. */
function latestOf(view: View): ResolvedCase | null {
  let latest: ResolvedCase | null = null;
  for (const item of view.cases())
    if (item.status === 'resolved' && item.resolvedAt > (latest?.resolvedAt ?? 0)) latest = item;
  return latest;
}

/** Whether a request goes on from a resolved case: the same intent, or a mere wish for a person. */
function isSameConcern(earlier: ResolvedCase, { intent, reason }: HandoffRequest): boolean {
  if (earlier.quiet === true) return false;
  if (intent !== null && intent !== 'contact.human') return intent === earlier.intent;
  return reason === 'asked' || reason === 'offered' || reason === earlier.reason;
}

function begin(view: View, request: HandoffRequest, now: number, plan: Plan): HandoffChange {
  const { head } = view;
  if (head === null) return {};
  const { caseId, reason, priority, intent, language, words, about, details, quiet = false } = request;
  const team = plan.teamFor({ intent, reason, language });
  const previous = [...view.cases()].sort((a, b) => b.createdAt - a.createdAt)[0]?.id;
  const made: WaitingCase = {
    id: caseId,
    conversationId: head.id,
    channel: head.channel,
    customerName: head.customer.name ?? null,
    reason,
    priority,
    createdAt: now,
    team: team.id,
    intent,
    language,
    preview: previewOf(words),
    ...(about !== undefined && { about }),
    alert: priority === 0,
    ...(details !== undefined && { details }),
    ...(quiet && { quiet: true as const }),
    ...(head.customer.identity !== undefined && { identity: head.customer.identity }),
    ...(previous !== undefined && { previous }),
    status: 'waiting',
    waitingSince: now,
    due: team.firstReplyDue(now, priority, quiet),
  };
  return {
    ...moved(null, made, plan),
    entries: [
      handoffEvent(handoffInitiate, { caseId, reason, priority, intent, language, team: team.id, due: made.due }),
    ],
    ...(!quiet && { head: { openCase: caseId } }),
  };
}

function reopen(earlier: ResolvedCase, request: HandoffRequest, now: number, plan: Plan): HandoffChange {
  const priority = earlier.priority < request.priority ? earlier.priority : request.priority;
  const again: WaitingCase = {
    ...reopened(earlier, plan.team(earlier.team), now, priority),
    ...(priority === 0 && { alert: true }),
  };
  const { id: caseId, reason, intent, team } = again;
  return {
    ...moved(earlier, again, plan),
    entries: [handoffEvent(handoffInitiate, { caseId, reason, priority, intent, team, reopened: true })],
    head: { openCase: caseId },
  };
}

/** A new request while a case is open: told when it is more pressing or brings something new. */
function raise(open: OpenCase, request: HandoffRequest, now: number, plan: Plan): HandoffChange {
  const { priority, reason, details } = request;
  // Fraud and despair are told again to whoever has the case; all else only when it became more pressing.
  const pressing = priority < open.priority || (priority === open.priority && priority === 0 && !open.alert);
  if (!pressing && details === undefined) return {};
  const team = plan.team(open.team);
  // What became more pressing is due earlier, never later.
  const sooner = Math.min('due' in open ? open.due : Infinity, team.firstReplyDue(now, priority, false));
  const urgent: OpenCase = !pressing
    ? open
    : open.status === 'active' && open.awaits === 'customer'
      ? withDue(customerWrote(open, now, team), sooner)
      : withDue(open, sooner);
  const news = {
    ...(pressing && { priority, reason, intent: request.intent ?? open.intent, alert: priority === 0 }),
    ...(details !== undefined && { details: { ...open.details, ...details } }),
  };
  const raised: OpenCase = { ...urgent, ...news };
  const told = { caseId: raised.id, reason: raised.reason, priority: raised.priority, raised: true };
  return {
    ...moved(open, raised, plan),
    entries: [handoffEvent(handoffInitiate, told)],
  };
}

/** The case with an earlier deadline, where there is one. */
function withDue(item: OpenCase, due: number): OpenCase {
  return item.status === 'active' && item.awaits === 'customer' ? item : { ...item, due };
}

/**
 * What the customer's message to a person changes: the word is the staff's again, and what is urgent in it raises the
 * case. The bot is silent then.
 * @param at when the customer wrote
 */
export function heardByPerson(
  view: View,
  { at, urgent }: { readonly at: number | null; readonly urgent: HandoffRequest | null },
  now: number,
  plan: Plan,
): HandoffChange {
  const { openCase } = view;
  if (urgent !== null && (openCase === null || openCase.status === 'resolved'))
    return requestHandoff(view, urgent, now, plan);
  if (openCase?.status !== 'active') return {};
  const turned: ActiveCase = at === null ? openCase : customerWrote(openCase, at, plan.team(openCase.team));
  const raised: HandoffChange = urgent === null ? {} : raise(turned, urgent, now, plan);
  const after = raised.cases?.[0] ?? turned;
  if (after === openCase) return {};
  return { ...raised, ...moved(openCase, after, plan) };
}
