import type { Activity } from 'botframework-schema';
import type { Entry, NewEntry } from '../conversation/entry.ts';
import type { Json, JsonObject } from '../conversation/head.ts';
import type { Turn, TurnChange, TurnHandler, TurnOutcome } from '../conversation/turn.ts';
import type { Case } from '../conversation/case.ts';
import { wallClock } from '../calendar/zone.ts';
import { caseNumberOf } from '../handoff/case-number.ts';
import type { Plan } from '../handoff/plan.ts';
import { heardByPerson, requestHandoff, type HandoffRequest } from '../handoff/request.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Language } from '../understanding/types.ts';
import { beatKey, CounterBot, reactionsKey, type Beat } from './counter-bot.ts';
import type { Rated } from './dialog-types.ts';
import { ratedEvent, readInputs, type Input } from './inputs.ts';
import { LogAdapter } from './log-adapter.ts';
import { createReactions, type Counter, type Finding, type Moment } from './reactions.ts';
import type { HandoffWish } from './speech.ts';
import { keepState, readState } from './state.ts';
import { urgencyOf } from './vital.ts';
import { createVoice } from './voice.ts';

export interface TurnHandlerOptions {
  readonly counter: Counter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly openCase: (caseId: string) => Promise<Case | null>;
  /** The words of an entry, through the door; empty where there are none. */
  readonly wordsOf: (conversationId: string, seq: number) => Promise<string>;
  readonly plan: Plan;
}

const botAccount = { id: 'schalter', name: '' } as const;

function localeOf(inputs: readonly Entry[], fallback: string | undefined): Language {
  const locale = inputs.findLast((entry) => entry.activity.locale !== undefined)?.activity.locale ?? fallback ?? 'de';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'de';
}

/** An input as the activity that the bot is run on. */
function activityOf(input: Input, turn: Turn): Partial<Activity> {
  const base: Partial<Activity> = {
    channelId: turn.head.channel,
    from: { id: turn.head.customer.id, name: turn.head.customer.name ?? '' },
    recipient: botAccount,
    conversation: { id: turn.head.id, isGroup: false, conversationType: 'personal', name: '' },
  };
  switch (input.kind) {
    case 'start':
      return { ...base, type: 'conversationUpdate', membersAdded: [{ id: turn.head.customer.id, name: '' }] };
    case 'message':
      return { ...base, type: 'message', text: input.text };
    case 'event':
      return { ...base, type: 'event', name: input.name };
  }
}

/** What was understood, for staff and reports: intents and numbers, no words. */
function recordOf(findings: readonly Finding[]): JsonObject {
  return {
    findings: findings.map(({ understanding, decision, alert }): Json => ({
      decision,
      ...(alert !== null && { alert }),
      ...(understanding !== null && {
        intent: understanding.intent,
        confidence: Math.round(understanding.confidence * 1000) / 1000,
        zone: understanding.zone,
        language: understanding.language,
        alternatives: understanding.alternatives.slice(1, 4).map((other): Json => other.intent),
      }),
    })),
  };
}

/** When the customer began to write in this turn; null where nothing in it is the customer's word. */
function writtenAt(inputs: readonly Entry[]): number | null {
  return inputs.find(({ who, activity }) => who === 'customer' && activity.type === 'message')?.time ?? null;
}

const hasWords = ({ activity, redacted, who }: Entry): boolean =>
  who === 'customer' && activity.text !== undefined && activity.text.trim() !== '' && redacted !== true;

/** Words of the customer, and the number of the entry in which they stand. */
interface Words {
  readonly text: string;
  readonly seq?: number;
}

/** The last text of the turn. */
function lastWords(inputs: readonly Entry[]): Words {
  const last = inputs.findLast(hasWords);
  return last === undefined ? { text: '' } : { text: last.activity.text ?? '', seq: last.seq };
}

/** Talk, an answer to an open question, a bare wish for a person: none of it says what the customer is concerned with. */
const answersOnly = ['dialog', 'ask', 'cancel', 'declined', 'resume', 'other', 'repeat', 'insult'];
const leastWords = 3;

/** The entry of the turn in which the customer says what it is about, in words of their own; null where none does. */
function concernIn(inputs: readonly Entry[], findings: readonly Finding[]): number | null {
  const spoken = inputs.findLast((entry) => hasWords(entry) && entry.activity.value === undefined);
  if (spoken === undefined) return null;
  const words = (spoken.activity.text ?? '').trim().split(/\s+/).length;
  const tells = findings.some(({ understanding, decision }) => {
    if (understanding === null || answersOnly.includes(decision)) return false;
    const { intent, zone } = understanding;
    if (zone !== 'answer' || intent === null) return words >= leastWords;
    return intent !== 'contact.human' && (!intent.startsWith('chat.') || intent === 'chat.threat');
  });
  return tells ? spoken.seq : null;
}

/** A rating that the dialog heard, in the form in which a channel with stars of its own sends it. */
function ratingEntry(rated: Rated): NewEntry {
  return { who: 'system', audience: 'internal', activity: { type: 'event', name: ratedEvent, value: rated } };
}

