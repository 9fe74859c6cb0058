import type {
  Dialog,
  DialogButton,
  DialogEnd,
  DialogInput,
  DialogState,
  Prompt,
  Slots,
  Step,
  Told,
} from './dialog-types.ts';

/** What is said after a step, and where the conversation then stands. */
export interface DialogMove {
  readonly prompts: readonly Prompt[];
  readonly buttons: readonly DialogButton[];
  readonly state: DialogState | null;
  /** The intent that began the dialog. */
  readonly intent: string;
  /** All that is known by now. */
  readonly slots: Slots;
  /** Set when the dialog has ended. */
  readonly end: DialogEnd | null;
}

/** A question that was not answered this often ends in the offer of a person: nobody is asked in circles. */
const maxMisses = 2;

function stepOf(dialog: Dialog, name: string): Step {
  const step = dialog.steps[name];
  if (step === undefined) throw new Error(`The dialog ${dialog.name} has no step ${name}.`);
  return step;
}

function told<T>(what: Told<T>, slots: Slots, now: number): T {
  return typeof what === 'function' ? (what as (slots: Slots, now: number) => T)(slots, now) : what;
}

function ended(end: DialogEnd, intent: string, slots: Slots): DialogMove {
  return { prompts: end.prompts, buttons: [], state: null, intent, slots, end };
}

function ask(dialog: Dialog, state: DialogState, prompts: readonly Prompt[], now: number): DialogMove {
  const { buttons } = stepOf(dialog, state.step);
  return {
    prompts,
    buttons: told(buttons, state.slots, now),
    state,
    intent: state.intent,
    slots: state.slots,
    end: null,
  };
}

function enter(dialog: Dialog, state: DialogState, before: readonly Prompt[], now: number): DialogMove {
  const { prompts } = stepOf(dialog, state.step);
  return ask(dialog, state, [...before, ...told(prompts, state.slots, now)], now);
}

function askAgain(dialog: Dialog, state: DialogState, now: number): DialogMove {
  return ask(dialog, state, [told(stepOf(dialog, state.step).again, state.slots, now)], now);
}

/** Enters a dialog: at its first step, or as far on as the first message leads. */
export function startDialog(dialog: Dialog, input: DialogInput, intent: string): DialogMove {
  const opening = dialog.open?.({ ...input, intent }) ?? { step: dialog.start, slots: {} };
  if ('end' in opening) return ended(opening.end, intent, {});
  const { step, slots, before = [] } = opening;
  return enter(dialog, { name: dialog.name, intent, step, slots, misses: 0 }, before, input.now);
}

/** Comes back to a dialog that was interrupted: the open question is asked again. */
export function resumeDialog(dialog: Dialog, state: DialogState, now: number): DialogMove {
  return askAgain(dialog, { ...state, misses: 0 }, now);
}

/** Whether the dialog's open question understands the message. */
export function takes(dialog: Dialog, state: DialogState, input: DialogInput): boolean {
  return stepOf(dialog, state.step).read(input, state.slots).kind !== 'unclear';
}

/** Moves a dialog on by one message. */
export function continueDialog(dialog: Dialog, state: DialogState, input: DialogInput): DialogMove {
  const step = stepOf(dialog, state.step);
  const reading = step.read(input, state.slots);
  if (reading.kind !== 'value') {
    const misses = state.misses + 1;
    if (misses > maxMisses) return ended({ prompts: [], person: 'offer' }, state.intent, state.slots);
    const missed = { ...state, misses };
    return reading.kind === 'refused'
      ? ask(dialog, missed, [reading.prompt], input.now)
      : askAgain(dialog, missed, input.now);
  }
  const slots = { ...state.slots, [state.step]: reading.value, ...reading.slots };
  const next = step.next(reading.value, slots, input.now);
  if (typeof next !== 'string') return ended(next, state.intent, slots);
  return enter(dialog, { ...state, step: next, slots, misses: 0 }, [], input.now);
}
