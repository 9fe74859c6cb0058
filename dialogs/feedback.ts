import type { Dialog, DialogInput, Reading, Slots } from '../src/bot/dialog-types.ts';
import { readYesNo, unclear, value } from './reading/answers.ts';

const ratings = ['1', '2', '3', '4', '5'] as const;
/** So low a rating is a grievance: the customer is asked whether to make a complaint of it. */
const low = 2;
const words: readonly (readonly [RegExp, string])[] = [
  [/^(eins?|one|sehr schlecht|mies|terrible|awful)\b/i, '1'],
  [/^(zwei|two|schlecht|bad|poor)\b/i, '2'],
  [/^(drei|three|geht so|mittel|okay|ok|so so)\b/i, '3'],
  [/^(vier|four|gut|good)\b/i, '4'],
  [/^(fünf|fuenf|five|sehr gut|super|prima|perfekt|klasse|top|great|excellent|perfect)\b/i, '5'],
];
const longest = 1000;

function readRating({ choice, text }: DialogInput): Reading {
  const said = (choice ?? text).trim();
  const digit = /^([1-5])(?:\s*(?:\/\s*5|von 5|out of 5|sterne?|stars?))?[.!]*$/i.exec(said)?.[1];
  if (digit !== undefined) return value(digit);
  if (choice !== null) return unclear;
  const found = words.find(([pattern]) => pattern.test(said.replace(/^(es war |it was )/i, '')));
  return found === undefined || said.split(/\s+/).length > 4 ? unclear : value(found[1]);
}

/** What is written about the service; a request of its own is none. */
function readComment(input: DialogInput): Reading {
  const { choice, intent, text } = input;
  if (choice === 'none' || readYesNo(input) === 'no') return value('none', { comment: '' });
  if (choice !== null || text.trim() === '') return unclear;
  const isRequest = intent !== null && !/^(voice|chat)\./.test(intent);
  return isRequest || intent === 'chat.cancel' ? unclear : value('told', { comment: text.trim().slice(0, longest) });
}

const isLow = ({ rating }: Slots): boolean => Number(rating) <= low;

/** How it was with the person who had the case: one to five, and words if somebody has some. */
export const feedback: Dialog = {
  name: 'feedback',
  intents: [],
  start: 'rating',
  // What a channel's own stars told: a choice and, where there are any, words.
  open: ({ choice, text }) => {
    if (choice === null) return { step: 'rating', slots: {} };
    const slots = { rating: choice, comment: text.slice(0, longest) };
    return isLow(slots) ? { step: 'complaint', slots } : { end: { prompts: ['thanks'], person: 'none' } };
  },
  fleeting: true,
  rated: ({ rating, comment }) =>
    rating === undefined
      ? null
      : { rating: Number(rating), ...(comment !== undefined && comment !== '' && { comment }) },
  steps: {
    rating: {
      prompts: ['ask'],
      again: 'ask',
      buttons: ratings.map((rating) => ({ choice: rating, prompt: `rating.${rating}` })),
      read: (input) => {
        const found = readRating(input);
        return found.kind === 'value' ? value(found.value, { rating: found.value }) : found;
      },
      next: () => 'comment',
    },
    comment: {
      prompts: (slots) => [isLow(slots) ? 'whatWasWrong' : 'comment'],
      again: 'comment',
      buttons: [{ choice: 'none', prompt: 'noComment' }],
      read: readComment,
      next: (_told, slots) => (isLow(slots) ? 'complaint' : { prompts: ['thanks'], person: 'none' }),
    },
    complaint: {
      prompts: ['complaint'],
      again: 'complaint',
      buttons: [
        { choice: 'yes', prompt: 'yes' },
        { choice: 'no', prompt: 'no' },
      ],
      read: (input) => {
        const answer = readYesNo(input);
        return answer === null ? unclear : value(answer);
      },
      next: (answer) =>
        answer === 'yes'
          ? { prompts: [], person: 'none', then: 'voice.complaint' }
          : { prompts: ['thanks'], person: 'none' },
    },
  },
};