/** Runs the bot on turns: Bot Framework's handler over the log's adapter. */
export function createTurnHandler(options: TurnHandlerOptions): TurnHandler {
  const { counter, clock, ids, openCase, wordsOf, plan } = options;
  const adapter = new LogAdapter();
  const bot = new CounterBot();
  const isIntent = (id: string): boolean => counter.knowledge.intents.has(id);

  const requestOf = (wish: HandoffWish, caseId: string, words: Words, language: string): HandoffRequest => ({
    caseId,
    reason: wish.reason,
    priority: wish.priority,
    intent: wish.intent,
    language,
    words: words.text,
    ...(words.seq !== undefined && { about: words.seq }),
    ...(wish.details !== undefined && { details: wish.details }),
    ...(wish.quiet !== undefined && { quiet: wish.quiet }),
  });

  const handle = async (turn: Turn): Promise<TurnOutcome> => {
    const { head, inputs } = turn;
    const begin = readState(head.state);
    const now = clock.now();
    const caseId = ids();
    const moment: Moment = {
      owner: head.owner.kind,
      openCase: head.openCase === null ? null : await openCase(head.openCase),
      customer: head.customer,
      asksRating: head.channel !== 'directline',
      now,
      caseNumber: () => caseNumberOf(caseId, wallClock(now).day),
      locale: localeOf(inputs, head.reference?.locale),
    };
    const reactions = createReactions(counter, moment, begin);
    const replies: NewEntry[] = [];
    let wish: HandoffWish | null = null;
    for (const input of readInputs(inputs, isIntent)) {
      const beat: Beat = { input, speech: null };
      const kept = new Map<symbol, unknown>([
        [beatKey, beat],
        [reactionsKey, reactions],
      ]);
      const sent = await adapter.run(activityOf(input, turn), kept, (context) => bot.run(context));
      for (const activity of sent) replies.push({ who: 'bot', audience: 'customer', activity: cleaned(activity) });
      if (beat.speech?.rated !== undefined) replies.push(ratingEntry(beat.speech.rated));
      const found: HandoffWish | null = beat.speech?.handoff ?? null;
      if (found !== null && (wish === null || found.priority < wish.priority)) wish = found;
    }
    const concern = concernIn(inputs, reactions.findings) ?? begin.concern;
    const state = keepState({ ...reactions.state(), concern });
    // Read only where a case may be made of the turn.
    const told = wish === null || concern === null ? '' : await wordsIn(turn, concern);
    const words = told === '' || concern === null ? lastWords(inputs) : { text: told, seq: concern };
    const language = reactions.state().language ?? moment.locale;
    const alerts = reactions.findings.flatMap((finding) => finding.alert ?? []);
    const alert = alerts.find((intent) => urgencyOf(intent)?.priority === 0) ?? alerts[0] ?? null;
    const spoken: TurnChange = (view) => {
      const handoff =
        wish === null ? {} : requestHandoff(view, requestOf(wish, caseId, words, language), clock.now(), plan);
      return { ...handoff, entries: [...replies, ...(handoff.entries ?? [])], head: { ...handoff.head, state } };
    };
    const urgency = urgencyOf(alert);
    const urgent =
      urgency === null || urgency.priority > 0
        ? null
        : requestOf({ ...urgency, intent: alert }, caseId, lastWords(inputs), language);
    const silent: TurnChange = (view) => heardByPerson(view, { at: writtenAt(inputs), urgent }, clock.now(), plan);
    return { spoken, silent, record: recordOf(reactions.findings) };
  };

  const wordsIn = async ({ head, inputs }: Turn, seq: number): Promise<string> =>
    inputs.find((entry) => entry.seq === seq)?.activity.text ?? wordsOf(head.id, seq);

  const giveUp = (turn: Turn): TurnOutcome => {
    const state = readState(turn.head.state);
    const language = state.language ?? localeOf(turn.inputs, turn.head.reference?.locale);
    const voice = createVoice({
      knowledge: counter.knowledge,
      language,
      address: counter.address,
      shown: state.shown,
      now: clock.now(),
    });
    const text = voice.phrase('error.turn');
    const caseId = ids();
    const wish: HandoffWish = { reason: 'error', priority: 1, intent: null };
    const request = requestOf(wish, caseId, lastWords(turn.inputs), language);
    const change: TurnChange = (view) => {
      const handoff = requestHandoff(view, request, clock.now(), plan);
      const sorry: NewEntry = { who: 'bot', audience: 'customer', activity: { type: 'message', text } };
      const kept = keepState({ ...state, shown: voice.said(), announced: true, lastSpoke: clock.now() });
      return { ...handoff, entries: [sorry, ...(handoff.entries ?? [])], head: { ...handoff.head, state: kept } };
    };
    const silent: TurnChange = (view) =>
      heardByPerson(view, { at: writtenAt(turn.inputs), urgent: null }, clock.now(), plan);
    return { spoken: change, silent, record: {} };
  };

  return { handle, giveUp };
}

/** Bot Framework fills in routing fields; the log keeps what was said. */
function cleaned({
  type,
  text,
  locale,
  inputHint,
  suggestedActions,
  attachments,
  attachmentLayout,
  name,
  value,
}: Partial<Activity>): Partial<Activity> {
  return {
    ...(type !== undefined && { type }),
    ...(text !== undefined && { text }),
    ...(locale !== undefined && { locale }),
    ...(inputHint !== undefined && { inputHint }),
    ...(suggestedActions !== undefined && { suggestedActions }),
    ...(attachments !== undefined && { attachments }),
    ...(attachmentLayout !== undefined && { attachmentLayout }),
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value: value as unknown }),
  };
}
