import type { Understanding } from '../understanding/types.ts';
import { isVital } from './vital.ts';

/** A tapped button, read from the value that it sent. */
export type Choice =
  | { readonly kind: 'intent'; readonly intent: string }
  | { readonly kind: 'dialog'; readonly value: string; readonly step?: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'no' }
  | { readonly kind: 'cancel' };

/** What the decision needs to know of the conversation. */
export interface Situation {
  readonly owner: 'bot' | 'person';
  /** Whether a case waits for a person already. */
  readonly waiting: boolean;
  /** The running dialog: whether its open question understands this message, and the intents that belong to it. */
  readonly dialog: { readonly takes: boolean; readonly intents: readonly string[] } | null;
  readonly paused: boolean;
  readonly offer: 'handoff' | 'resume' | null;
  /** The intents of a "did you mean" that waits for its answer. */
  readonly choices: readonly string[];
  readonly misses: number;
  readonly insults: number;
  readonly topic: string | null;
  readonly choice: Choice | null;
  /** Whether the intent is served by a dialog that can run. */
  hasDialog(intent: string): boolean;
}

/** What to do with a message. */
export type Decision =
  | { readonly kind: 'silent'; readonly alert: string | null }
  | { readonly kind: 'vital'; readonly intent: string }
  /** `beside`: what else the message asks. */
  | { readonly kind: 'handoff'; readonly why: 'asked' | 'accepted'; readonly beside: readonly string[] }
  | { readonly kind: 'declined' }
  | { readonly kind: 'cancel'; readonly running: boolean }
  | { readonly kind: 'dialog' }
  /** The running dialog's question once more: what came was no try to answer it. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'interrupt'; readonly intents: readonly string[] }
  | { readonly kind: 'resume' }
  | { readonly kind: 'start'; readonly intent: string }
  | { readonly kind: 'answer'; readonly intents: readonly string[] }
  | { readonly kind: 'repeat'; readonly intent: string }
  | { readonly kind: 'insult'; readonly again: boolean }
  | { readonly kind: 'clarify'; readonly choices: readonly string[] }
  | { readonly kind: 'other' }
  | { readonly kind: 'fallback'; readonly level: 1 | 2 | 3 };

/** More than two answers in one message help nobody. */
const maxRequests = 2;
const maxChoices = 3;
/** Not understood for the third time in a row: a person takes over. */
const maxMisses = 2;
const human = 'contact.human';
const leastShare = 0.15;
/** A vital matter is acted on even when it is only the second best guess, if the guess is not far behind. */
const vitalShare = 0.3;

/** A threat is no small talk: it never gives way to what stands beside it. */
const isTalk = (intent: string): boolean => intent.startsWith('chat.') && intent !== 'chat.threat';
/** Nobody is asked whether they meant to end their life, or to insult somebody. */
const isChoice = (intent: string): boolean => !intent.startsWith('chat.') && !intent.startsWith('crisis.');
/** Talk that is a question of its own, also in the middle of a dialog: above all whether this is a person. */
const isQuestion = (intent: string): boolean => intent === 'chat.bot' || intent === 'chat.help';

/** The vital intent of a message, also where the understanding is not sure: a wrong number given costs less than a silent one. */
function vitalIntent({ intent, zone, alternatives, parts }: Understanding, choice: Choice | null): string | null {
  if (choice !== null) return choice.kind === 'intent' && isVital(choice.intent) ? choice.intent : null;
  for (const part of parts) if (part.zone === 'answer' && isVital(part.intent)) return part.intent;
  if (zone === 'fallback') return null;
  if (isVital(intent)) return intent;
  if (zone === 'answer') return null;
  return alternatives.find((other) => isVital(other.intent) && other.confidence >= vitalShare)?.intent ?? null;
}

/** The requests that are understood with confidence, in order, each once; talk beside a request is left out. */
function confidentIntents({ intent, zone, parts }: Understanding): readonly string[] {
  const fromParts = parts.flatMap((part) => (part.zone === 'answer' && part.intent !== null ? [part.intent] : []));
  const all = [
    ...new Set(fromParts.length > 1 ? fromParts : zone === 'answer' && intent !== null ? [intent] : fromParts),
  ];
  const requests = all.filter((found) => !isTalk(found));
  return (requests.length > 0 ? requests : all).slice(0, maxRequests);
}

const isSure = ({ zone, parts }: Understanding): boolean =>
  zone === 'answer' || parts.some((part) => part.zone === 'answer' && isVital(part.intent));

