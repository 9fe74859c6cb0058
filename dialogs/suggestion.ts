import type { Dialog } from '../src/bot/dialog-types.ts';
import { form } from './form.ts';
import { readWords, shortened } from './reading/answers.ts';

const own = ['voice.suggestion'];
/** A first message with so many words holds the idea itself, a shorter one only says that there is one. */
const idea = 7;
const announcement =
  /^(ich )?(habe?|hätte|hab|möchte|will|i have|i[’']d like|i want).{0,20}(vorschlag|idee|anregung|feedback|suggestion|idea)\W*$/i;

/** An idea of a customer, handed on to a person after a yes. */
export const suggestion: Dialog = form({
  name: 'suggestion',
  intents: own,
  fields: [
    {
      name: 'idea',
      prompts: ['askIdea'],
      again: 'ideaAgain',
      buttons: [],
      read: (input) => readWords(input, own, 8),
      called: /idee|vorschlag|idea|suggestion/i,
    },
  ],
  first: ({ text }) => {
    const told = text.split(/\s+/).length >= idea && !announcement.test(text.trim());
    return { slots: told ? { idea: text.trim() } : {}, before: told ? ['thanks'] : [] };
  },
  summary: ({ idea: words = '' }) => ({ prompt: 'summary', values: { idea: shortened(words) } }),
  end: ({ idea: words = '' }) => ({
    prompts: ['received'],
    person: 'later',
    reason: 'suggestion',
    details: { 'field.idea': words },
  }),
});
