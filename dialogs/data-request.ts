import type { Dialog, DialogCalendar, Slots, Value } from '../src/bot/dialog-types.ts';
import { form } from './form.ts';
import { readWords, shortened, unclear, value } from './reading/answers.ts';

const own = ['privacy.request'];

const kinds: readonly (readonly [string, RegExp])[] = [
  ['erase', /lösch|vergessen werden|erase|delete|remove|forget/i],
  ['correct', /berichtig|korrig|falsch|ändern|stimmt nicht|stimmen nicht|rectif|correct|wrong|fix/i],
  ['object', /widersp|werbung|newsletter|marketing|object|advert|opt.?out|stop sending/i],
  [
    'see',
    /auskunft|seh(en|t)|welche daten|was .*(gespeichert|über mich)|kopie|einsicht|see|access|copy|which data|what .*(data|about me)/i,
  ],
];
const proofs: readonly (readonly [string, RegExp])[] = [
  [
    'branch',
    /filiale|vor ort|persönlich|kein(en)? (zugang|online)|nicht (online|anmelden)|branch|in person|no (access|online)/i,
  ],
  ['online', /online|app\b|anmeld|internet|einlogg|sign|log ?in|^(ja|yes|ok)/i],
];
const firstOf = (list: readonly (readonly [string, RegExp])[], text: string): string | undefined =>
  list.find(([, pattern]) => pattern.test(text))?.[0];

/**
 * A request about the customer's data (Articles 15 to 17, 16 and 21 GDPR). Who is asking is shown by the bank's own
 * sign-in or in a branch, never by a photo of an ID; the answer is due within a month (Article 12(3)).
 */
export function createDataRequest(calendar: Pick<DialogCalendar, 'at'>): Dialog {
  const kindOf = ({ kind = 'see' }: Slots): Value => ({ label: `kind.${kind}` });
  const proofOf = ({ proof = 'online' }: Slots): Value => ({ label: `proof.${proof}` });
  return form({
    name: 'data-request',
    intents: own,
    fields: [
      {
        name: 'kind',
        prompts: ['askKind'],
        again: 'kindAgain',
        buttons: kinds.map(([id]) => ({ choice: id, prompt: `kind.${id}` })).reverse(),
        read: ({ choice, text }) => {
          const kind = choice ?? firstOf(kinds, text);
          return kinds.some(([id]) => id === kind) ? value(kind ?? '') : unclear;
        },
        find: ({ text }) => {
          const kind = firstOf(kinds, text);
          return kind === undefined ? null : { slots: { kind } };
        },
        called: /sehen|löschen|berichtig|widersp|was\b|what/i,
      },
      {
        name: 'about',
        needed: ({ kind }) => kind === 'correct' || kind === 'erase',
        prompts: ({ kind }) => [kind === 'erase' ? 'askErase' : 'askCorrect'],
        again: 'aboutAgain',
        buttons: [],
        read: (input) => readWords(input, own, 4),
        called: /welche|genau|which|details/i,
      },
      {
        name: 'proof',
        prompts: ['askProof'],
        again: 'proofAgain',
        buttons: [
          { choice: 'online', prompt: 'proof.online' },
          { choice: 'branch', prompt: 'proof.branch' },
        ],
        read: ({ choice, text }) => {
          const proof = choice ?? firstOf(proofs, text);
          return proof === 'online' || proof === 'branch' ? value(proof) : unclear;
        },
        called: /online|filiale|nachweis|branch|proof/i,
      },
    ],
    first: () => ({ slots: {}, before: [] }),
    summary: (slots) => ({
      prompt: slots['about'] === undefined || slots['about'] === '' ? 'summary' : 'summaryAbout',
      values: {
        kind: kindOf(slots),
        proof: proofOf(slots),
        ...(slots['about'] !== undefined && slots['about'] !== '' && { about: shortened(slots['about'], 100) }),
      },
    }),
    end: (slots, now) => {
      const number = { caseNumber: true } as const;
      const received = { day: calendar.at(now).day };
      return {
        prompts: [
          {
            prompt: slots['proof'] === 'branch' ? 'receivedBranch' : 'receivedOnline',
            values: { number, day: received },
          },
        ],
        person: 'later',
        reason: 'privacy',
        details: {
          number,
          received,
          'field.kind': kindOf(slots),
          ...(slots['about'] !== undefined && { 'field.about': slots['about'] }),
          'field.proof': proofOf(slots),
        },
      };
    },
  });
}
