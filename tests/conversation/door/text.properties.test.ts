import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MARKERS } from '../../../src/conversation/door/markers.ts';
import { cleanText } from '../../../src/conversation/door/text.ts';
import { cardNumber, iban, inDigitsOf, separator, spread, withLuhnDigit } from './secrets.ts';

const runs = { numRuns: 2000, seed: 20240312 };
const digits = (min: number, max = min) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));
const around = fc.constantFrom(
  ['', ''],
  ['Karte: ', ''],
  ['bitte', 'danke'],
  ['(', ')'],
  ['Hallo, ', ' geht nicht.'],
  ['„', '“'],
);
const unchanged = (text: string) => expect(cleanText(text).text).toBe(text);

describe('every valid number goes', () => {
  test('card numbers with any separators between fours', () => {
    fc.assert(
      fc.property(
        cardNumber,
        fc.array(separator, { minLength: 1, maxLength: 4 }),
        around,
        (number, between, [a, b]) => {
          expect(cleanText(`${a}${spread(number, 4, between)}${b}`)).toEqual({
            text: `${a}⟦card⟧${b}`,
            kinds: ['card'],
          });
        },
      ),
      runs,
    );
  });

  test('card numbers in one piece, and in pieces of any size', () => {
    fc.assert(
      fc.property(cardNumber, fc.integer({ min: 1, max: 19 }), separator, (number, size, between) => {
        expect(cleanText(spread(number, size, [between])).text).toBe(MARKERS.card);
      }),
      runs,
    );
  });

  test('card numbers in digits of other scripts', () => {
    fc.assert(
      fc.property(
        cardNumber,
        fc.constantFrom(0xff10, 0x660, 0x6f0, 0x966, 0x1d7ce, 0x1d7d8, 0x1d7f6),
        (number, zero) => {
          expect(cleanText(inDigitsOf(number, zero)).text).toBe(MARKERS.card);
        },
      ),
      runs,
    );
  });

  test('IBANs of every country, in any case, with any separators', () => {
    fc.assert(
      fc.property(
        iban,
        fc.boolean(),
        fc.array(separator, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 34 }),
        (number, lower, between, size) => {
          const written = spread(lower ? number.toLowerCase() : number, size, between);
          expect(cleanText(written)).toEqual({ text: '⟦iban⟧', kinds: ['iban'] });
        },
      ),
      runs,
    );
  });

  test('IBANs glued to German words', () => {
    fc.assert(
      fc.property(iban, fc.constantFrom('IBAN', 'Konto', 'meine', 'an'), (number, word) => {
        expect(cleanText(`${word}${number}`).text).not.toContain(number.slice(6));
      }),
      runs,
    );
  });

  test('PINs, TANs and codes after their names', () => {
    const said = fc.constantFrom(
      ['PIN', 'ist', 4],
      ['meine Pin', 'lautet', 5],
      ['Online-PIN', ':', 6],
      ['TAN', '=', 6],
      ['chipTAN', 'war', 8],
      ['my pin', 'is', 4],
      ['CVC', '', 3],
      ['security code', 'is', 3],
    );
    fc.assert(
      fc.property(said, digits(8), ([name, verb, length], secret) => {
        const value = secret.slice(0, length);
        fc.pre(!['112', '110', '116116', '999', '911', '116117', '116123', '116111'].includes(value));
        const { text, kinds } = cleanText(`${name} ${verb} ${value}`);
        expect(text).not.toMatch(/\d/);
        expect(kinds).toHaveLength(1);
      }),
      runs,
    );
  });
});

describe('near misses stay', () => {
  test('card numbers with another check digit, written as one or in fours', () => {
    fc.assert(
      fc.property(cardNumber, fc.integer({ min: 1, max: 9 }), fc.boolean(), (number, shift, inFours) => {
        const wrong = number.slice(0, -1) + String((Number(number.at(-1)) + shift) % 10);
        // In fours, a shorter number may hide in the longer: then it must go.
        fc.pre(!inFours || /^(?:4|5[1-5]).{15}$/.test(wrong));
        unchanged(inFours ? spread(wrong, 4, [' ']) : wrong);
      }),
      runs,
    );
  });

  test('numbers of no issuer, with a good check digit', () => {
    fc.assert(
      fc.property(fc.constantFrom('0', '10', '7', '84', '90', '2730', '3100', '3590'), digits(15), (prefix, rest) => {
        unchanged(withLuhnDigit((prefix + rest).slice(0, 15)));
      }),
      runs,
    );
  });

  test('numbers of a length that no issuer has', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ['4', 14],
          ['4', 15],
          ['4', 17],
          ['51', 15],
          ['51', 17],
          ['34', 16],
          ['36', 15],
          ['6', 11],
          ['6', 20],
        ),
        digits(20),
        ([prefix, length], rest) => {
          unchanged(withLuhnDigit((prefix + rest).slice(0, length - 1)));
        },
      ),
      runs,
    );
  });

  test('IBANs with a wrong check number', () => {
    fc.assert(
      fc.property(iban, fc.integer({ min: 1, max: 96 }), fc.boolean(), (number, shift, grouped) => {
        const check = ((Number(number.slice(2, 4)) - 2 + shift) % 97) + 2;
        const wrong = number.slice(0, 2) + String(check).padStart(2, '0') + number.slice(4);
        fc.pre(cleanText(wrong.slice(2)).kinds.length === 0);
        unchanged(grouped ? spread(wrong, 4, [' ']) : wrong);
      }),
      runs,
    );
  });

  test('IBANs that are a digit too long or too short', () => {
    fc.assert(
      fc.property(iban, fc.boolean(), (number, longer) => {
        fc.pre(/\d{3}$/.test(number));
        const wrong = longer ? `${number}7` : number.slice(0, -1);
        expect(cleanText(wrong).kinds).not.toContain('iban');
      }),
      runs,
    );
  });
});

