import type { Case } from '../conversation/case.ts';
import type { Customer } from '../conversation/head.ts';
import type { Knowledge, Address } from '../knowledge/types.ts';
import { returnedEvent } from '../handoff/desk.ts';
import { waitingReminder } from '../handoff/request.ts';
import type { Context, Language, Understanding } from '../understanding/types.ts';
import type { Reactions } from './counter-bot.ts';
import type { Dialog, DialogInput } from './dialog-types.ts';
import { takes } from './dialog-runner.ts';
import type { Input } from './inputs.ts';
import { decide, type Choice, type Decision, type Situation } from './policy.ts';
import { speak, type Scene, type Speech } from './speak.ts';
import type { BotState } from './state.ts';
import { createVoice, type Voice } from './voice.ts';

/** What the bot is made of; the same for all conversations. */
export interface Counter {
  readonly knowledge: Knowledge;
  readonly understand: (text: string, context: Context) => Understanding;
  readonly dialogs: readonly Dialog[];
  readonly address: Address;
  /** Kinds of secrets that the door took out of a text, and the text without their markers. */
  readonly secrets: (text: string) => { readonly kinds: readonly string[]; readonly rest: string };
}

/** The conversation as a turn finds it. */
export interface Moment {
  readonly owner: 'bot' | 'person';
  readonly openCase: Case | null;
  readonly customer: Customer;
  readonly now: number;
  /** The number of a case, if one begins with this turn. */
  readonly caseNumber: string;
  /** The language that the customer's device asks for, until a message tells. */
  readonly locale: Language;
}

/** What was understood and decided, for the log's record of the turn. */
export interface Finding {
  readonly understanding: Understanding | null;
  readonly decision: Decision['kind'];
  readonly alert: string | null;
}

/** A pause after which the customer hears again that a digital assistant answers (milliseconds). */
const longPause = 24 * 3600_000;
const longestText = 4000;
const nearby = 'branch.find';

