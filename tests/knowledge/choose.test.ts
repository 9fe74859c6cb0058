import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseAnswer, type AnswerWish } from '../../src/knowledge/choose.ts';
import { label, phrase } from '../../src/knowledge/phrases.ts';
import type { Answer, Intent, Phrase, Use } from '../../src/knowledge/types.ts';

const later = 2_000;

function answer(id: string, use: Use, expiresAt = later): Answer {
  const voice = (text: string) => ({ answerId: id, version: 1, text, buttons: [] });
  return {
    id,
    use,
    review: { owner: 'x', version: 1, reviewed: '2026-11-16', validUntil: '2027-11-15' },
    expiresAt,
    voices: { 'de-Sie': voice(`${id} Sie`), 'de-du': voice(`${id} du`), en: voice(`${id} en`) },
  };
}

function intent(answers: readonly Answer[], publicAnswer?: Answer): Intent {
  return {
    id: 'a.b',
    title: { de: 'T', en: 'T' },
    public: publicAnswer !== undefined,
    handoff: false,
    answers,
    ...(publicAnswer === undefined ? {} : { publicAnswer }),
  };
}

const wish: AnswerWish = { language: 'de', address: 'Sie', use: 'first', shown: new Set(), now: 1_000 };
const three = intent([answer('f', 'first'), answer('a', 'again'), answer('s', 'short')], answer('p', 'public'));

describe('choosing an answer', () => {
  test('speaks in the voice that was asked for', () => {
    expect(chooseAnswer(three, wish)?.text).toBe('f Sie');
    expect(chooseAnswer(three, { ...wish, address: 'du' })?.text).toBe('f du');
    expect(chooseAnswer(three, { ...wish, language: 'en', address: 'du' })?.text).toBe('f en');
  });

  test.each([
    ['first', 'f'],
    ['again', 'a'],
    ['short', 's'],
    ['public', 'p'],
  ] as const)('for %s it takes the answer made for it', (use, id) => {
    expect(chooseAnswer(three, { ...wish, use })?.answerId).toBe(id);
  });

  test('in public nothing but the public answer is ever said', () => {
    expect(chooseAnswer(intent([answer('f', 'first')]), { ...wish, use: 'public' })).toBeNull();
    expect(chooseAnswer(three, { ...wish, use: 'public', shown: new Set(['p']) })?.answerId).toBe('p');
  });

  test('when all were shown, the one shown longest ago comes again', () => {
    expect(chooseAnswer(three, { ...wish, shown: new Set(['s', 'f', 'a']) })?.answerId).toBe('s');
  });

  test('an expired answer is never chosen, and nothing is left when all are expired', () => {
    const one = intent([answer('f', 'first', 1_000), answer('a', 'again')]);
    expect(chooseAnswer(one, wish)?.answerId).toBe('a');
    expect(chooseAnswer(one, { ...wish, now: later })).toBeNull();
  });

  test('no wording comes twice while another is left, whatever was asked for', () => {
    const uses = fc.constantFrom<Use>('first', 'again', 'short');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), uses, fc.boolean()), {
          selector: ([id]) => id,
          maxLength: 6,
        }),
        fc.array(uses, { maxLength: 12 }),
        (raw, asked) => {
          const some = intent(raw.map(([id, use, valid]) => answer(id, use, valid ? later : 500)));
          const valid = raw.filter(([, , isValid]) => isValid).length;
          const shown = new Set<string>();
          for (const use of asked) {
            const chosen = chooseAnswer(some, { ...wish, use, shown });
            if (valid === 0) expect(chosen).toBeNull();
            else {
              expect(shown.has(chosen!.answerId)).toBe(shown.size === valid);
              shown.delete(chosen!.answerId);
              shown.add(chosen!.answerId);
            }
          }
        },
      ),
    );
  });
});

describe('saying a phrase', () => {
  const wording = (answerId: string, ...segments: string[]) => ({ answerId, segments, expiresAt: later });
  const joined: Phrase = {
    id: 'joined',
    review: { owner: 'x', version: 1, reviewed: '2026-11-16', validUntil: '2027-11-15' },
    voices: {
      'de-Sie': [wording('joined#1', '', 'name', ' schreibt Ihnen.'), wording('joined#2', 'Hier ist ', 'name', '.')],
      'de-du': [wording('joined#1', '', 'name', ' schreibt dir.'), wording('joined#2', 'Hier ist ', 'name', '.')],
      en: [wording('joined#1', '', 'name', ' is here.'), wording('joined#2', 'This is ', 'name', '.')],
    },
  };
  const knowledge = { phrases: new Map([['joined', joined]]), labels: new Map([['yes', { de: 'Ja', en: 'Yes' }]]) };
  const values = { name: 'Frau {=name} $& Öz' };

  test('puts the values in as they are and takes the next wording', () => {
    const first = phrase(knowledge, 'joined', { language: 'de', address: 'du', values });
    expect(first).toEqual({ answerId: 'joined#1', text: 'Frau {=name} $& Öz schreibt dir.' });
    const shown = new Set([first.answerId]);
    expect(phrase(knowledge, 'joined', { language: 'en', address: 'Sie', values, shown }).answerId).toBe('joined#2');
  });

  test('never shows a placeholder: a missing value or phrase is an error that says what to do', () => {
    expect(() => phrase(knowledge, 'joined', { language: 'de', address: 'Sie' })).toThrow(/pass it in values/);
    expect(() => phrase(knowledge, 'nothing', { language: 'de', address: 'Sie' })).toThrow(/add it to phrases\.json/);
  });

  test('a label has a text in each language', () => {
    expect(label(knowledge, 'yes', 'en')).toBe('Yes');
    expect(() => label(knowledge, 'no', 'en')).toThrow(/there is no label "no"/);
  });
});
