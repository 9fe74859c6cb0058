import { z } from 'zod';
import type { CaseReason } from '../conversation/case.ts';
import type { Delivery } from '../conversation/delivery.ts';
import type { Entry } from '../conversation/entry.ts';
import { turnRecordOf } from '../conversation/turn.ts';
import { waitingReminder } from '../handoff/case-timers.ts';
import { caseEvent, handoffInitiate, handoffStatus, returnedEvent } from '../handoff/events.ts';
import { iso, type Names } from './case-view.ts';
import type { Entry as EntryView, Happening, Understood } from './contract.ts';

const finding = z.object({
  decision: z.string(),
  alert: z.string().nullish(),
  intent: z.string().nullish(),
  confidence: z.number().nullish(),
  language: z.string().nullish(),
  alternatives: z.array(z.string()).nullish(),
});
/** What a turn's record holds of one message. */
export type FindingRecord = z.infer<typeof finding>;

const findings = z.object({ findings: z.array(finding) });
const initiated = z.object({
  caseId: z.string().default(''),
  reason: z.string().transform((reason) => reason as CaseReason),
  priority: z.number(),
  raised: z.boolean().default(false),
  reopened: z.boolean().default(false),
  by: z.string().nullable().default(null),
});
const status = z.object({ state: z.enum(['accepted', 'completed']), caseId: z.string().default(''), by: z.string() });
const returned = z.object({ announce: z.boolean() });
const name = z.string().nullable().default(null);
const happened = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assigned'), caseId: z.string(), to: z.string(), by: name, word: name }),
  z.object({
    kind: z.literal('queued'),
    caseId: z.string(),
    why: z.enum(['transferred', 'not-taken', 'no-reply', 'absent']),
    team: z.string(),
    by: name,
    word: name,
  }),
  z.object({ kind: z.literal('escalated'), caseId: z.string(), why: z.enum(['overdue', 'unseen']) }),
  z.object({ kind: z.literal('snoozed'), caseId: z.string(), by: z.string(), until: z.string() }),
  z.object({ kind: z.literal('woken'), caseId: z.string(), by: name }),
  z.object({
    kind: z.literal('changed'),
    caseId: z.string(),
    by: z.string(),
    field: z.enum(['priority', 'labels', 'team']),
    to: z.string(),
  }),
  z.object({
    kind: z.literal('feedback'),
    by: z.string(),
    seq: z.number(),
    right: name,
    comment: name,
  }),
  z.object({ kind: z.enum(['reply-undone', 'reply-dropped']), by: z.string(), text: name }),
]);

/** Of several parts the one that tells most: a failed part is news, a pending one keeps the whole open. */
const worstFirst: readonly Delivery['status'][] = ['failed', 'pending', 'sending', 'skipped', 'sent'];

export interface EntryContext {
  readonly customerName: string | null;
  readonly staffNames: ReadonlyMap<string, string>;
  readonly deliveries: readonly Delivery[];
  readonly names: Pick<Names, 'titleOf'>;
}

/** What a turn's record holds of each message that it covers; none for other entries. */
export function findingsIn(entry: Entry): readonly FindingRecord[] {
  if (turnRecordOf(entry) === null) return [];
  return findings.safeParse(entry.activity.value).data?.findings ?? [];
}

function understoodIn(entry: Entry, { titleOf }: EntryContext['names']): readonly Understood[] | null {
  if (turnRecordOf(entry) === null) return null;
  return findingsIn(entry).map(({ decision, alert, intent, confidence, language, alternatives }) => ({
    decision,
    intent: intent ?? null,
    title: intent ? titleOf(intent) : null,
    confidence: confidence ?? null,
    language: language ?? null,
    alternatives: (alternatives ?? []).map((other) => ({ intent: other, title: titleOf(other) })),
    alert: alert ?? null,
  }));
}

function happeningIn(entry: Entry, context: EntryContext): Happening | null {
  const { type, name: event } = entry.activity;
  const value: unknown = entry.activity.value;
  if (type === 'message' || entry.redacted === true) return null;
  if (type === 'conversationUpdate') return { kind: 'arrived' };
  if (type === 'trace') return turnRecordOf(entry)?.outcome === 'failed' ? { kind: 'failed-turn' } : null;
  const called = (userId: string): string => context.staffNames.get(userId) ?? userId;
  const calledOrNull = (userId: string | null): string | null => (userId === null ? null : called(userId));
  if (event === handoffInitiate) {
    const { data } = initiated.safeParse(value);
    if (data?.reopened === true) return { kind: 'reopened', caseId: data.caseId, by: calledOrNull(data.by) };
    if (data) {
      const { caseId, reason, priority, raised } = data;
      return { kind: 'handed-over', caseId, reason, priority, raised };
    }
  }
  if (event === handoffStatus) {
    const { data } = status.safeParse(value);
    if (data) return { kind: data.state, caseId: data.caseId, by: called(data.by) };
  }
  if (event === returnedEvent) {
    const { data } = returned.safeParse(value);
    if (data) return { kind: 'returned', announced: data.announce };
  }
  if (event === caseEvent) {
    const { data } = happened.safeParse(value);
    if (data !== undefined) return named(data, called, context.names);
  }
  return event === waitingReminder ? { kind: 'still-waiting' } : { kind: 'other' };
}

/** What happened, with names for user ids. */
function named(
  data: z.infer<typeof happened>,
  called: (userId: string) => string,
  { titleOf }: EntryContext['names'],
): Happening {
  const calledOrNull = (userId: string | null): string | null => (userId === null ? null : called(userId));
  switch (data.kind) {
    case 'assigned':
      return { ...data, to: called(data.to), by: calledOrNull(data.by) };
    case 'queued':
    case 'woken':
      return { ...data, by: calledOrNull(data.by) };
    case 'escalated':
      return data;
    case 'feedback':
      return { ...data, by: called(data.by), title: data.right === null ? null : titleOf(data.right) };
    case 'reply-undone':
    case 'reply-dropped':
      return { kind: data.kind, by: called(data.by), text: data.text };
    case 'snoozed':
    case 'changed':
      return { ...data, by: called(data.by) };
  }
}

/** Reads what the console shows of an entry. */
export function viewEntry(entry: Entry, context: EntryContext): EntryView {
  const { customerName, deliveries, names } = context;
  const { seq, time, who, audience, activity, redacted = false } = entry;
  const states = deliveries.filter((delivery) => delivery.seq === seq).map((delivery) => delivery.status);
  return {
    seq,
    time: iso(time),
    who,
    name: who === 'customer' ? customerName : who === 'staff' ? (activity.from?.name ?? null) : null,
    audience,
    text: activity.type === 'message' && !redacted ? (activity.text ?? null) : null,
    buttons: (activity.suggestedActions?.actions ?? []).map((action) => action.title),
    attachments: (activity.attachments ?? []).map((attachment) => attachment.name ?? attachment.contentType),
    redacted,
    delivery: worstFirst.find((state) => states.includes(state)) ?? null,
    understood: understoodIn(entry, names),
    happening: happeningIn(entry, context),
  };
}
