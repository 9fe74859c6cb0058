import type { Dialog, Step } from '../src/bot/dialog-types.ts';
import { readCall, readOffer } from './reading/call.ts';

const afterCall: Readonly<Record<string, string>> = {
  yes: 'confirmed',
  notYet: 'later',
  unreachable: 'unreachable',
  noVoice: 'noVoice',
  abroad: 'abroad',
};
const callButtons = [
  { choice: 'yes', prompt: 'yes' },
  { choice: 'notYet', prompt: 'notYet' },
  { choice: 'unreachable', prompt: 'unreachable' },
] as const;

/** A step that asks how the call went. */
const call = (prompts: readonly string[]): Step => ({
  prompts,
  again: 'unclear',
  buttons: callButtons,
  read: readCall,
  next: (found) => afterCall[found] ?? 'later',
});

/** A step that offers a person; `declined` is said when nobody is wanted. */
const offer = (prompt: string, declined: string): Step => ({
  prompts: [prompt],
  again: 'person',
  buttons: [
    { choice: 'yes', prompt: 'fetch' },
    { choice: 'no', prompt: 'no' },
  ],
  read: readOffer,
  next: (found) => (found === 'yes' ? { prompts: [], person: 'now' } : { prompts: [declined], person: 'none' }),
});

/**
 * A lost or stolen card. The bank's number and the central one come first; this dialog blocks nothing and never says
 * that a card is blocked: it asks whether the hotline confirmed, and offers a person.
 */
export const lostCard: Dialog = {
  name: 'lost-card',
  intents: ['card.block'],
  start: 'call',
  steps: {
    call: call(['numbers', 'ask']),
    later: call(['notYet']),
    abroad: call(['abroad', 'ask']),
    confirmed: offer('confirmed', 'declined'),
    unreachable: offer('unreachable', 'declinedOpen'),
    noVoice: offer('noVoice', 'declinedOpen'),
  },
};
