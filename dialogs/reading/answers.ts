import type { DialogInput, Prompt, Reading, Slots } from '../../src/bot/dialog-types.ts';

export const unclear: Reading = { kind: 'unclear' };

export function value(found: string, slots?: Slots): Reading {
  return slots === undefined ? { kind: 'value', value: found } : { kind: 'value', value: found, slots };
}

export function refused(prompt: Prompt): Reading {
  return { kind: 'refused', prompt };
}

const yes =
  /^(ja|jo|jep|jup|jawohl|joa|genau|klar|gerne?|ok(ay)?|passt|stimmt|richtig|korrekt|einverstanden|mach(en sie)? das|so ist es|yes|yep|yeah|sure|correct|right|fine|exactly|please do|that'?s (right|fine|correct))\b/i;
const no = /^(nein|ne+|nö+|nee+|nicht|kein\w*|nope|no|not|nah)\b/i;

/** Yes or no, tapped or written; null where it is neither. */
export function readYesNo({ choice, text, intent }: DialogInput): 'yes' | 'no' | null {
  if (choice === 'yes' || choice === 'no') return choice;
  if (choice !== null) return null;
  const words = text.trim();
  if (no.test(words)) return 'no';
  if (yes.test(words)) return 'yes';
  if (intent === 'chat.yes') return 'yes';
  return intent === 'chat.no' ? 'no' : null;
}

/** What somebody writes who wants to stop: the intent alone also hears it in "Geld zurück". */
const stop =
  /abbr[eu]ch|stopp?\b|abort|cancel|vergiss|lass (es|gut|mal|das|uns)|lassen (wir|sie)|aufhören|beend|schluss|(nicht|lust) mehr|keine lust|doch nicht|will nicht|raus hier|zurück zum anfang|von vorn|neu anfangen|quit|never ?mind|forget it|start over/i;

/** Whether a message wants something else than to answer a question: a person, to stop, or a question of its own. */
export function isElsewhere({ text, intent, choice }: DialogInput, own: readonly string[]): boolean {
  if (choice !== null) return true;
  if (intent === null || own.includes(intent)) return false;
  if (intent === 'chat.cancel') return stop.test(text);
  if (intent === 'contact.human' || intent === 'chat.repeat') return true;
  return text.trim().endsWith('?') && !intent.startsWith('chat.');
}

/** How long a text of a customer's own may be that goes into a case (characters). */
const longest = 1500;

/** A text in the customer's own words, of at least so many letters; `own` are the dialog's intents. */
export function readWords(input: DialogInput, own: readonly string[], letters: number): Reading {
  const text = input.text.trim();
  if (isElsewhere(input, own) || (text.match(/\p{L}/gu) ?? []).length < letters) return unclear;
  return value(text.slice(0, longest));
}

/** A topic without the words that lead to it: "es geht um meine Rente" → "meine Rente". */
export function bareTopic(text: string): string {
  const bare = text
    .trim()
    .replace(/^(es (geht|ginge) (mir )?(um|über)|wegen|thema:?|it[’']?s about|it is about|about)\s+/iu, '');
  return bare.replace(/[.!]$/, '');
}

/** A text cut for a summary, at a space where there is one near. */
export function shortened(text: string, length = 140): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}
