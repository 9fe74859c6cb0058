import type { Case, CaseOwner, CaseReason, CaseStatus, Priority } from '../conversation/case.ts';
import type { Entry } from '../conversation/entry.ts';
import type { Store } from '../conversation/store.ts';

/** An intent's name in both languages. */
export type Titles = Readonly<Record<'de' | 'en', string>>;
export type TitleOf = (intent: string) => Titles | null;

/** A case as the console reads it; times are ISO 8601, UTC. */
export interface CaseView {
  readonly id: string;
  readonly conversationId: string;
  readonly status: CaseStatus;
  readonly reason: CaseReason;
  readonly priority: Priority;
  readonly alert: boolean;
  readonly channel: string;
  readonly customerName: string | null;
  readonly language: string;
  readonly intent: string | null;
  readonly title: Titles | null;
  readonly preview: string;
  readonly createdAt: string;
  readonly owner: CaseOwner | null;
  readonly acceptedAt: string | null;
  readonly resolvedAt: string | null;
  readonly returnedToBot: boolean | null;
  /** Since when the customer waits for a person's word; null while the word is the customer's. */
  readonly waitingSince: string | null;
}

/** How far back the last word of staff is looked for, in entries. */
const tail = 60;

const iso = (time: number): string => new Date(time).toISOString();

/** Since when the customer waits, told from the newest entries of an active case. */
export function waitingSince(createdAt: number, entries: readonly Entry[]): number | null {
  const spoken = entries.findLastIndex((entry) => entry.who === 'staff' && entry.time >= createdAt);
  if (spoken < 0) return createdAt;
  const asked = entries.slice(spoken).find(({ who, activity }) => who === 'customer' && activity.type === 'message');
  return asked?.time ?? null;
}

async function waitOf(item: Case, store: Store): Promise<number | null> {
  if (item.status === 'waiting') return item.createdAt;
  if (item.status === 'resolved') return null;
  const head = await store.head(item.conversationId);
  if (head === null || head.erased === true) return null;
  const entries = await store.entries(item.conversationId, { after: Math.max(0, head.lastSeq - tail) });
  return waitingSince(item.createdAt, entries);
}

/** Reads what the console shows of a case. */
export async function viewCase(item: Case, store: Store, titleOf: TitleOf): Promise<CaseView> {
  const { id, conversationId, status, reason, priority, alert, channel, customerName, language, intent, preview } =
    item;
  const wait = await waitOf(item, store);
  return {
    id,
    conversationId,
    status,
    reason,
    priority,
    alert,
    channel,
    customerName,
    language,
    intent,
    title: intent === null ? null : titleOf(intent),
    preview,
    createdAt: iso(item.createdAt),
    owner: item.status === 'waiting' ? null : item.owner,
    acceptedAt: item.status === 'waiting' ? null : iso(item.acceptedAt),
    resolvedAt: item.status === 'resolved' ? iso(item.resolvedAt) : null,
    returnedToBot: item.status === 'resolved' ? item.returnedToBot : null,
    waitingSince: wait === null ? null : iso(wait),
  };
}
