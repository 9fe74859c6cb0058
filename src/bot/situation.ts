import type { Dialog, DialogInput } from './dialog-types.ts';
import { takes } from './dialog-runner.ts';
import type { Choice, Situation } from './policy.ts';
import type { Counter, Moment } from './reactions.ts';
import type { BotState } from './state.ts';

/** The dialog that an intent begins; null where it has an answer instead. */
export function dialogOf({ knowledge, dialogs }: Counter, intent: string): Dialog | null {
  const name = knowledge.intents.get(intent)?.dialog;
  return name === undefined ? null : (dialogs.get(name) ?? null);
}

/** Whether a case waits for a person in the chat: who is called back or written to does not wait there. */
export function isWaiting({ openCase }: Moment): boolean {
  return openCase?.status === 'waiting' && openCase.quiet !== true;
}

/** The conversation as the decision looks at it. */
export function situationOf(
  counter: Counter,
  moment: Moment,
  state: BotState,
  input: DialogInput,
  choice: Choice | null,
): Situation {
  const running = state.dialog === null ? undefined : counter.dialogs.get(state.dialog.name);
  return {
    owner: moment.owner,
    waiting: isWaiting(moment),
    dialog:
      running === undefined || state.dialog === null
        ? null
        : {
            takes: (choice?.kind !== 'dialog' || input.choice !== null) && takes(running, state.dialog, input),
            intents: running.intents,
          },
    paused: state.paused !== null,
    offer: state.offer,
    choices: state.choices,
    misses: state.misses,
    insults: state.insults,
    topic: state.topic,
    choice,
    hasDialog: (intent) => dialogOf(counter, intent) !== null,
  };
}
