import type { Dialog, DialogInput, Reading, Step } from '../src/bot/dialog-types.ts';
import { readYesNo, unclear, value } from './reading/answers.ts';
import { readCall, readOffer } from './reading/call.ts';

const known =
  /(doch|jetzt) (von mir|ich|bekannt)|erinner|war (doch )?ich|gehört (doch )?mir|hab(e)? (ich )?(es |sie )?(gefunden|erkannt)|it was me|i remember|mine after all|recogni[sz]e it/i;
const foreign =
  /(kenne?|sagt mir|weiß|war|stammt|ist) .*(nicht|nichts|nie)|nicht von mir|fremd|unbekannt|sicher nicht|not mine|don'?t (know|recogni[sz]e)|never (heard|bought)|wasn'?t me|definitely not/i;
const unsure =
  /(nicht|weiß) sicher|unsicher|vielleicht|weiß (ich )?nicht|keine ahnung|not sure|maybe|no idea|don'?t know/i;

function readKnown(input: DialogInput): Reading {
  const { choice, text } = input;
  if (choice !== null) return ['yes', 'no', 'unsure'].includes(choice) ? value(choice) : unclear;
  if (unsure.test(text)) return value('unsure');
  if (foreign.test(text)) return value('no');
  if (known.test(text)) return value('yes');
  const answer = readYesNo(input);
  return answer === null ? unclear : value(answer);
}

const recognise = (prompts: readonly string[]): Step => ({
  prompts,
  again: 'unclear',
  buttons: [
    { choice: 'yes', prompt: 'known' },
    { choice: 'no', prompt: 'foreign' },
    { choice: 'unsure', prompt: 'unsure' },
  ],
  read: readKnown,
  next: (found) => {
    if (found === 'yes') return { prompts: ['recognised'], person: 'none' };
    return found === 'no' ? 'blocked' : 'unsure';
  },
});

const call = (prompts: readonly string[]): Step => ({
  prompts,
  again: 'blockedAgain',
  buttons: [
    { choice: 'yes', prompt: 'confirmed' },
    { choice: 'notYet', prompt: 'notYet' },
    { choice: 'unreachable', prompt: 'unreachable' },
  ],
  read: (input) => {
    const reading = readCall(input);
    if (reading.kind === 'value' || input.choice !== null) return reading;
    const answer = readYesNo(input);
    return answer === null ? unclear : value(answer === 'yes' ? 'yes' : 'notYet');
  },
  next: (found) => ({ yes: 'safe', unreachable: 'stuck', noVoice: 'stuck' })[found] ?? 'callNow',
});

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
 * A card charge that the customer does not recognise: the numbers first, then whether it is a shop under another name,
 * whether the hotline confirmed the block, and a person. It sees no charge and blocks nothing.
 */
export const unknownCharge: Dialog = {
  name: 'unknown-charge',
  intents: ['card.unknown_charge'],
  start: 'known',
  steps: {
    known: recognise(['numbers', 'askKnown']),
    unsure: recognise(['howToCheck']),
    blocked: call(['askBlocked']),
    callNow: call(['callNow']),
    safe: offer('safe', 'declined'),
    stuck: offer('stuck', 'declinedOpen'),
  },
};
