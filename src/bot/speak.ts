import { eventFile } from './dialog-file.ts';
import type { Dialog, DialogEnd } from './dialog-types.ts';
import { continueDialog, resumeDialog, startDialog, type DialogMove } from './dialog-runner.ts';
import { dialogWords } from './dialog-words.ts';
import type { Decision } from './policy.ts';
import {
  handoffFor,
  human,
  humanButton,
  maxButtons,
  say,
  tellOfPerson,
  withHuman,
  withTopics,
  type HandoffWish,
  type Scene,
  type Speech,
} from './speech.ts';
import type { BotState } from './state.ts';
import { isVital, urgencyOf } from './vital.ts';
import type { ReplyButton } from './voice.ts';

function answerOne(scene: Scene, intent: string): Speech {
  const answer = scene.voice.answer(intent, 'first');
  if (answer === null)
    return say(scene, [scene.voice.phrase('expired.answer')], { offer: 'handoff', topic: intent }, [
      humanButton(scene),
    ]);
  const needs = scene.needsPerson(intent);
  const buttons = needs || scene.waiting ? withHuman(scene, answer.buttons) : answer.buttons.slice(0, maxButtons);
  // Thanks and greetings are no topic: "once more" and "and abroad?" still mean what was spoken of before.
  const topic = intent.startsWith('chat.') ? scene.state.topic : intent;
  return say(scene, [answer.text], { topic, offer: needs ? 'handoff' : null }, buttons);
}

function answerSeveral(scene: Scene, intents: readonly string[]): Speech {
  const answers = intents.map((intent) => ({ intent, answer: scene.voice.answer(intent, 'short') }));
  const paragraphs = answers.map(({ answer }) => answer?.text ?? scene.voice.phrase('expired.answer'));
  const last = intents.at(-1) ?? null;
  const needs = intents.some((intent) => scene.needsPerson(intent));
  const offer = needs ? ('handoff' as const) : null;
  const buttons = answers.flatMap(({ answer }) => answer?.buttons.slice(0, 2) ?? []);
  const unique = buttons.filter((button, index) => buttons.findIndex(({ title }) => title === button.title) === index);
  return say(
    scene,
    paragraphs,
    { topic: last, offer },
    needs || scene.waiting ? withHuman(scene, unique) : unique.slice(0, maxButtons),
  );
}

