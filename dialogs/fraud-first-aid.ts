import type { Dialog, DialogInput, Reading, Step } from '../src/bot/dialog-types.ts';
import { readYesNo, unclear, value } from './reading/answers.ts';
import { readCall } from './reading/call.ts';

const callButtons = [
  { choice: 'yes', prompt: 'called' },
  { choice: 'notYet', prompt: 'notYet' },
  { choice: 'unreachable', prompt: 'unreachable' },
] as const;
const afterCall: Readonly<Record<string, string>> = {
  yes: 'access',
  notYet: 'waiting',
  unreachable: 'unreachable',
  noVoice: 'noVoice',
  abroad: 'abroad',
};

function readCalled(input: DialogInput): Reading {
  const reading = readCall(input);
  if (reading.kind === 'value' || input.choice !== null) return reading;
  if (/angerufen|telefoniert|durchgekommen|\b(have )?called\b|got through/i.test(input.text)) return value('yes');
  const answer = readYesNo(input);
  return answer === null ? unclear : value(answer === 'yes' ? 'yes' : 'notYet');
}

const call = (prompts: readonly string[]): Step => ({
  prompts,
  again: 'callAgain',
  buttons: callButtons,
  read: readCalled,
  next: (found) => afterCall[found] ?? 'waiting',
});

const finished =
  /erledigt|fertig|gemacht|geändert|getan|weiter|geht nicht|klappt nicht|komme? nicht|done|changed|finished|next|can'?t|doesn'?t work/i;

function readDone(input: DialogInput): Reading {
  const { choice, text } = input;
  if (choice !== null) return choice === 'done' || choice === 'stuck' ? value(choice) : unclear;
  if (finished.test(text)) return value('done');
  return readYesNo(input) === null ? unclear : value('done');
}

const task = (prompt: string, next: string | null): Step => ({
  prompts: [prompt],
  again: 'taskAgain',
  buttons: [
    { choice: 'done', prompt: 'done' },
    { choice: 'stuck', prompt: 'stuck' },
  ],
  read: readDone,
  next: () => next ?? { prompts: ['end'], person: 'none' },
});

/**
 * Data given away, something approved, money gone. The numbers come first and one step follows the other; the case goes
 * to a person with the first message, so that at the end there is nobody left to ask for. It blocks and recalls nothing.
 */
export const fraudFirstAid: Dialog = {
  name: 'fraud-first-aid',
  intents: ['fraud.victim'],
  start: 'call',
  steps: {
    call: call(['numbers', 'askCall']),
    waiting: call(['waiting']),
    unreachable: call(['unreachable']),
    abroad: call(['abroad']),
    noVoice: call(['noVoice']),
    access: task('access', 'evidence'),
    evidence: task('evidence', null),
  },
};
