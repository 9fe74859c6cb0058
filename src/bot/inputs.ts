import type { Entry } from '../conversation/entry.ts';
import type { Point } from './dialog-types.ts';
import type { Choice } from './policy.ts';

/** One thing to react to: what a turn covers is cut into these. */
export type Input =
  | { readonly kind: 'start' }
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly choice: Choice | null;
      readonly attachments: boolean;
      readonly location: Point | null;
    }
  | { readonly kind: 'event'; readonly name: string; readonly value: unknown };

/** What a channel with stars of its own sends: `{ rating: 1–5, comment? }`. */
export const ratedEvent = 'feedback';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * The choice in a button's value. Values come from clients and can be anything: what is not of this form is no choice,
 * and intents are checked against the knowledge by the caller.
 */
export function readChoice(value: unknown, isIntent: (id: string) => boolean): Choice | null {
  if (!isObject(value)) return null;
  const { choose, dialog, step } = value;
  if (typeof dialog === 'string') return { kind: 'dialog', value: dialog, ...(typeof step === 'string' && { step }) };
  if (choose === 'other' || choose === 'resume' || choose === 'cancel' || choose === 'no') return { kind: choose };
  return typeof choose === 'string' && isIntent(choose) ? { kind: 'intent', intent: choose } : null;
}

/** Where a customer says to be: Bot Framework's entity `GeoCoordinates`, alone or within a `Place`. */
function locationOf(entities: unknown): Point | null {
  if (!Array.isArray(entities)) return null;
  for (const entity of entities as readonly unknown[]) {
    const at = isObject(entity) && isObject(entity['geo']) ? entity['geo'] : entity;
    if (!isObject(at)) continue;
    const { latitude, longitude } = at;
    if (typeof latitude !== 'number' || typeof longitude !== 'number') continue;
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  }
  return null;
}

/**
 * Cuts a turn's entries into inputs: texts that came one after another are read together, as one thought; button
 * presses and values are never merged with anything.
 */
export function readInputs(entries: readonly Entry[], isIntent: (id: string) => boolean): readonly Input[] {
  const inputs: Input[] = [];
  let texts: string[] = [];
  let attachments = false;
  let location: Point | null = null;
  let open = false;
  const closeText = (): void => {
    if (open) inputs.push({ kind: 'message', text: texts.join('\n'), choice: null, attachments, location });
    texts = [];
    attachments = false;
    location = null;
    open = false;
  };
  for (const { activity, redacted, who } of entries) {
    if (redacted === true) continue;
    const choice = readChoice(activity.value, isIntent);
    if (activity.type === 'message' && choice === null) {
      open = true;
      if (activity.text !== undefined && activity.text !== '') texts.push(activity.text);
      attachments ||= (activity.attachments?.length ?? 0) > 0;
      location = locationOf(activity.entities) ?? location;
      continue;
    }
    closeText();
    if (activity.type === 'message')
      inputs.push({ kind: 'message', text: activity.text ?? '', choice, attachments: false, location: null });
    else if (activity.type === 'conversationUpdate' && (activity.membersAdded?.length ?? 0) > 0)
      inputs.push({ kind: 'start' });
    // Events of the house wake the bot; of a customer's client only stars do.
    else if (activity.type === 'event' && (who === 'system' || activity.name === ratedEvent))
      inputs.push({ kind: 'event', name: activity.name ?? '', value: activity.value });
  }
  closeText();
  return inputs;
}
