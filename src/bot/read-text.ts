import type { Understanding } from '../understanding/types.ts';
import type { Counter, Moment } from './reactions.ts';
import type { BotState } from './state.ts';
import { isVital } from './vital.ts';

/** Characters of a message that are answered; a longer one is asked to be shortened. */
export const longestText = 4000;

/** Understands a customer's text with what the conversation knows. */
function readPart({ understand }: Counter, moment: Moment, state: BotState, text: string): Understanding {
  // Until the customer has shown a language, the device's is a guess that one message corrects.
  const other = state.language === null ? (moment.locale === 'de' ? 'en' : 'de') : state.otherLanguage;
  return understand(text, {
    now: moment.now,
    language: state.language ?? moment.locale,
    ...(other !== null && { otherLanguage: other }),
    ...(state.topic !== null && { previousIntent: state.topic }),
  });
}

/** The same for a text of any length: one too long to be answered is still looked through for what is vital. */
export function readText(counter: Counter, moment: Moment, state: BotState, text: string): Understanding {
  const read = (part: string): Understanding => readPart(counter, moment, state, part);
  if (text.length <= longestText) return read(text);
  const pieces = Array.from({ length: Math.ceil(text.length / longestText) }, (_piece, index) =>
    read(text.slice(index * longestText, (index + 1) * longestText)),
  );
  return pieces.find(({ intent, zone }) => zone === 'answer' && isVital(intent)) ?? pieces[0] ?? read('');
}
