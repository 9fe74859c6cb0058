import type { CaseDetails, CaseReason } from '../conversation/case.ts';
import { eventFile, type SentFile } from './dialog-file.ts';
import type { Dialog, DialogEnd, DialogInput } from './dialog-types.ts';
import { continueDialog, resumeDialog, startDialog, type DialogMove } from './dialog-runner.ts';
import { dialogWords } from './dialog-words.ts';
import type { Decision } from './policy.ts';
import type { BotState } from './state.ts';
import { isVital, urgencyOf, type Urgency } from './vital.ts';
import type { ReplyButton, Voice } from './voice.ts';

/** What is said in reaction to one input: one message of one or more paragraphs. */
export interface Speech {
  readonly paragraphs: readonly string[];
  readonly buttons: readonly ReplyButton[];
  readonly state: BotState;
  /** A person is to be brought in. */
  readonly handoff: HandoffWish | null;
  /** Something that the customer can keep. */
  readonly file?: SentFile;
}

export interface HandoffWish extends Pick<Urgency, 'reason' | 'priority'> {
  readonly intent: string | null;
  readonly details?: CaseDetails;
  /** The answer comes another way: the customer does not wait here. */
  readonly quiet?: boolean;
}

/** What speaking needs beside the decision. */
export interface Scene {
  readonly state: BotState;
  readonly voice: Voice;
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly input: DialogInput;
  /** A case waits for a person already: no second handoff. */
  readonly waiting: boolean;
  /** Whether a person must be offered with the intent. */
  needsPerson(intent: string): boolean;
  dialogOf(intent: string): Dialog | null;
  readonly topics: readonly string[];
  /** The number of a case, if one begins now. */
  readonly caseNumber: string;
}

const maxButtons = 4;
const human = 'contact.human';

function handoffFor(intent: string | null, reason: CaseReason): HandoffWish {
  const urgency = urgencyOf(intent);
  return { reason: urgency?.reason ?? reason, priority: urgency?.priority ?? 2, intent };
}

/** The paragraph that tells that a person comes, or that one is on the way already. */
function handoffLine({ voice, waiting }: Scene): string {
  return voice.phrase(waiting ? 'handoff.waiting' : 'handoff.started');
}

/** What is said without offering anything; a miss is forgotten, since something was understood. */
function say(
  scene: Scene,
  paragraphs: readonly string[],
  changes: Partial<BotState> = {},
  buttons: readonly ReplyButton[] = [],
): Speech {
  const state = { ...scene.state, misses: 0, offer: null, choices: [], ...changes };
  return { paragraphs, buttons, state, handoff: null };
}

function withTopics({ voice, topics }: Scene, first: readonly ReplyButton[] = []): readonly ReplyButton[] {
  return [...first, ...voice.intentButtons(topics)].slice(0, maxButtons);
}

function humanButton({ voice }: Scene): ReplyButton {
  return voice.button('button.human', { choose: human });
}

function answerOne(scene: Scene, intent: string): Speech {
  const answer = scene.voice.answer(intent, 'first');
  if (answer === null)
    return say(scene, [scene.voice.phrase('expired.answer')], { offer: 'handoff', topic: intent }, [
      humanButton(scene),
    ]);
  const offer = scene.needsPerson(intent) ? ('handoff' as const) : null;
  return say(scene, [answer.text], { topic: intent, offer }, answer.buttons.slice(0, maxButtons));
}

function answerSeveral(scene: Scene, intents: readonly string[]): Speech {
  const answers = intents.map((intent) => ({ intent, answer: scene.voice.answer(intent, 'short') }));
  const paragraphs = answers.map(({ answer }) => answer?.text ?? scene.voice.phrase('expired.answer'));
  const last = intents.at(-1) ?? null;
  const offer = intents.some((intent) => scene.needsPerson(intent)) ? ('handoff' as const) : null;
  const buttons = answers.flatMap(({ answer }) => answer?.buttons.slice(0, 2) ?? []);
  const unique = buttons.filter((button, index) => buttons.findIndex(({ title }) => title === button.title) === index);
  return say(scene, paragraphs, { topic: last, offer }, unique.slice(0, maxButtons));
}

