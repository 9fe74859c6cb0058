import type { Activity } from 'botframework-schema';
import type { Entry, NewEntry } from '../conversation/entry.ts';
import type { Json, JsonObject } from '../conversation/head.ts';
import type { View } from '../conversation/store.ts';
import type { Turn, TurnChange, TurnHandler, TurnOutcome } from '../conversation/turn.ts';
import type { Case } from '../conversation/case.ts';
import { wallClock } from '../calendar/zone.ts';
import { caseNumberOf } from '../handoff/case-number.ts';
import { requestHandoff } from '../handoff/request.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Language } from '../understanding/types.ts';
import { beatKey, CounterBot, reactionsKey, type Beat } from './counter-bot.ts';
import { readInputs, type Input } from './inputs.ts';
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

/** The customer's words that led to a case: the last text of the turn. */
function lastWords(inputs: readonly Entry[]): string {
  return inputs.findLast((entry) => entry.activity.text !== undefined && entry.redacted !== true)?.activity.text ?? '';
}

/** Runs the bot on turns: Bot Framework's handler over the log's adapter. */
export function createTurnHandler({ counter, clock, ids, openCase }: TurnHandlerOptions): TurnHandler {
  const adapter = new LogAdapter();
  const bot = new CounterBot();
  const isIntent = (id: string): boolean => counter.knowledge.intents.has(id);

  const handoffChange = (
    view: View,
    wish: HandoffWish,
    caseId: string,
    turn: Turn,
    language: string,
  ): ReturnType<typeof requestHandoff> =>
    requestHandoff(
      view,
      {
        caseId,
        reason: wish.reason,
        priority: wish.priority,
        intent: wish.intent,
        language,
        words: lastWords(turn.inputs),
        ...(wish.details !== undefined && { details: wish.details }),
        ...(wish.quiet !== undefined && { quiet: wish.quiet }),
      },
      clock.now(),
    );

  const handle = async (turn: Turn): Promise<TurnOutcome> => {
    const { head, inputs } = turn;
    const begin = readState(head.state);
    const now = clock.now();
    const caseId = ids();
    const moment: Moment = {
      owner: head.owner.kind,
      openCase: head.openCase === null ? null : await openCase(head.openCase),
      customer: head.customer,
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
      const found: HandoffWish | null = beat.speech?.handoff ?? null;
      if (found !== null && (wish === null || found.priority < wish.priority)) wish = found;
    }
    const state = keepState(reactions.state());
    const language = reactions.state().language ?? moment.locale;
    const alerts = reactions.findings.flatMap((finding) => finding.alert ?? []);
    const alert = alerts.find((intent) => urgencyOf(intent)?.priority === 0) ?? alerts[0] ?? null;
    const spoken: TurnChange = (view) => {
      const handoff = wish === null ? {} : handoffChange(view, wish, caseId, turn, language);
      return { ...handoff, entries: [...replies, ...(handoff.entries ?? [])], head: { ...handoff.head, state } };
    };
    const silent: TurnChange = (view) => alarm(view, alert, caseId, turn, language);
    return { spoken, silent, record: recordOf(reactions.findings) };
  };

  /** While a person owns the conversation the bot is silent, but fraud and despair raise the case and alert staff. */
  const alarm = (
    view: View,
    alert: string | null,
    caseId: string,
    turn: Turn,
    language: string,
  ): ReturnType<TurnChange> => {
    const urgency = urgencyOf(alert);
    if (alert === null || urgency === null || urgency.priority > 0) return {};
    return handoffChange(
      view,
      { reason: urgency.reason, priority: urgency.priority, intent: alert },
      caseId,
      turn,
      language,
    );
  };

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
    const change: TurnChange = (view) => {
      const handoff = handoffChange(view, { reason: 'error', priority: 1, intent: null }, caseId, turn, language);
      const sorry: NewEntry = { who: 'bot', audience: 'customer', activity: { type: 'message', text } };
      const kept = keepState({ ...state, shown: voice.said(), announced: true, lastSpoke: clock.now() });
      return { ...handoff, entries: [sorry, ...(handoff.entries ?? [])], head: { ...handoff.head, state: kept } };
    };
    return { spoken: change, silent: () => ({}), record: {} };
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
