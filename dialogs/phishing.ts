import type { Dialog, DialogInput, Reading, Step } from '../src/bot/dialog-types.ts';
import { readYesNo, unclear, value } from './reading/answers.ts';

const nothing =
  /nichts|noch nicht|nicht (ge|ein|frei|an)|gar nicht|nur (gelesen|bekommen|gesehen)|gelöscht|aufgelegt|nothing|not yet|haven'?t|didn'?t|only (read|got)|hung up|deleted/i;
const given =
  /eingegeben|freigegeben|bestätigt|durchgegeben|überwiesen|weitergegeben|verraten|eingetippt|\b(pin|tan|passwort|daten|code)\b.*(gegeben|genannt|gesagt)|entered|approved|confirmed|gave|typed|transferred|told (him|her|them)|shared/i;
const clicked = /geklickt|angeklickt|geöffnet|aufgemacht|draufgetippt|clicked|opened|tapped/i;
/** The question itself ("soll ich das eingeben?") is no answer to it. */
const done = /\b(hab|habe|hatte|haben|wurde|i(’|')?ve|i have|i did|i)\b/i;

function readGiven(input: DialogInput): Reading {
  const { choice, text } = input;
  if (choice !== null) return ['given', 'clicked', 'nothing'].includes(choice) ? value(choice) : unclear;
  const denied = nothing.test(text);
  if (!denied && given.test(text)) return value('given');
  if (clicked.test(text) && !/nicht (drauf ?|an)?ge(klickt|öffnet)|not click/i.test(text)) return value('clicked');
  if (denied) return value('nothing');
  const answer = readYesNo(input);
  if (answer === null) return unclear;
  return value(answer === 'yes' ? 'given' : 'nothing');
}

const ask = (prompts: readonly string[]): Step => ({
  prompts,
  again: 'unclear',
  buttons: [
    { choice: 'nothing', prompt: 'nothing' },
    { choice: 'clicked', prompt: 'clicked' },
    { choice: 'given', prompt: 'given' },
  ],
  read: readGiven,
  next: (found) => {
    if (found === 'given') return { prompts: [], person: 'none', then: 'fraud.victim' };
    return { prompts: [found === 'clicked' ? 'onlyClicked' : 'howToTell', 'report'], person: 'none' };
  },
});

/**
 * A suspicious message, call or page. Asks at once whether anything was entered or approved: then fraud first aid takes
 * over. It never says whether a message is genuine.
 */
export const phishing: Dialog = {
  name: 'phishing',
  intents: ['fraud.phishing'],
  start: 'given',
  open: ({ text }) =>
    done.test(text) && given.test(text) && !nothing.test(text) && !text.includes('?')
      ? { end: { prompts: [], person: 'none', then: 'fraud.victim' } }
      : { step: 'given', slots: {} },
  steps: { given: ask(['ask']) },
};