/** Turns a dialog's move into words; a dialog's end may bring in a person, or lead on to another matter. */
function sayMove(scene: Scene, dialog: Dialog, move: DialogMove): Speech {
  const words = dialogWords(scene.voice, dialog.name, scene.caseNumber);
  const paragraphs = move.prompts.map((prompt) => words.line(prompt));
  const buttons = move.buttons.map((button) => words.button(button));
  const { paused } = scene.state;
  const state = { dialog: move.state, topic: move.intent, paused: paused?.name === dialog.name ? null : paused };
  const speech = say(scene, paragraphs, state, buttons);
  return move.end === null ? speech : sayEnd(scene, dialog, move.end, speech);
}

/** Asks whether to go on with the dialog that waits, if one does. */
function askToResume(scene: Scene, speech: Speech): Speech {
  const { paused } = speech.state;
  if (paused === null) return speech;
  const title = scene.voice.title(paused.intent);
  return {
    ...speech,
    paragraphs: [...speech.paragraphs, scene.voice.phrase('dialog.resume', { title })],
    buttons: [scene.voice.button('button.resume', { choose: 'resume' }), ...speech.buttons].slice(0, maxButtons),
    state: { ...speech.state, dialog: null, offer: 'resume' },
  };
}

function sayEnd(scene: Scene, dialog: Dialog, end: DialogEnd, speech: Speech): Speech {
  const { voice, caseNumber, input } = scene;
  const words = dialogWords(voice, dialog.name, caseNumber);
  if (end.then !== undefined) {
    const next = sayIntent({ ...scene, state: speech.state }, end.then);
    return { ...next, paragraphs: [...speech.paragraphs, ...next.paragraphs] };
  }
  const wish: HandoffWish = {
    ...handoffFor(speech.state.topic, 'offered'),
    ...(end.reason !== undefined && { reason: end.reason }),
    ...(end.details !== undefined && { details: words.details(end.details) }),
  };
  switch (end.person) {
    case 'now':
      return { ...speech, paragraphs: [...speech.paragraphs, handoffLine(scene)], handoff: wish };
    case 'later':
      return {
        ...askToResume(scene, speech),
        handoff: { ...wish, quiet: true },
        ...(end.event !== undefined && { file: eventFile(end.event, words, caseNumber, input.now) }),
      };
    case 'offer':
      return {
        ...speech,
        paragraphs: [...speech.paragraphs, voice.phrase('handoff.offer')],
        buttons: [humanButton(scene), voice.button('button.no', { choose: 'no' })],
        state: { ...speech.state, offer: 'handoff' },
      };
    case 'none':
      return askToResume(scene, speech);
  }
}

/** What an intent begins: its dialog, or its answer. */
function sayIntent(scene: Scene, intent: string): Speech {
  if (isVital(intent)) return sayVital(scene, intent);
  const dialog = scene.dialogOf(intent);
  return dialog === null ? answerOne(scene, intent) : sayMove(scene, dialog, startDialog(dialog, scene.input, intent));
}

/** The vital thing first; a running dialog waits; staff are alerted where they must be. */
function sayVital(scene: Scene, intent: string): Speech {
  const dialog = scene.dialogOf(intent);
  const state = { ...scene.state, dialog: null, paused: scene.state.dialog ?? scene.state.paused };
  const now = { ...scene, state };
  const speech =
    dialog === null ? answerOne(now, intent) : sayMove(now, dialog, startDialog(dialog, scene.input, intent));
  const urgency = urgencyOf(intent);
  return {
    ...speech,
    handoff: urgency?.handoff === 'now' ? handoffFor(intent, 'sensitive') : speech.handoff,
  };
}

function runningDialog({
  state,
  dialogs,
}: Scene): { readonly dialog: Dialog; readonly at: NonNullable<BotState['dialog']> } | null {
  const at = state.dialog;
  const dialog = at === null ? undefined : dialogs.get(at.name);
  return at === null || dialog === undefined ? null : { dialog, at };
}

function sayResume(scene: Scene): Speech {
  const { paused } = scene.state;
  const dialog = paused === null ? undefined : scene.dialogs.get(paused.name);
  if (paused === null || dialog === undefined)
    return say(scene, [scene.voice.phrase('after.other')], { paused: null }, withTopics(scene));
  return sayMove(scene, dialog, resumeDialog(dialog, paused, scene.input.now));
}