/** What to offer with "did you mean": where the best guess is only talk, the others must be more than its remains. */
function choicesOf({ intent, alternatives }: Understanding): readonly string[] {
  const least = intent !== null && isChoice(intent) ? 0 : leastShare;
  return alternatives
    .filter((other) => isChoice(other.intent) && other.confidence >= least)
    .map((other) => other.intent);
}

/**
 * The decision on a message, in the order that never changes: a person owns it; what is vital; a person is asked for;
 * a running dialog; confident; not sure; no idea. Pure: the same message in the same situation is decided the same.
 */
export function decide(understanding: Understanding, situation: Situation): Decision {
  const { choice, dialog, offer } = situation;
  const vital = vitalIntent(understanding, choice);
  if (situation.owner === 'person') return { kind: 'silent', alert: vital };

  // A dialog about it has it in hand already; a guess gives way to an answer that the open question understands.
  const inHand =
    vital !== null && dialog !== null && (dialog.intents.includes(vital) || (dialog.takes && !isSure(understanding)));
  if (vital !== null && !inHand) return { kind: 'vital', intent: vital };

  const intents = choice?.kind === 'intent' ? [choice.intent] : choice === null ? confidentIntents(understanding) : [];
  const first = intents[0];
  if (dialog?.takes !== true && intents.includes(human))
    return { kind: 'handoff', why: 'asked', beside: intents.filter((intent) => intent !== human) };

  // "Geld zurück" sounds like going back, but answers what is wished: an open question that understands it has it.
  const wantsOut = first === 'chat.cancel' && intents.length === 1 && dialog?.takes !== true;
  if (choice?.kind === 'cancel' || wantsOut) {
    const running = dialog !== null || situation.paused || offer !== null || situation.choices.length > 0;
    return { kind: 'cancel', running };
  }
  if (choice?.kind === 'resume') return situation.paused ? { kind: 'resume' } : { kind: 'other' };
  if (choice?.kind === 'no') return { kind: 'declined' };
  if (choice?.kind === 'other') return { kind: 'other' };

  if (dialog !== null) return decideInside(dialog, intents, choice, situation.insults);
  // A button of a dialog that has ended meanwhile.
  if (choice?.kind === 'dialog') return { kind: 'other' };

  if (first !== undefined) return decideConfident(intents, first, situation, offer);

  // What is written while a person is awaited is written for that person.
  if (understanding.zone !== 'fallback' && situation.misses < maxMisses && !situation.waiting) {
    const choices = choicesOf(understanding);
    if (choices.length > 0) return { kind: 'clarify', choices: choices.slice(0, maxChoices) };
  }
  return { kind: 'fallback', level: situation.misses >= maxMisses ? 3 : situation.misses === 1 ? 2 : 1 };
}

function decideInside(
  dialog: NonNullable<Situation['dialog']>,
  intents: readonly string[],
  choice: Choice | null,
  insults: number,
): Decision {
  if (dialog.takes) return { kind: 'dialog' };
  // A button of an earlier question: tapped late or twice, it answers nothing.
  if (choice?.kind === 'dialog') return { kind: 'ask' };
  if (intents.includes('chat.insult')) return { kind: 'insult', again: insults > 0 };
  if (intents.includes('chat.repeat')) return { kind: 'ask' };
  const others = intents.filter(
    (intent) => (!isTalk(intent) || isQuestion(intent)) && !dialog.intents.includes(intent),
  );
  return others.length > 0 ? { kind: 'interrupt', intents: others } : { kind: 'dialog' };
}

function decideConfident(
  intents: readonly string[],
  first: string,
  situation: Situation,
  offer: Situation['offer'],
): Decision {
  if (intents.length > 1) return { kind: 'answer', intents };
  const [only, ...more] = situation.choices;
  if (first === 'chat.yes' && only !== undefined && more.length === 0) return decideWish(only, situation);
  if (first === 'chat.no' && only !== undefined) return { kind: 'other' };
  if (first === 'chat.yes' && offer === 'handoff') return { kind: 'handoff', why: 'accepted', beside: [] };
  if (first === 'chat.yes' && offer === 'resume' && situation.paused) return { kind: 'resume' };
  if (first === 'chat.no' && offer !== null) return { kind: 'declined' };
  if (first === 'chat.insult') return { kind: 'insult', again: situation.insults > 0 };
  if (first === 'chat.repeat' && situation.topic !== null) return { kind: 'repeat', intent: situation.topic };
  return decideWish(first, situation);
}

function decideWish(intent: string, situation: Situation): Decision {
  if (isVital(intent)) return { kind: 'vital', intent };
  if (intent === human) return { kind: 'handoff', why: 'asked', beside: [] };
  return situation.hasDialog(intent) ? { kind: 'start', intent } : { kind: 'answer', intents: [intent] };
}
