import { z } from 'zod';
import type { Delivery } from '../conversation/delivery.ts';
import type { Audience, Entry, Who } from '../conversation/entry.ts';
import { turnRecordOf } from '../conversation/turn.ts';
import { returnedEvent } from '../handoff/desk.ts';
import { handoffInitiate, handoffStatus, waitingReminder } from '../handoff/request.ts';
import type { TitleOf, Titles } from './case-view.ts';

/** What was understood of one message and what was decided. */
export interface UnderstoodView {
  readonly decision: string;
  readonly intent: string | null;
  readonly title: Titles | null;
  /** 0 to 1; null where nothing was read, as at a greeting. */
  readonly confidence: number | null;
  readonly language: string | null;
  readonly alternatives: readonly { readonly intent: string; readonly title: Titles | null }[];
  /** The pressing intent that was heard while a person had the conversation. */
  readonly alert: string | null;
}

/** What happened, where an entry is no message; the console has the words for it. */
export type HappeningView =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'handed-over'; readonly reason: string; readonly priority: number; readonly raised: boolean }
  | { readonly kind: 'accepted' | 'completed'; readonly by: string }
  | { readonly kind: 'returned'; readonly announced: boolean }
  | { readonly kind: 'still-waiting' }
  | { readonly kind: 'failed-turn' }
  | { readonly kind: 'other' };

/** A line of the transcript; times are ISO 8601, UTC. */
export interface EntryView {
  readonly seq: number;
  readonly time: string;
  readonly who: Who;
  readonly name: string | null;
  readonly audience: Audience;
  readonly text: string | null;
  readonly buttons: readonly string[];
  readonly attachments: readonly string[];
  readonly redacted: boolean;
  readonly delivery: Delivery['status'] | null;
  readonly understood: readonly UnderstoodView[] | null;
  readonly happening: HappeningView | null;
}

const findings = z.object({
  findings: z.array(
    z.object({
      decision: z.string(),
      alert: z.string().nullish(),
      intent: z.string().nullish(),
      confidence: z.number().nullish(),
      language: z.string().nullish(),
      alternatives: z.array(z.string()).nullish(),
    }),
  ),
});
const initiated = z.object({ reason: z.string(), priority: z.number(), raised: z.boolean().optional() });
const status = z.object({ state: z.enum(['accepted', 'completed']), by: z.string() });
const returned = z.object({ announce: z.boolean() });

/** Of several parts the one that tells most: a failed part is news, a pending one keeps the whole open. */
const worstFirst: readonly Delivery['status'][] = ['failed', 'pending', 'sending', 'skipped', 'sent'];

export interface EntryContext {
  readonly customerName: string | null;
  readonly staffNames: ReadonlyMap<string, string>;
  readonly deliveries: readonly Delivery[];
  readonly titleOf: TitleOf;
}

function understoodIn(entry: Entry, titleOf: TitleOf): readonly UnderstoodView[] | null {
  if (turnRecordOf(entry) === null) return null;
  const form = findings.safeParse(entry.activity.value);
  return (form.data?.findings ?? []).map(({ decision, alert, intent, confidence, language, alternatives }) => ({
    decision,
    intent: intent ?? null,
    title: intent ? titleOf(intent) : null,
    confidence: confidence ?? null,
    language: language ?? null,
    alternatives: (alternatives ?? []).map((other) => ({ intent: other, title: titleOf(other) })),
    alert: alert ?? null,
  }));
}

function happeningIn(entry: Entry, staffNames: ReadonlyMap<string, string>): HappeningView | null {
  const { type, name } = entry.activity;
  const value: unknown = entry.activity.value;
  if (type === 'message' || entry.redacted === true) return null;
  if (type === 'conversationUpdate') return { kind: 'arrived' };
  if (type === 'trace') return turnRecordOf(entry)?.outcome === 'failed' ? { kind: 'failed-turn' } : null;
  if (name === handoffInitiate) {
    const { data } = initiated.safeParse(value);
    if (data) return { kind: 'handed-over', ...data, raised: data.raised ?? false };
  }
  if (name === handoffStatus) {
    const { data } = status.safeParse(value);
    if (data) return { kind: data.state, by: staffNames.get(data.by) ?? data.by };
  }
  if (name === returnedEvent) {
    const { data } = returned.safeParse(value);
    if (data) return { kind: 'returned', announced: data.announce };
  }
  return name === waitingReminder ? { kind: 'still-waiting' } : { kind: 'other' };
}

/** Reads what the console shows of an entry. */
export function viewEntry(entry: Entry, { customerName, staffNames, deliveries, titleOf }: EntryContext): EntryView {
  const { seq, time, who, audience, activity, redacted = false } = entry;
  const states = deliveries.filter((delivery) => delivery.seq === seq).map((delivery) => delivery.status);
  const name = who === 'customer' ? customerName : who === 'staff' ? (activity.from?.name ?? null) : null;
  return {
    seq,
    time: new Date(time).toISOString(),
    who,
    name,
    audience,
    text: activity.type === 'message' && !redacted ? (activity.text ?? null) : null,
    buttons: (activity.suggestedActions?.actions ?? []).map((action) => action.title),
    attachments: (activity.attachments ?? []).map((attachment) => attachment.name ?? attachment.contentType),
    redacted,
    delivery: worstFirst.find((state) => states.includes(state)) ?? null,
    understood: understoodIn(entry, titleOf),
    happening: happeningIn(entry, staffNames),
  };
}