function sayInterrupt(scene: Scene, intents: readonly string[]): Speech {
  const running = runningDialog(scene);
  const [first] = intents;
  const next = first !== undefined && intents.length === 1 ? scene.dialogOf(first) : null;
  if (next !== null && first !== undefined) {
    const state = { ...scene.state, paused: running?.at ?? scene.state.paused };
    return sayMove({ ...scene, state }, next, startDialog(next, scene.input, first));
  }
  const speech = intents.length === 1 && first !== undefined ? answerOne(scene, first) : answerSeveral(scene, intents);
  if (running === null) return speech;
  return askToResume(scene, { ...speech, state: { ...speech.state, paused: running.at } });
}

function sayFallback(scene: Scene, level: 1 | 2 | 3): Speech {
  const { voice, state, waiting } = scene;
  const misses = state.misses + 1;
  if (level === 1)
    return say(scene, [voice.phrase('fallback.first')], { misses }, [
      ...withTopics(scene).slice(0, maxButtons - 1),
      humanButton(scene),
    ]);
  if (level === 2 || waiting)
    return say(
      scene,
      [voice.phrase(waiting ? 'handoff.alreadyWaiting' : 'fallback.second')],
      { misses, offer: 'handoff' },
      withTopics(scene, [humanButton(scene)]),
    );
  return {
    ...say(scene, [voice.phrase('fallback.third')]),
    handoff: { reason: 'not-understood', priority: 2, intent: null },
  };
}

function sayClarify(scene: Scene, choices: readonly string[]): Speech {
  const { voice } = scene;
  const [first, second] = choices;
  const question =
    choices.length === 2 && first !== undefined && second !== undefined
      ? voice.phrase('clarify.two', { first: voice.title(first), second: voice.title(second) })
      : voice.phrase('clarify');
  const other = voice.button('clarify.other', { choose: 'other' });
  return say(scene, [question], { choices }, [...voice.intentButtons(choices), other]);
}

/** The words for a decision, and the state behind them. A silent decision has none: the caller never asks for it. */
export function speak(decision: Exclude<Decision, { kind: 'silent' }>, scene: Scene): Speech {
  const { voice, state } = scene;
  switch (decision.kind) {
    case 'vital':
      return sayVital(scene, decision.intent);
    case 'handoff': {
      const about = decision.why === 'accepted' ? state.topic : null;
      return {
        ...say(scene, [handoffLine(scene)], { dialog: null }),
        handoff: handoffFor(about, decision.why === 'asked' ? 'asked' : 'offered'),
      };
    }
    case 'declined':
      return say(scene, [voice.phrase(state.offer === 'handoff' ? 'handoff.declined' : 'no.nothing')], {
        paused: null,
      });
    case 'cancel':
      return say(
        scene,
        [voice.phrase(decision.running ? 'cancel.done' : 'cancel.nothing')],
        { dialog: null, paused: null },
        withTopics(scene),
      );
    case 'dialog': {
      const running = runningDialog(scene);
      if (running === null) return sayFallback(scene, 1);
      return sayMove(scene, running.dialog, continueDialog(running.dialog, running.at, scene.input));
    }
    case 'interrupt':
      return sayInterrupt(scene, decision.intents);
    case 'resume':
      return sayResume(scene);
    case 'start':
      return sayIntent(scene, decision.intent);
    case 'answer': {
      const [first] = decision.intents;
      const speech =
        decision.intents.length === 1 && first !== undefined
          ? answerOne(scene, first)
          : answerSeveral(scene, decision.intents);
      const urgency = urgencyOf(first ?? null);
      return urgency?.handoff === 'now' ? { ...speech, handoff: handoffFor(first ?? null, 'sensitive') } : speech;
    }
    case 'repeat':
      return answerOne(scene, decision.intent);
    case 'insult': {
      const speech = answerOne(scene, 'chat.insult');
      const insults = state.insults + 1;
      if (!decision.again) return { ...speech, state: { ...speech.state, insults, offer: null, topic: state.topic } };
      return say(scene, [voice.phrase('handoff.offer')], { insults, offer: 'handoff' }, [humanButton(scene)]);
    }
    case 'clarify':
      return sayClarify(scene, decision.choices);
    case 'other':
      return say(
        scene,
        [voice.phrase('after.other')],
        { misses: state.misses },
        withTopics(scene, []).concat(humanButton(scene)),
      );
    case 'fallback':
      return sayFallback(scene, decision.level);
  }
}
