import type { CaseReason, Priority } from '../conversation/case.ts';

/** How a person is brought in for an intent that needs one. */
export interface Urgency {
  readonly reason: CaseReason;
  readonly priority: Priority;
  /** `now`: staff are alerted with the first message; `offer`: the customer decides. */
  readonly handoff: 'now' | 'offer';
}

/** The intents before which nothing stands: no running dialog, no hours, no "did you mean". */
const vital: Readonly<Record<string, Urgency>> = {
  'crisis.self_harm': { reason: 'despair', priority: 0, handoff: 'now' },
  'fraud.victim': { reason: 'fraud', priority: 0, handoff: 'now' },
  'card.block': { reason: 'fraud', priority: 0, handoff: 'offer' },
  'account.bereavement': { reason: 'death', priority: 1, handoff: 'offer' },
};

/** Other intents whose case is more than "a person was asked for". */
const others: Readonly<Record<string, Urgency>> = {
  'chat.threat': { reason: 'sensitive', priority: 1, handoff: 'now' },
  'card.unknown_charge': { reason: 'fraud', priority: 1, handoff: 'offer' },
  'fraud.phishing': { reason: 'fraud', priority: 1, handoff: 'offer' },
  'transfer.cancel': { reason: 'sensitive', priority: 1, handoff: 'offer' },
  'voice.complaint': { reason: 'complaint', priority: 1, handoff: 'offer' },
  'chat.insult': { reason: 'insult', priority: 2, handoff: 'offer' },
};

export function isVital(intent: string | null): intent is string {
  return intent !== null && intent in vital;
}

/** How urgent a case about the intent is; null: nothing special about it. */
export function urgencyOf(intent: string | null): Urgency | null {
  return intent === null ? null : (vital[intent] ?? others[intent] ?? null);
}
