import { describe, expect, test } from '@jest/globals';
import { decide, type Situation } from '../../src/bot/policy.ts';
import type { ScoredIntent, Understanding, Zone } from '../../src/understanding/types.ts';

function understood(intent: string | null, zone: Zone = 'answer', more: Partial<Understanding> = {}): Understanding {
  const alternatives: ScoredIntent[] = intent === null ? [] : [{ intent, confidence: 0.6 }];
  return {
    language: 'de',
    detected: 'de',
    intent,
    confidence: 0.6,
    alternatives,
    zone,
    entities: [],
    moods: [],
    parts: [],
    ...more,
  };
}
const sure = (intent: string): Understanding => understood(intent);
const both = (...intents: readonly string[]): Understanding =>
  understood(intents[0] ?? null, 'answer', { parts: intents.map((intent) => understood(intent)) });
const unsure = (...found: readonly (readonly [string, number])[]): Understanding =>
  understood(found[0]?.[0] ?? null, 'clarify', {
    alternatives: found.map(([intent, confidence]) => ({ intent, confidence })),
  });
const nothing = understood(null, 'fallback');

const calm: Situation = {
  owner: 'bot',
  waiting: false,
  dialog: null,
  paused: false,
  offer: null,
  choices: [],
  misses: 0,
  insults: 0,
  topic: null,
  choice: null,
  hasDialog: (intent) => intent === 'card.block' || intent === 'branch.appointment',
};
const inside = { takes: false, intents: ['branch.appointment'] };
const taking = { takes: true, intents: ['branch.appointment'] };
const lostCard = { takes: false, intents: ['card.block'] };

