import type { Dialog, DialogEnd, DialogInput, DialogState, Step } from './dialog-types.ts';

/** What is said after a step, by names of prompts, and where the conversation then stands. */
export interface DialogMove {
  readonly prompts: readonly string[];
  readonly buttons: Step['buttons'];
  readonly state: DialogState | null;
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

/** Enters a dialog at its first step. */
export function startDialog(dialog: Dialog): DialogMove {
  const step = stepOf(dialog, dialog.start);
  return {
    prompts: step.prompts,
    buttons: step.buttons,
    state: { name: dialog.name, step: dialog.start, slots: {}, misses: 0 },
    end: null,
  };
}

/** Comes back to a dialog that was interrupted: the open question is asked again. */
export function resumeDialog(dialog: Dialog, state: DialogState): DialogMove {
  const step = stepOf(dialog, state.step);
  return { prompts: [step.again], buttons: step.buttons, state: { ...state, misses: 0 }, end: null };
}

/** Whether the dialog's open question understands the message. */
export function takes(dialog: Dialog, state: DialogState, input: DialogInput): boolean {
  return stepOf(dialog, state.step).read(input, state.slots).kind === 'value';
}

/** Moves a dialog on by one message. */
export function continueDialog(dialog: Dialog, state: DialogState, input: DialogInput): DialogMove {
  const step = stepOf(dialog, state.step);
  const reading = step.read(input, state.slots);
  if (reading.kind === 'unclear') {
    const misses = state.misses + 1;
    if (misses > maxMisses) return { prompts: [], buttons: [], state: null, end: { prompts: [], person: 'offer' } };
    return { prompts: [step.again], buttons: step.buttons, state: { ...state, misses }, end: null };
  }
  const slots = { ...state.slots, [state.step]: reading.value };
  const next = step.next(reading.value, slots);
  if (typeof next !== 'string') return { prompts: next.prompts, buttons: [], state: null, end: next };
  const target = stepOf(dialog, next);
  return {
    prompts: target.prompts,
    buttons: target.buttons,
    state: { name: dialog.name, step: next, slots, misses: 0 },
    end: null,
  };
}