/** The reactions of one turn, over a state that each reaction moves on. */
export function createReactions(
  counter: Counter,
  moment: Moment,
  begin: BotState,
): Reactions & { readonly state: () => BotState; readonly findings: readonly Finding[] } {
  let state = begin;
  const findings: Finding[] = [];
  const { knowledge, understand } = counter;
  const byName = new Map(counter.dialogs.map((dialog) => [dialog.name, dialog]));
  const dialogOf = (intent: string): Dialog | null => {
    const name = knowledge.intents.get(intent)?.dialog;
    return name === undefined ? null : (byName.get(name) ?? null);
  };
  const voiceIn = (language: Language): Voice =>
    createVoice({ knowledge, language, address: counter.address, shown: state.shown, now: moment.now });
  const language = (): Language => state.language ?? moment.locale;
  const waiting = moment.openCase?.status === 'waiting' && moment.openCase.quiet !== true;

  /** Who speaks, where the customer must be told: at the start, after a long pause, after a person. */
  const introduction = (voice: Voice): string | null => {
    if (!state.introduced) return voice.phrase('disclosure.first');
    if (state.disclose || moment.now - state.lastSpoke > longPause) return voice.phrase('disclosure');
    return null;
  };
  const finish = (speech: Speech, voice: Voice, spoken: Language): Speech => {
    const done: Speech = {
      ...speech,
      state: {
        ...speech.state,
        language: spoken,
        introduced: true,
        disclose: false,
        lastSpoke: moment.now,
        shown: voice.said(),
      },
    };
    state = done.state;
    return done;
  };
  const plain = (voice: Voice, phraseId: string): Speech => ({
    paragraphs: [voice.phrase(phraseId)],
    buttons: [],
    state,
    handoff: null,
  });

  const situation = (input: DialogInput, choice: Choice | null): Situation => {
    const running = state.dialog === null ? undefined : byName.get(state.dialog.name);
    return {
      owner: moment.owner,
      waiting,
      dialog:
        running === undefined || state.dialog === null
          ? null
          : { takes: takes(running, state.dialog, input), intents: running.intents },
      paused: state.paused !== null,
      offer: state.offer,
      misses: state.misses,
      insults: state.insults,
      topic: state.topic,
      choice,
      hasDialog: (intent) => dialogOf(intent) !== null,
    };
  };

  const read = (text: string): Understanding =>
    understand(text, {
      now: moment.now,
      ...((state.language ?? null) !== null && { language: language() }),
      ...(state.otherLanguage !== null && { otherLanguage: state.otherLanguage }),
      ...(state.topic !== null && { previousIntent: state.topic }),
    });

  const message = ({
    text,
    choice: tapped,
    attachments,
    location,
  }: Extract<Input, { kind: 'message' }>): Speech | null => {
    const { kinds, rest } = counter.secrets(text);
    const nothing = rest.trim() === '' && tapped === null;
    // A shared place outside a dialog asks for what is near.
    const near = nothing && location !== null && state.dialog === null && knowledge.intents.has(nearby);
    const choice: Choice | null = near ? { kind: 'intent', intent: nearby } : tapped;
    const understanding = read(rest);
    const spoken = choice === null ? understanding.language : language();
    const other = understanding.detected !== null && understanding.detected !== spoken ? understanding.detected : null;
    state = { ...state, otherLanguage: other };
    const input: DialogInput = {
      // A button that began a dialog tells nothing but what its name says.
      text: choice?.kind === 'intent' ? '' : rest,
      intent: understanding.zone === 'answer' ? understanding.intent : null,
      choice: choice?.kind === 'dialog' ? choice.value : null,
      location,
      now: moment.now,
    };
    const voice = voiceIn(spoken);
    const empty = nothing && location === null;
    const decision = decide(understanding, situation(input, choice));
    if (decision.kind === 'silent') {
      findings.push({ understanding, decision: 'silent', alert: decision.alert });
      return null;
    }
    const secret =
      kinds.length === 0 ? null : voice.phrase(kinds.length > 1 ? 'secret.many' : `secret.${kinds[0] ?? 'many'}`);
    const vital = decision.kind === 'vital';
    const before = vital ? null : introduction(voice);
    const reaction = (): Speech => {
      if (empty && secret !== null) return { paragraphs: [], buttons: [], state, handoff: null };
      if (empty) return plain(voice, attachments ? 'attachment.unsupported' : 'message.empty');
      if (rest.length > longestText) return plain(voice, 'message.tooLong');
      // What is left around a secret may say nothing: then the kind word about the secret is the whole answer.
      if (secret !== null && (decision.kind === 'fallback' || decision.kind === 'clarify'))
        return { paragraphs: [], buttons: [], state, handoff: null };
      return speak(decision, scene(voice, input));
    };
    findings.push({ understanding: empty ? null : understanding, decision: decision.kind, alert: null });
    const speech = reaction();
    const after = vital ? introduction(voice) : null;
    // A customer who greets is greeted with the introduction: it already says good day.
    const paragraphs =
      before !== null && understanding.intent === 'chat.greet' && decision.kind === 'answer'
        ? [voice.phrase('greeting')]
        : [before, secret, ...speech.paragraphs, after];
    return finish({ ...speech, paragraphs: paragraphs.filter((paragraph) => paragraph !== null) }, voice, spoken);
  };

  const scene = (voice: Voice, input: DialogInput): Scene => ({
    state,
    voice,
    dialogs: byName,
    input,
    waiting,
    needsPerson: (intent) => knowledge.intents.get(intent)?.handoff === true,
    dialogOf,
    topics: knowledge.topics,
    caseNumber: moment.caseNumber,
  });

  return {
    state: () => state,
    findings,
    message,
    greet() {
      if (moment.owner === 'person' || state.introduced) return null;
      const voice = voiceIn(language());
      const speech = { ...plain(voice, 'greeting'), buttons: voice.intentButtons(knowledge.topics).slice(0, 4) };
      findings.push({ understanding: null, decision: 'answer', alert: null });
      return finish(speech, voice, language());
    },
    event({ name, value }) {
      if (moment.owner === 'person') return null;
      const voice = voiceIn(language());
      if (name === returnedEvent) {
        const announce = typeof value === 'object' && value !== null && 'announce' in value && value.announce === true;
        state = { ...state, dialog: null, paused: null, offer: null, misses: 0, disclose: !announce };
        return announce ? finish(plain(voice, 'handoff.returned'), voice, language()) : null;
      }
      if (name === waitingReminder && waiting) return finish(plain(voice, 'handoff.stillWaiting'), voice, language());
      return null;
    },
  };
}