type Row = readonly [string, Understanding, Partial<Situation>, object];
const rows: readonly (readonly [string, readonly Row[]])[] = [
  [
    '1 a person owns the conversation',
    [
      ['is silent', sure('account.fees'), { owner: 'person' }, { kind: 'silent', alert: null }],
      ['is silent to nonsense', nothing, { owner: 'person' }, { kind: 'silent', alert: null }],
      ['tells of fraud', sure('fraud.victim'), { owner: 'person' }, { kind: 'silent', alert: 'fraud.victim' }],
      [
        'tells of despair',
        sure('crisis.self_harm'),
        { owner: 'person' },
        { kind: 'silent', alert: 'crisis.self_harm' },
      ],
      ['is silent to a wish for a person', sure('contact.human'), { owner: 'person' }, { kind: 'silent' }],
      ['is silent to buttons', nothing, { owner: 'person', choice: { kind: 'cancel' } }, { kind: 'silent' }],
      ['is silent inside a dialog', nothing, { owner: 'person', dialog: taking }, { kind: 'silent' }],
    ],
  ],
  [
    '2 what is vital',
    [
      ['comes before all else', sure('crisis.self_harm'), {}, { kind: 'vital', intent: 'crisis.self_harm' }],
      ['interrupts a dialog', sure('fraud.victim'), { dialog: inside }, { kind: 'vital', intent: 'fraud.victim' }],
      ['interrupts a dialog that takes everything', sure('fraud.victim'), { dialog: taking }, { kind: 'vital' }],
      ['comes while a case waits', sure('crisis.self_harm'), { waiting: true }, { kind: 'vital' }],
      ['comes after two misses', sure('account.bereavement'), { misses: 2 }, { kind: 'vital' }],
      ['does not interrupt its own dialog', sure('card.block'), { dialog: lostCard }, { kind: 'dialog' }],
      ['but another vital matter does', sure('fraud.victim'), { dialog: lostCard }, { kind: 'vital' }],
      ['may be the second request', both('account.fees', 'card.block'), {}, { kind: 'vital', intent: 'card.block' }],
      ['stands before a person', both('contact.human', 'fraud.victim'), {}, { kind: 'vital', intent: 'fraud.victim' }],
      ['is acted on when unsure', unsure(['crisis.self_harm', 0.5]), {}, { kind: 'vital' }],
      [
        'is acted on as a near second',
        unsure(['chat.smalltalk', 0.4], ['crisis.self_harm', 0.35]),
        {},
        { kind: 'vital' },
      ],
      [
        'is not acted on as a far second',
        unsure(['card.limit', 0.6], ['fraud.victim', 0.1]),
        {},
        { kind: 'clarify', choices: ['card.limit', 'fraud.victim'] },
      ],
      [
        'is not acted on beside a confident intent',
        understood('card.limit', 'answer', {
          alternatives: [
            { intent: 'card.limit', confidence: 0.9 },
            { intent: 'fraud.victim', confidence: 0.4 },
          ],
        }),
        {},
        { kind: 'answer', intents: ['card.limit'] },
      ],
      [
        'as a guess gives way to the open question',
        unsure(['crisis.self_harm', 0.5]),
        { dialog: taking },
        { kind: 'dialog' },
      ],
      [
        'as a guess does not give way to a question that does not understand',
        unsure(['crisis.self_harm', 0.5]),
        { dialog: inside },
        { kind: 'vital' },
      ],
      ['comes from a button too', nothing, { choice: { kind: 'intent', intent: 'card.block' } }, { kind: 'vital' }],
      [
        'is not read into the text of another button',
        sure('card.block'),
        { choice: { kind: 'other' } },
        { kind: 'other' },
      ],
    ],
  ],
  [
    '3 a person is asked for',
    [
      ['hands off at once', sure('contact.human'), {}, { kind: 'handoff', why: 'asked', beside: [] }],
      ['inside a dialog too', sure('contact.human'), { dialog: inside }, { kind: 'handoff', why: 'asked' }],
      ['unless the open question means it', sure('contact.human'), { dialog: taking }, { kind: 'dialog' }],
      [
        'with what else is asked',
        both('account.fees', 'contact.human'),
        {},
        { kind: 'handoff', beside: ['account.fees'] },
      ],
      [
        'by a button',
        nothing,
        { choice: { kind: 'intent', intent: 'contact.human' } },
        { kind: 'handoff', why: 'asked' },
      ],
      ['a yes to the offer', sure('chat.yes'), { offer: 'handoff' }, { kind: 'handoff', why: 'accepted' }],
      ['a no to the offer', sure('chat.no'), { offer: 'handoff' }, { kind: 'declined' }],
      ['a yes without an offer', sure('chat.yes'), {}, { kind: 'answer', intents: ['chat.yes'] }],
    ],
  ],
  [
    '4 inside a dialog',
    [
      ['the dialog takes what it understands', sure('account.fees'), { dialog: taking }, { kind: 'dialog' }],
      [
        'another intent interrupts',
        sure('account.fees'),
        { dialog: inside },
        { kind: 'interrupt', intents: ['account.fees'] },
      ],
      ['its own intent does not', sure('branch.appointment'), { dialog: inside }, { kind: 'dialog' }],
      ['an unsure one does not', unsure(['account.fees', 0.5]), { dialog: inside }, { kind: 'dialog' }],
      ['nonsense is the dialog’s', nothing, { dialog: inside, misses: 2 }, { kind: 'dialog' }],
      ['thanks are the dialog’s', sure('chat.thanks'), { dialog: inside }, { kind: 'dialog' }],
      [
        'whether this is a person is answered',
        sure('chat.bot'),
        { dialog: inside },
        { kind: 'interrupt', intents: ['chat.bot'] },
      ],
      ['once more asks the question again', sure('chat.repeat'), { dialog: inside }, { kind: 'ask' }],
      ['an insult is no answer', sure('chat.insult'), { dialog: inside }, { kind: 'insult', again: false }],
      ['nor is a second one', sure('chat.insult'), { dialog: inside, insults: 1 }, { kind: 'insult', again: true }],
      ['a threat interrupts', sure('chat.threat'), { dialog: inside }, { kind: 'interrupt', intents: ['chat.threat'] }],
      ['cancel works', sure('chat.cancel'), { dialog: inside }, { kind: 'cancel', running: true }],
      ['a question that understands it has it', sure('chat.cancel'), { dialog: taking }, { kind: 'dialog' }],
      ['the button cancel works', nothing, { dialog: taking, choice: { kind: 'cancel' } }, { kind: 'cancel' }],
      [
        'its buttons are its own',
        sure('account.fees'),
        { dialog: taking, choice: { kind: 'dialog', value: 'yes' } },
        { kind: 'dialog' },
      ],
      [
        'a late button asks again',
        nothing,
        { dialog: inside, choice: { kind: 'dialog', value: 'yes' } },
        { kind: 'ask' },
      ],
      ['a button of an ended dialog', nothing, { choice: { kind: 'dialog', value: 'yes' } }, { kind: 'other' }],
      [
        'an interrupted one is resumed by its button',
        nothing,
        { paused: true, choice: { kind: 'resume' } },
        { kind: 'resume' },
      ],
      ['or by a yes', sure('chat.yes'), { paused: true, offer: 'resume' }, { kind: 'resume' }],
      ['or not', sure('chat.no'), { paused: true, offer: 'resume' }, { kind: 'declined' }],
      ['nothing is resumed where nothing waits', nothing, { choice: { kind: 'resume' } }, { kind: 'other' }],
      ['an interrupted one can be cancelled', sure('chat.cancel'), { paused: true }, { kind: 'cancel', running: true }],
    ],
  ],
  [
    '5 confident',
    [
      ['answers', sure('account.fees'), {}, { kind: 'answer', intents: ['account.fees'] }],
      ['starts the dialog', sure('branch.appointment'), {}, { kind: 'start', intent: 'branch.appointment' }],
      [
        'answers two',
        both('account.fees', 'account.iban'),
        {},
        { kind: 'answer', intents: ['account.fees', 'account.iban'] },
      ],
      [
        'never three',
        both('account.fees', 'account.iban', 'card.limit'),
        {},
        { kind: 'answer', intents: ['account.fees', 'account.iban'] },
      ],
      [
        'the same twice is one',
        both('account.fees', 'account.fees'),
        {},
        { kind: 'answer', intents: ['account.fees'] },
      ],
      [
        'leaves talk beside a request out',
        both('chat.greet', 'account.fees'),
        {},
        { kind: 'answer', intents: ['account.fees'] },
      ],
      [
        'but never a threat',
        both('account.fees', 'chat.threat'),
        {},
        { kind: 'answer', intents: ['account.fees', 'chat.threat'] },
      ],
      ['answers thanks', sure('chat.thanks'), {}, { kind: 'answer', intents: ['chat.thanks'] }],
      ['repeats the topic', sure('chat.repeat'), { topic: 'account.iban' }, { kind: 'repeat', intent: 'account.iban' }],
      ['repeats nothing where nothing was said', sure('chat.repeat'), {}, { kind: 'answer', intents: ['chat.repeat'] }],
      ['is calm at an insult', sure('chat.insult'), {}, { kind: 'insult', again: false }],
      ['offers a person at the next', sure('chat.insult'), { insults: 1 }, { kind: 'insult', again: true }],
      ['cancels what is offered', sure('chat.cancel'), { offer: 'handoff' }, { kind: 'cancel', running: true }],
      ['has nothing to cancel', sure('chat.cancel'), {}, { kind: 'cancel', running: false }],
      [
        'a button counts, not its text',
        sure('account.iban'),
        { choice: { kind: 'intent', intent: 'account.fees' } },
        { kind: 'answer', intents: ['account.fees'] },
      ],
      ['the button no', nothing, { choice: { kind: 'no' } }, { kind: 'declined' }],
    ],
  ],
  [
    '6 not sure',
    [
      [
        'asks back with the best',
        unsure(['card.limit', 0.5], ['card.declined', 0.3]),
        {},
        { kind: 'clarify', choices: ['card.limit', 'card.declined'] },
      ],
      [
        'with three at most',
        unsure(['card.limit', 0.4], ['card.declined', 0.2], ['card.pin_change', 0.2], ['card.unblock', 0.1]),
        {},
        { kind: 'clarify', choices: ['card.limit', 'card.declined', 'card.pin_change'] },
      ],
      [
        'never offers talk or despair',
        unsure(['card.limit', 0.5], ['crisis.self_harm', 0.2], ['chat.insult', 0.1], ['chat.threat', 0.1]),
        {},
        { kind: 'clarify', choices: ['card.limit'] },
      ],
      [
        'has no choices behind mere talk',
        unsure(['chat.insult', 0.4], ['direct_debit.mandate', 0.05]),
        {},
        { kind: 'fallback', level: 1 },
      ],
      [
        'does not ask who waits for a person',
        unsure(['card.limit', 0.5]),
        { waiting: true },
        { kind: 'fallback', level: 1 },
      ],
      ['does not ask a third time', unsure(['card.limit', 0.5]), { misses: 2 }, { kind: 'fallback', level: 3 }],
      [
        'a yes to the only choice',
        sure('chat.yes'),
        { choices: ['card.limit'] },
        { kind: 'answer', intents: ['card.limit'] },
      ],
      [
        'a yes to a vital choice',
        sure('chat.yes'),
        { choices: ['card.block'] },
        { kind: 'vital', intent: 'card.block' },
      ],
      ['a yes to a person', sure('chat.yes'), { choices: ['contact.human'] }, { kind: 'handoff' }],
      [
        'a yes to two choices says nothing',
        sure('chat.yes'),
        { choices: ['card.limit', 'card.unblock'] },
        { kind: 'answer', intents: ['chat.yes'] },
      ],
      ['a no is something else', sure('chat.no'), { choices: ['card.limit', 'card.unblock'] }, { kind: 'other' }],
      ['the button something else', nothing, { choices: ['card.limit'], choice: { kind: 'other' } }, { kind: 'other' }],
    ],
  ],
  [
    '7 no idea',
    [
      ['says so', nothing, {}, { kind: 'fallback', level: 1 }],
      ['offers a person the second time', nothing, { misses: 1 }, { kind: 'fallback', level: 2 }],
      ['hands over the third time', nothing, { misses: 2 }, { kind: 'fallback', level: 3 }],
      ['and any later time', nothing, { misses: 7 }, { kind: 'fallback', level: 3 }],
    ],
  ],
];

describe.each(rows)('%s', (_rule, cases) => {
  test.each(cases)('%s', (_what, understanding, situation, expected) => {
    expect(decide(understanding, { ...calm, ...situation })).toMatchObject(expected);
  });
});
