import type { Dialog, DialogInput } from './dialog-types.ts';
import { continueDialog, resumeDialog, startDialog, type DialogMove } from './dialog-runner.ts';
import type { Decision } from './policy.ts';
import type { BotState } from './state.ts';
import { urgencyOf, type Urgency } from './vital.ts';
import type { ReplyButton, Voice } from './voice.ts';

/** What is said in reaction to one input: one message of one or more paragraphs. */
export interface Speech {
  readonly paragraphs: readonly string[];
  readonly buttons: readonly ReplyButton[];
  readonly state: BotState;
  /** A person is to be brought in. */
  readonly handoff: HandoffWish | null;
}

export interface HandoffWish extends Pick<Urgency, 'reason' | 'priority'> {
  readonly intent: string | null;
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
}

const maxButtons = 4;
const human = 'contact.human';

function handoffFor(intent: string | null, reason: HandoffWish['reason']): HandoffWish {
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

/** Turns a dialog's move into words; a dialog's end may bring in a person. */
function sayMove(scene: Scene, dialog: Dialog, move: DialogMove, before: readonly string[] = []): Speech {
  const { voice } = scene;
  const paragraphs = [...before, ...move.prompts.map((prompt) => voice.phrase(`${dialog.name}.${prompt}`))];
  const buttons = move.buttons.map(({ choice, prompt }) =>
    voice.button(`${dialog.name}.${prompt}`, { dialog: choice }),
  );
  const topic = dialog.intents[0] ?? null;
  const speech = say(scene, paragraphs, { dialog: move.state, topic, paused: null }, buttons);
  switch (move.end?.person) {
    case 'now':
      return { ...speech, paragraphs: [...paragraphs, handoffLine(scene)], handoff: handoffFor(topic, 'offered') };
    case 'offer':
      return {
        ...speech,
        paragraphs: [...paragraphs, voice.phrase('handoff.offer')],
        buttons: [humanButton(scene), voice.button('button.no', { choose: 'no' })],
        state: { ...speech.state, offer: 'handoff' },
      };
    case 'none':
    case undefined:
      return speech;
  }
}

/** The vital thing first; a running dialog waits; staff are alerted where they must be. */
function sayVital(scene: Scene, intent: string): Speech {
  const dialog = scene.dialogOf(intent);
  const paused = scene.state.dialog;
  const speech = dialog === null ? answerOne(scene, intent) : sayMove(scene, dialog, startDialog(dialog));
  const urgency = urgencyOf(intent);
  return {
    ...speech,
    state: { ...speech.state, paused, ...(dialog === null && { dialog: null }) },
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
  return sayMove(scene, dialog, resumeDialog(dialog, paused));
}

function sayInterrupt(scene: Scene, intents: readonly string[]): Speech {
  const running = runningDialog(scene);
  const [first] = intents;
  const next = first !== undefined && intents.length === 1 ? scene.dialogOf(first) : null;
  if (next !== null) {
    const speech = sayMove(scene, next, startDialog(next));
    return { ...speech, state: { ...speech.state, paused: running?.at ?? null } };
  }
  const speech = intents.length === 1 && first !== undefined ? answerOne(scene, first) : answerSeveral(scene, intents);
  if (running === null) return speech;
  const title = scene.voice.title(running.dialog.intents[0] ?? '');
  return {
    ...speech,
    paragraphs: [...speech.paragraphs, scene.voice.phrase('dialog.resume', { title })],
    buttons: [scene.voice.button('button.resume', { choose: 'resume' }), ...speech.buttons].slice(0, maxButtons),
    state: { ...speech.state, dialog: null, paused: running.at, offer: 'resume' },
  };
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
    case 'start': {
      const dialog = scene.dialogOf(decision.intent);
      return dialog === null ? answerOne(scene, decision.intent) : sayMove(scene, dialog, startDialog(dialog));
    }
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
