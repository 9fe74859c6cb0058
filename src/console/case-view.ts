import { wallClock } from '../calendar/zone.ts';
import type { Case } from '../conversation/case.ts';
import { caseNumberOf } from '../handoff/case-number.ts';
import { identityOf } from '../handoff/identity.ts';
import type { Plan } from '../handoff/plan.ts';
import type { Case as CaseView, EarlierCase, Titles } from './contract.ts';

/** Names of intents and of what dialogs collect; null where there is none. */
export interface Names {
  readonly titleOf: (intent: string) => Titles | null;
  readonly labelOf: (label: string) => Titles | null;
  readonly plan: Plan;
}

export const iso = (time: number): string => new Date(time).toISOString();
export const isoOrNull = (time: number | undefined): string | null => (time === undefined ? null : iso(time));

export function numberOf(item: Case): string {
  return caseNumberOf(item.id, wallClock(item.createdAt).day);
}

const unnamed = (id: string): Titles => ({ de: id, en: id });

/** What the console shows of a case: all of it stands in the case, so that a list reads no conversation. */
export function viewCase(item: Case, { titleOf, labelOf, plan }: Names): CaseView {
  const open = item.status !== 'resolved';
  const awaited = item.status === 'waiting' || (item.status === 'active' && item.awaits === 'staff') ? item : null;
  const assignment = item.status === 'waiting' ? item.assignment : undefined;
  return {
    id: item.id,
    number: numberOf(item),
    conversationId: item.conversationId,
    status: item.status,
    reason: item.reason,
    priority: item.priority,
    alert: item.alert,
    team: item.team,
    channel: item.channel,
    identity: identityOf(item),
    customerName: item.customerName,
    language: item.language,
    intent: item.intent,
    title: item.intent === null ? null : titleOf(item.intent),
    preview: item.preview,
    details: Object.entries(item.details ?? {}).map(([id, value]) => ({
      id,
      title: labelOf(id) ?? unnamed(id),
      value,
    })),
    quiet: item.quiet === true,
    labels: item.labels ?? [],
    createdAt: iso(item.createdAt),
    owner: item.status === 'waiting' ? null : item.owner,
    acceptedAt: item.status === 'waiting' ? null : iso(item.acceptedAt),
    assignment:
      assignment === undefined
        ? null
        : { to: assignment.to, by: assignment.by, until: iso(assignment.until), word: assignment.word ?? null },
    awaits: !open ? null : awaited === null ? 'customer' : 'staff',
    waitingSince: isoOrNull(awaited?.waitingSince),
    due: isoOrNull(awaited?.due),
    escalatedAt: isoOrNull(item.escalatedAt),
    snoozedUntil: item.status === 'active' ? isoOrNull(item.snoozedUntil) : null,
    resolvedAt: item.status === 'resolved' ? iso(item.resolvedAt) : null,
    returnedToBot: item.status === 'resolved' ? item.returnedToBot : null,
    outcome: item.status === 'resolved' ? item.outcome : null,
    reopened: item.reopened ?? 0,
    reopenableUntil: item.status === 'resolved' ? iso(item.resolvedAt + plan.reopenMs) : null,
    previousCaseId: item.previous ?? null,
  };
}

export function viewEarlier(item: Case, { titleOf }: Names): EarlierCase {
  return {
    id: item.id,
    number: numberOf(item),
    status: item.status,
    reason: item.reason,
    title: item.intent === null ? null : titleOf(item.intent),
    preview: item.preview,
    createdAt: iso(item.createdAt),
    resolvedAt: item.status === 'resolved' ? iso(item.resolvedAt) : null,
    outcome: item.status === 'resolved' ? item.outcome : null,
  };
}
