import type { Language } from '../understanding/types.ts';

const names: Readonly<Record<string, Language>> = { deutsch: 'de', german: 'de', englisch: 'en', english: 'en' };
/** What such a wish is made of; a message with any other word in it is about something else. */
const filling = new Set(
  (
    'auf in bitte können könnten koennen kann sie wir ich du mit mir es das geht lieber weiter auch sprechen sprichst ' +
    'sprich schreiben schreib reden wechseln antworten antworte please can could do may we you i speak write talk ' +
    'switch continue answer reply to is it possible let s lets us rather prefer d like would instead hallo hi hello sorry'
  ).split(' '),
);

/** The language that a message asks for, where it asks for nothing else: "English please", "Können wir Deutsch reden?". */
export function languageWish(text: string): Language | null {
  if (text.length > 80 || !/deutsch|german|engli/i.test(text)) return null;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const wished = words.flatMap((word) => names[word] ?? []);
  const [first] = wished;
  if (first === undefined || wished.some((language) => language !== first)) return null;
  return words.every((word) => word in names || filling.has(word)) ? first : null;
}