/** Turns a dialog's move into words; a dialog's end may bring in a person, or lead on to another matter. */
function sayMove(scene: Scene, dialog: Dialog, move: DialogMove): Speech {
  const words = dialogWords(scene.voice, dialog.name, scene.caseNumber);
  const paragraphs = move.prompts.map((prompt) => words.line(prompt));
  const step = move.state === null ? {} : { step: `${dialog.name}.${move.state.step}` };
  const buttons = move.buttons.map((button): ReplyButton => {
    const { title, value } = words.button(button);
    return { title, value: { ...value, ...step } };
  });
  const { paused } = scene.state;
  const state = { dialog: move.state, topic: move.intent, paused: paused?.name === dialog.name ? null : paused };
  const told = dialog.rated?.(move.slots) ?? null;
  const before = dialog.rated?.(scene.state.dialog?.slots ?? {}) ?? null;
  const isNew = told !== null && (told.rating !== before?.rating || told.comment !== before.comment);
  const speech = { ...say(scene, paragraphs, state, buttons), ...(isNew && { rated: told }) };
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
  const { voice, input } = scene;
  const words = dialogWords(voice, dialog.name, scene.caseNumber);
  if (end.then !== undefined) {
    const next = sayIntent({ ...scene, state: speech.state }, end.then);
    const rated = speech.rated === undefined ? {} : { rated: speech.rated };
    return { ...next, ...rated, paragraphs: [...speech.paragraphs, ...next.paragraphs] };
  }
  const wish: HandoffWish = {
    ...handoffFor(speech.state.topic, 'offered'),
    ...(end.reason !== undefined && { reason: end.reason }),
    ...(end.details !== undefined && { details: words.details(end.details) }),
  };
  switch (end.person) {
    case 'now':
      return { ...tellOfPerson(scene, speech), handoff: wish };
    case 'later':
      return {
        ...askToResume(scene, speech),
        handoff: { ...wish, quiet: true },
        ...(end.event !== undefined && { file: eventFile(end.event, words, scene.caseNumber(), input.now) }),
      };
    case 'offer':
      if (scene.waiting) return tellOfPerson(scene, speech);
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

/** Begins a dialog that no intent begins. */
export function sayDialog(scene: Scene, dialog: Dialog, intent: string): Speech {
  return sayMove(scene, dialog, startDialog(dialog, scene.input, intent));
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
  const waits =
    state.paused === null || speech.state.dialog !== null
      ? []
      : [scene.voice.button('button.resume', { choose: 'resume' })];
  return {
    ...speech,
    buttons: [...speech.buttons.slice(0, maxButtons - waits.length), ...waits],
    // A dialog about it tells that somebody comes; an answer leaves it open.
    state: { ...speech.state, announced: speech.state.announced || (dialog !== null && urgency?.handoff === 'now') },
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
  // Who waits for a person writes for that person: it is read, and nobody has to understand it now.
  if (waiting && state.announced)
    return say(scene, [voice.phrase(level === 1 ? 'handoff.waiting' : 'handoff.alreadyWaiting')], { misses });
  if (level === 1) return say(scene, [voice.phrase('fallback.first')], { misses }, withHuman(scene, withTopics(scene)));
  if (level === 2) {
    const topics = withTopics(scene, [humanButton(scene)]);
    return say(scene, [voice.phrase('fallback.second')], { misses, offer: 'handoff' }, withHuman(scene, topics));
  }
  return {
    ...say(scene, [voice.phrase('fallback.third')], { announced: true }),
    handoff: { reason: 'not-understood', priority: 2, intent: null },
  };
}

function sayClarify(scene: Scene, found: readonly string[]): Speech {
  const { voice, state } = scene;
  // The second question in a row offers a person too.
  const again = state.misses > 0 && !scene.waiting;
  const choices = again ? found.slice(0, maxButtons - 2) : found;
  const [first, second] = choices;
  const question =
    choices.length === 2 && first !== undefined && second !== undefined
      ? voice.phrase('clarify.two', { first: voice.title(first), second: voice.title(second) })
      : voice.phrase('clarify');
  const other = voice.button('clarify.other', { choose: 'other' });
  const misses = state.misses + 1;
  return say(scene, [question], { choices, misses }, [
    ...voice.intentButtons(choices),
    ...(again && !choices.includes(human) ? [humanButton(scene)] : []),
    other,
  ]);
}

/** The words for a decision, and the state behind them. A silent decision has none: the caller never asks for it. */
export function speak(decision: Exclude<Decision, { kind: 'silent' }>, scene: Scene): Speech {
  const { voice, state } = scene;
  switch (decision.kind) {
    case 'vital':
      return sayVital(scene, decision.intent);
    case 'handoff': {
      // What a person was offered for, or what was being spoken of: a lost card stays one, however a person was asked for.
      const about =
        state.dialog?.intent ?? (decision.why === 'accepted' || state.offer === 'handoff' ? state.topic : null);
      const { beside } = decision;
      const first = beside.length === 0 ? say(scene, []) : answerSeveral(scene, beside);
      const speech = tellOfPerson(scene, { ...first, state: { ...first.state, dialog: null, offer: null } });
      return { ...speech, handoff: handoffFor(about, decision.why === 'asked' ? 'asked' : 'offered') };
    }
    case 'declined':
      return state.offer === 'handoff'
        ? askToResume(scene, say(scene, [voice.phrase('handoff.declined')]))
        : say(scene, [voice.phrase('no.nothing')], { paused: null });
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
    case 'ask': {
      const running = runningDialog(scene);
      if (running === null) return sayFallback(scene, 1);
      return sayMove(scene, running.dialog, resumeDialog(running.dialog, running.at, scene.input.now));
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
      const urgent = decision.intents.find((intent) => urgencyOf(intent)?.handoff === 'now');
      return urgent === undefined ? speech : { ...speech, handoff: handoffFor(urgent, 'sensitive') };
    }
    case 'repeat':
      return answerOne(scene, decision.intent);
    case 'insult': {
      const insults = state.insults + 1;
      if (!decision.again) {
        const speech = answerOne(scene, 'chat.insult');
        return { ...speech, state: { ...speech.state, insults, offer: null } };
      }
      // A running dialog waits: else a "yes" to the offer would be taken for an answer to its question.
      const changes = { insults, dialog: null, paused: state.dialog ?? state.paused };
      if (scene.waiting) return tellOfPerson(scene, say(scene, [], changes));
      return say(scene, [voice.phrase('handoff.offer')], { ...changes, offer: 'handoff', topic: 'chat.insult' }, [
        humanButton(scene),
        voice.button('button.no', { choose: 'no' }),
      ]);
    }
    case 'clarify':
      return sayClarify(scene, decision.choices);
    case 'other':
      return say(
        scene,
        [voice.phrase('after.other')],
        { misses: state.choices.length > 0 ? state.misses : state.misses + 1 },
        withHuman(scene, withTopics(scene)),
      );
    case 'fallback':
      return sayFallback(scene, decision.level);
  }
}
