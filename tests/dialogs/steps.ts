import { continueDialog, startDialog, takes, type DialogMove } from '../../src/bot/dialog-runner.ts';
import type { Dialog, DialogInput } from '../../src/bot/dialog-types.ts';

const now = Date.UTC(2026, 10, 23, 9, 0, 0);

/** A message as a dialog sees it: `!choice` is a tapped button, `text #intent` carries what was understood. */
export function inputOf(line: string): DialogInput {
  const [text = '', intent = null] = line.startsWith('!') ? [''] : line.split(' #');
  return { text, intent, choice: line.startsWith('!') ? line.slice(1) : null, location: null, now };
}

const promptsOf = (move: DialogMove): readonly string[] =>
  move.prompts.map((prompt) => (typeof prompt === 'string' ? prompt : prompt.prompt));

/** Where the messages lead: the step, or how it ended, and what was said last. */
export function lead(dialog: Dialog, intent: string, ...lines: readonly string[]) {
  let move = startDialog(dialog, inputOf(''), intent);
  for (const line of lines) {
    if (move.state === null) throw new Error(`The dialog has ended before "${line}".`);
    move = continueDialog(dialog, move.state, inputOf(line));
  }
  return {
    step: move.state?.step ?? null,
    person: move.end?.person ?? null,
    said: promptsOf(move),
    buttons: move.buttons.map(({ choice }) => choice),
  };
}

/** Whether the question that is open at the start understands a message. */
export function understands(dialog: Dialog, intent: string, line: string): boolean {
  const { state } = startDialog(dialog, inputOf(''), intent);
  return state !== null && takes(dialog, state, inputOf(line));
}