describe('what a bank is told every day stays', () => {
  const two = (max: number) => fc.integer({ min: 1, max }).map((value) => String(value).padStart(2, '0'));
  const gap = fc.constantFrom(' ', '/', '-', ' / ', '');

  test('telephone numbers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('+49', '0', '+43 ', '0049 ', '+49 (0)', '+1-'),
        digits(2, 4),
        gap,
        digits(4),
        gap,
        digits(2, 4),
        (...p) => {
          unchanged(p.join(''));
          unchanged(`Bitte unter ${p.join('')} anrufen, PIN vergessen`);
        },
      ),
      runs,
    );
  });

  test('dates and times', () => {
    fc.assert(
      fc.property(
        two(28),
        two(12),
        fc.integer({ min: 1950, max: 2049 }),
        two(23),
        two(59),
        (day, month, year, hour, minute) => {
          unchanged(`${day}.${month}.${year} ${hour}:${minute} Uhr`);
          unchanged(`${year}-${month}-${day} ${hour}:${minute}`);
          unchanged(`vom ${day}.${month}.${year} - ${day}.${month}.${year}, PIN nicht erhalten`);
        },
      ),
      runs,
    );
  });

  test('amounts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('€', 'Euro', 'EUR'), (cents, currency) => {
        const written = (cents / 100).toLocaleString('de-DE', { minimumFractionDigits: 2 });
        unchanged(`${written} ${currency} abgebucht`);
        unchanged(`TAN für ${written} ${currency} kam nicht an`);
      }),
      runs,
    );
  });

  test('numbers of orders, invoices and customers, postal codes', () => {
    fc.assert(
      fc.property(digits(3), digits(7), digits(7), digits(5, 11), (three, seven, more, number) => {
        unchanged(`Bestellung ${three}-${seven}-${more}`);
        unchanged(`Rechnung RE-2024-${seven}`);
        unchanged(`Kundennummer ${number}`);
        unchanged(`Auftragsnummer ${three}${seven}${three.slice(1)}`);
        unchanged(`${number.slice(0, 5)} Musterstadt`);
      }),
      runs,
    );
  });
});

describe('whatever comes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'PIN',
      'pin',
      'TAN',
      'CVC',
      'Passwort',
      'password',
      'ist',
      'is',
      'meine',
      'my',
      ':',
      '=',
      ',',
      '.',
      '\n',
      '"',
    ),
    fc.constantFrom(
      '⟦pin⟧',
      '⟦card⟧',
      '⟦password⟧',
      '⟦',
      '⟧',
      'Hund123',
      'und',
      'als',
      '€',
      '\u200b',
      '４',
      '(',
      ')',
      'DE89',
      '+49',
    ),
    digits(1, 8),
    cardNumber,
    iban,
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );
  const message = fc
    .array(fc.tuple(piece, fc.constantFrom('', ' ', ' ', '-')), { maxLength: 12 })
    .map((list) => list.flat().join(''));

  test('a clean text is clean', () => {
    fc.assert(
      fc.property(message, (text) => {
        const once = cleanText(text);
        expect(cleanText(once.text)).toEqual({ text: once.text, kinds: [] });
      }),
      { ...runs, numRuns: 5000 },
    );
  });

  test('nothing is lost but the secrets', () => {
    fc.assert(
      fc.property(message, (text) => {
        const { text: kept, kinds } = cleanText(text);
        expect(kept === text).toBe(kinds.length === 0);
        // What stands between the markers is the customer's own text, in its order.
        let at = 0;
        for (const part of kept.split(/⟦(?:card|iban|pin|tan|cvc|password)⟧/)) {
          const found = text.indexOf(part, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + part.length;
        }
      }),
      runs,
    );
  });

  test('no valid number is left in one piece', () => {
    fc.assert(
      fc.property(message, fc.oneof(cardNumber, iban), message, (before, secret, after) => {
        expect(cleanText(`${before} ${secret} ${after}`).text).not.toContain(secret);
      }),
      runs,
    );
  });

  test.each(['binary', 'grapheme', 'grapheme-composite'] as const)('no text of %s units makes it throw', (unit) => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
        expect(cleanText(cleanText(text).text).kinds).toEqual([]);
      }),
      runs,
    );
  });

  test.each([
    ['digits', '4'.repeat(10_000)],
    ['single digits', '4 '.repeat(10_000)],
    ['fours', '4111 '.repeat(2_000)],
    ['halves of IBANs', 'DE89 '.repeat(2_000)],
    ['names', 'pin '.repeat(2_000)],
    ['names and verbs', 'mein passwort ist nicht '.repeat(500)],
    ['statements turned around', `${'1234 ist meine '.repeat(500)}PIN`],
    ['quotes', 'passwort: "'.repeat(1_000)],
    ['spaces', `pin${' '.repeat(10_000)}1234`],
    ['addresses', 'https://'.repeat(1_000)],
    ['invisible characters', '\u200b'.repeat(10_000)],
    ['emoji', '😀1'.repeat(5_000)],
  ])('a flood of %s is read to its end', (_, flood) => {
    const { text } = cleanText(flood);
    expect(cleanText(text).kinds).toEqual([]);
  });
});
