import type { Dialog, DialogCalendar, DialogEnd, DialogInput, Reading, Slots, Value } from '../src/bot/dialog-types.ts';
import { form } from './form.ts';
import { readWords, refused, shortened, unclear, value } from './reading/answers.ts';
import { readContact, type ReadPhone } from './reading/contact.ts';

export interface ComplaintParts {
  readonly calendar: DialogCalendar;
  readonly readPhone: ReadPhone;
  /** Business days until the answer: 15 for payments, § 62 ZAG; the bank keeps it for all complaints. */
  readonly answerDays: number;
}

const own = ['voice.complaint', 'chat.insult'];
/** A first message with so many words tells what happened; a shorter one only says that something did. */
const story = 9;
const announcement = /beschwer|complain/i;

const here = /\b(hier|chat|schreiben|egal|here|in the chat)\b/i;
const skipped = /^(nichts|nein|keine?n?|egal|weiß (ich )?nicht|nothing|no|don'?t know)\b/i;

/**
 * A complaint: what happened, what is wished, where the answer goes. It ends with a number, the day of receipt and the
 * day of the answer, also when the customer would rather talk to a person at once.
 */
export function createComplaint({ calendar, readPhone, answerDays }: ComplaintParts): Dialog {
  const contactOf = ({ contact = '' }: Slots): Value => (contact === 'chat' ? { label: 'contact.chat' } : contact);
  const wishOf = ({ wish = '' }: Slots, length?: number): Value =>
    wish === 'open' || wish === '' ? { label: 'wish.open' } : shortened(wish, length);

  const end = (slots: Slots, now: number, person: 'now' | 'later'): DialogEnd => {
    const received = calendar.at(now).day;
    const day = { day: received };
    const answer = { day: calendar.addBusinessDays(received, answerDays) };
    const number = { caseNumber: true } as const;
    return {
      prompts: [{ prompt: person === 'now' ? 'receivedPerson' : 'received', values: { number, day, answer } }],
      person,
      reason: 'complaint',
      details: {
        number,
        received: day,
        answer,
        'field.what': slots['what'] ?? '',
        'field.wish': wishOf(slots, 1500),
        'field.contact': contactOf(slots),
      },
    };
  };

  const personOr =
    (read: (input: DialogInput) => Reading) =>
    (input: DialogInput): Reading =>
      input.choice === 'person' ? value('', { person: 'now' }) : read(input);
  const toPerson = (slots: Slots, now: number): DialogEnd | null =>
    slots['person'] === 'now' ? end(slots, now, 'now') : null;

  return form({
    name: 'complaint',
    intents: ['voice.complaint'],
    fields: [
      {
        name: 'what',
        prompts: ['askWhat'],
        again: 'whatAgain',
        buttons: [{ choice: 'person', prompt: 'person' }],
        read: personOr((input) => readWords(input, own, 8)),
        leads: toPerson,
        called: /passiert|geschehen|beschreibung|what happened|description/i,
      },
      {
        name: 'wish',
        prompts: ['askWish'],
        again: 'wishAgain',
        buttons: [
          { choice: 'open', prompt: 'wish.open' },
          { choice: 'person', prompt: 'person' },
        ],
        read: personOr((input) => {
          if (input.choice === 'open' || (input.choice === null && skipped.test(input.text.trim())))
            return value('open');
          return readWords(input, own, 3);
        }),
        leads: toPerson,
        called: /wunsch|wünsch|erwart|wish|want|expect/i,
      },
      {
        name: 'contact',
        prompts: ['askContact'],
        again: 'contactAgain',
        buttons: [{ choice: 'chat', prompt: 'contact.chat' }],
        read: ({ choice, text }) => {
          if (choice !== null) return choice === 'chat' ? value('chat') : unclear;
          const found = readContact(text, readPhone);
          if (found?.kind === 'wrong') return refused('contactWrong');
          if (found !== null) return value(found.value);
          return here.test(text) ? value('chat') : unclear;
        },
        find: ({ text }) => {
          const found = readContact(text, readPhone);
          return found === null || found.kind === 'wrong' ? null : { slots: { contact: found.value } };
        },
        called: /antwort|kontakt|nummer|mail|number|contact|answer/i,
      },
    ],
    first: ({ text }) => {
      const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
      const told = words >= story || (words >= 5 && !announcement.test(text));
      return { slots: told ? { what: text.trim() } : {}, before: ['sorry'] };
    },
    summary: (slots) => ({
      prompt: 'summary',
      values: { what: shortened(slots['what'] ?? ''), wish: wishOf(slots, 100), contact: contactOf(slots) },
    }),
    end: (slots, now) => end(slots, now, 'later'),
  });
}
