import { createDeskVoice } from '../bot/desk-voice.ts';
import { cleanActivity } from '../conversation/door/activity.ts';
import type { Names } from '../console/case-view.ts';
import type { Store } from '../conversation/store.ts';
import type { TimerReaction } from '../conversation/timers.ts';
import { createDesk, type Desk } from '../handoff/desk.ts';
import { deskTimerReaction } from '../handoff/desk-moves.ts';
import type { Plan } from '../handoff/plan.ts';
import type { Address, Knowledge } from '../knowledge/types.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

export interface DeskParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly knowledge: Knowledge;
  readonly address: Address;
  readonly plan: Plan;
}

/** The desk with its rules, and how it reacts to its timers. */
export function openDesk(parts: DeskParts): { readonly desk: Desk; readonly react: TimerReaction } {
  const { store, clock, ids, plan } = parts;
  const rules = { plan, say: createDeskVoice(parts) };
  return {
    desk: createDesk({ ...rules, store, clock, ids, door: cleanActivity, check: () => undefined }),
    react: deskTimerReaction(rules),
  };
}

/** What the console calls intents, and what dialogs collect. */
export function namesOf(knowledge: Knowledge, plan: Plan): Names {
  return {
    titleOf: (intent) => knowledge.intents.get(intent)?.title ?? null,
    labelOf: (label) => knowledge.labels.get(label) ?? null,
    plan,
  };
}

/** The words of an entry, for the bot that hands over; empty where it has none. */
export async function wordsOf(store: Store, conversationId: string, seq: number): Promise<string> {
  const [entry] = await store.entries(conversationId, { after: seq - 1, limit: 1 });
  return entry?.seq === seq && entry.redacted !== true ? (entry.activity.text ?? '') : '';
}
