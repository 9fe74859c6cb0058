import type { Case } from '../conversation/case.ts';
import type { Customer } from '../conversation/head.ts';
import type { Knowledge, Address } from '../knowledge/types.ts';
import { waitingReminder } from '../handoff/case-timers.ts';
import { requeuedEvent, returnedEvent } from '../handoff/events.ts';
import type { Notice, StandingNotices } from '../handoff/notices.ts';
import type { Outlook } from '../handoff/outlook.ts';
import type { Context, Language, Understanding } from '../understanding/types.ts';
import type { Reactions } from './counter-bot.ts';
import type { Dialog, DialogInput } from './dialog-types.ts';
import { takes } from './dialog-runner.ts';
import { sayPlace } from './expectation.ts';
import { ratedEvent, readChoice, type Input } from './inputs.ts';
import { languageWish } from './language-wish.ts';
import { decide, type Choice, type Decision } from './policy.ts';
import { ratingIn, withoutRating } from './rating.ts';
import { longestText, readText } from './read-text.ts';
import { dialogOf, isWaiting, situationOf } from './situation.ts';
import { sayDialog, speak } from './speak.ts';
import { say, type Scene, type Speech } from './speech.ts';
import type { BotState } from './state.ts';
import { typedButton } from './typed-choice.ts';
import { isVital } from './vital.ts';
import { createVoice, type Voice } from './voice.ts';

/** What the bot is made of; the same for all conversations. */
export interface Counter {
  readonly knowledge: Knowledge;
  readonly understand: (text: string, context: Context) => Understanding;
  /** By name. */
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly address: Address;
  /** Kinds of secrets that the door took out of a text, and the text without their markers. */
  readonly secrets: (text: string) => { readonly kinds: readonly string[]; readonly rest: string };
  /** What the desk lets customers know; absent where no desk is behind it. */
  readonly desk?: { readonly notices: StandingNotices; readonly outlook: Outlook };
}

/** The conversation as a turn finds it. */
export interface Moment {
  readonly owner: 'bot' | 'person';
  readonly openCase: Case | null;
  readonly customer: Customer;
  readonly now: number;
  /** The number of a case, if one begins with this turn. */
  readonly caseNumber: () => string;
  /** The language that the customer's device asks for, until a message tells. */
  readonly locale: Language;
  /** Whether the bot asks how it was with a person; a channel with stars of its own asks itself. */
  readonly asksRating: boolean;
}

/** What was understood and decided, for the log's record of the turn. */
export interface Finding {
  readonly understanding: Understanding | null;
  readonly decision: Decision['kind'];
  /** The vital intent, if there was one: staff who have the conversation by then are alerted. */
  readonly alert: string | null;
}

/** A pause after which the customer hears again that a digital assistant answers (milliseconds). */
const longPause = 24 * 3600_000;
const nearby = 'branch.find';
const noticeId = ({ id }: Notice): string => `notice:${id}`;

/** The reactions of one turn, over a state that each reaction moves on. */
export function createReactions(
  counter: Counter,
  moment: Moment,
  begin: BotState,
): Reactions & { readonly state: () => BotState; readonly findings: readonly Finding[] } {
  let state = begin;
  const findings: Finding[] = [];
  const { knowledge } = counter;
  const voiceIn = (language: Language): Voice =>
    createVoice({ knowledge, language, address: counter.address, shown: state.shown, now: moment.now });
  const language = (): Language => state.language ?? moment.locale;
  const waiting = isWaiting(moment);

  /** Who speaks, where the customer must be told: at the start, after a long pause, after a person. */
  const introduction = (voice: Voice): string | null => {
    if (!state.introduced) return voice.phrase('disclosure.first');
    if (state.disclose || moment.now - state.lastSpoke > longPause) return voice.phrase('disclosure');
    return null;
  };
  const finish = (
    speech: Speech,
    voice: Voice,
    remembered: Language | null,
    noticed: readonly string[] = [],
  ): Speech => {
    const done: Speech = {
      ...speech,
      state: {
        ...speech.state,
        language: remembered,
        buttons: speech.buttons,
        introduced: true,
        disclose: false,
        lastSpoke: moment.now,
        shown: [...voice.said(), ...noticed],
      },
    };
    state = done.state;
    return done;
  };
  const quiet = (voice: Voice): Speech => ({
    paragraphs: [],
    buttons: [],
    state,
    language: voice.language,
    handoff: null,
  });
  const plain = (voice: Voice, phraseId: string): Speech => ({
    ...quiet(voice),
    paragraphs: [voice.phrase(phraseId)],
  });
  /** After a long pause nobody remembers the open question: a "yes" would be no answer to it. */
  const forgetQuestions = (): void => {
    if (state.lastSpoke === 0 || moment.now - state.lastSpoke <= longPause) return;
    state = { ...state, dialog: null, paused: null, offer: null, choices: [], buttons: [], topic: null, misses: 0 };
  };

  const chosen = (text: string): Choice | null => {
    const button = typedButton(text, state.buttons, state.choices.length);
    return button === null ? null : readChoice(button.value, (id) => knowledge.intents.has(id));
  };

  const message = ({
    text,
    choice: pressed,
    attachments,
    location,
  }: Extract<Input, { kind: 'message' }>): Speech | null => {
    forgetQuestions();
    const { kinds, rest } = counter.secrets(text);
    const tapped = pressed ?? chosen(rest);
    const nothing = rest.trim() === '' && tapped === null;
    // A shared place outside a dialog asks for what is near.
    const near = nothing && location !== null && state.dialog === null && knowledge.intents.has(nearby);
    const choice: Choice | null = near ? { kind: 'intent', intent: nearby } : tapped;
    const tooLong = rest.length > longestText;
    const understanding = readText(counter, moment, state, rest);
    const { detected } = understanding;
    const wish = choice === null ? languageWish(rest) : null;
    const spoken = choice === null ? (wish ?? understanding.language) : language();
    // Buttons carry our words, not the customer's.
    const remembered = choice === null && (wish ?? detected ?? state.language) !== null ? spoken : state.language;
    if (choice === null)
      state = { ...state, otherLanguage: detected !== null && detected !== spoken ? detected : null };
    const input: DialogInput = {
      // A button that began a dialog tells nothing but what its name says.
      text: choice?.kind === 'intent' ? '' : rest,
      intent: understanding.zone === 'answer' ? understanding.intent : null,
      choice: choice?.kind === 'dialog' && isOpenStep(choice.step) ? choice.value : null,
      location,
      now: moment.now,
    };
    const running = state.dialog === null ? undefined : counter.dialogs.get(state.dialog.name);
    // Nobody has to rate: what is no answer to it is read as if it had not been asked.
    if (
      running?.fleeting === true &&
      state.dialog !== null &&
      choice?.kind !== 'cancel' &&
      !takes(running, state.dialog, input)
    )
      state = { ...state, dialog: null };
    const voice = voiceIn(spoken);
    const empty = nothing && location === null;
    const decision = decide(understanding, situationOf(counter, moment, state, input, choice));
    if (decision.kind === 'silent') {
      findings.push({ understanding, decision: 'silent', alert: decision.alert });
      return null;
    }
    const secret =
      kinds.length === 0 ? null : voice.phrase(kinds.length > 1 ? 'secret.many' : `secret.${kinds[0] ?? 'many'}`);
    const vital = decision.kind === 'vital';
    const unclear = decision.kind === 'fallback' || decision.kind === 'clarify';
    const greets = decision.kind === 'answer' && decision.intents.length === 1 && decision.intents[0] === 'chat.greet';
    const before = vital ? null : introduction(voice);
    const reaction = (): Speech => {
      if (empty && secret !== null) return quiet(voice);
      if (empty) return plain(voice, attachments ? 'attachment.unsupported' : 'message.empty');
      if (wish !== null && (unclear || decision.kind === 'answer' || decision.kind === 'repeat'))
        return plain(voice, 'language.switched');
      if (tooLong && !vital && decision.kind !== 'handoff') return plain(voice, 'message.tooLong');
      // What is left around a secret may say nothing: then the kind word about the secret is the whole answer.
      if (secret !== null && unclear) return quiet(voice);
      if (attachments && unclear) return plain(voice, 'attachment.unsupported');
      // A customer who greets is greeted with the introduction: it already says good day.
      if (greets && before !== null) return { ...say(scene(voice, input), []), buttons: greetingButtons(voice) };
      return speak(decision, scene(voice, input));
    };
    const alert = vital ? decision.intent : null;
    findings.push({ understanding: empty ? null : understanding, decision: decision.kind, alert });
    const speech = reaction();
    const notices = noticesBefore(decision, choice);
    const told = notices.map(({ text: words }) => words[voice.language]);
    const paragraphs = vital
      ? [...speech.paragraphs, secret, introduction(voice)]
      : [greets && before !== null ? voice.phrase('greeting') : before, secret, ...told, ...speech.paragraphs];
    const said = { ...speech, paragraphs: paragraphs.filter((paragraph) => paragraph !== null) };
    return finish(said, voice, remembered, notices.map(noticeId));
  };

  /** The notices that belong before what is answered, each once in a conversation. */
  const noticesBefore = (decision: Decision, choice: Choice | null): readonly Notice[] => {
    const intents =
      decision.kind === 'answer' || decision.kind === 'interrupt'
        ? decision.intents
        : decision.kind === 'start' || decision.kind === 'repeat'
          ? [decision.intent]
          : choice?.kind === 'intent'
            ? [choice.intent]
            : [];
    if (intents.length === 0 || intents.every((intent) => intent.startsWith('chat.'))) return [];
    const standing = counter.desk?.notices.before(intents, moment.now) ?? [];
    return standing.filter((notice) => !state.shown.includes(noticeId(notice)));
  };

  const isOpenStep = (step: string | undefined): boolean =>
    step === undefined || (state.dialog !== null && step === `${state.dialog.name}.${state.dialog.step}`);
  const greetingButtons = (voice: Voice): Speech['buttons'] => voice.intentButtons(knowledge.topics).slice(0, 4);

  const scene = (voice: Voice, input: DialogInput): Scene => ({
    state,
    voice,
    dialogs: counter.dialogs,
    input,
    waiting,
    needsPerson: (intent) => knowledge.intents.get(intent)?.handoff === true,
    dialogOf: (intent) => dialogOf(counter, intent),
    topics: knowledge.topics,
    expect: (intent) => counter.desk?.outlook.next({ intent, language: voice.language }, moment.now) ?? null,
    caseNumber: moment.caseNumber,
  });

  /** The dialog about how it was with a person. */
  const rate = (voice: Voice, told: { readonly choice: string | null; readonly text: string }): Speech | null => {
    const dialog = counter.dialogs.get('feedback');
    const input: DialogInput = { ...told, intent: null, location: null, now: moment.now };
    return dialog === undefined ? null : sayDialog(scene(voice, input), dialog, state.topic ?? 'voice.praise');
  };

  return {
    state: () => state,
    findings,
    message,
    greet() {
      if (moment.owner === 'person' || state.introduced) return null;
      const voice = voiceIn(language());
      const speech = { ...plain(voice, 'greeting'), buttons: greetingButtons(voice) };
      findings.push({ understanding: null, decision: 'answer', alert: null });
      return finish(speech, voice, state.language);
    },
    event({ name, value }) {
      if (moment.owner === 'person') return null;
      const voice = voiceIn(language());
      if (name === returnedEvent || name === requeuedEvent) {
        const announce = typeof value === 'object' && value !== null && 'announce' in value && value.announce === true;
        state = {
          ...state,
          dialog: null,
          paused: null,
          offer: null,
          choices: [],
          buttons: [],
          misses: 0,
          // Whose case waits again was told so by the one who passed it on.
          announced: name === requeuedEvent,
          disclose: !announce,
        };
        if (!announce) return null;
        const back = plain(voice, 'handoff.returned');
        const asks = moment.asksRating && 'caseId' in value && !isVital(state.topic);
        const question = asks ? rate(voice, { choice: null, text: '' }) : null;
        const speech =
          question === null ? back : { ...question, paragraphs: [...back.paragraphs, ...question.paragraphs] };
        return finish(speech, voice, state.language);
      }
      if (name === ratedEvent) {
        const rated = ratingIn(value);
        const speech = rated === null ? null : rate(voice, rated);
        // The customer's own entry holds it already.
        return speech === null ? null : finish(withoutRating(speech), voice, state.language);
      }
      // Who was not told that somebody comes does not wait for them.
      if (name !== waitingReminder || !waiting || moment.openCase === null || !state.announced) return null;
      const expected = counter.desk?.outlook.of(moment.openCase.id, moment.now);
      const still = plain(voice, 'handoff.stillWaiting');
      const place = expected ? sayPlace(voice, expected) : [];
      return finish({ ...still, paragraphs: [...still.paragraphs, ...place] }, voice, state.language);
    },
  };
}
