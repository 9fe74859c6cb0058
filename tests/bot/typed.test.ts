import { describe, expect, test } from '@jest/globals';
import { languageWish } from '../../src/bot/language-wish.ts';
import { typedButton } from '../../src/bot/typed-choice.ts';

const buttons = ['Karte sperren', 'Was das Konto kostet', 'Ja, bitte dazuholen', 'Etwas anderes'].map((title) => ({
  title,
  value: { choose: title },
}));

describe('a typed button', () => {
  test.each([
    ['Karte sperren', 0],
    ['karte sperren!', 0],
    ['  KARTE   SPERREN ', 0],
    ['ja bitte dazuholen', 2],
    ['„Etwas anderes“', 3],
    ['1', 0],
    ['2.', 1],
    ['das zweite', 1],
    ['Nummer 3', 2],
    ['the first one', 0],
    ['das letzte', 2],
  ])('%s', (text, place) => expect(typedButton(text, buttons, 3)).toBe(buttons[place]));

  test.each(['', '?', 'Karte', 'sperren', 'Karte sperren lassen', '4', 'erst später', 'x'.repeat(5000)])(
    '%s is none',
    (text) => expect(typedButton(text, buttons, 3)).toBeNull(),
  );

  test('numbers mean nothing where nothing was asked', () => {
    expect(typedButton('1', buttons, 0)).toBeNull();
    expect(typedButton('das letzte', buttons, 0)).toBeNull();
  });

  test('a choice beyond those offered is none', () => {
    expect(typedButton('3', buttons, 2)).toBeNull();
  });
});

describe('a wish for a language', () => {
  test.each([
    ['english please', 'en'],
    ['English?', 'en'],
    ['Can we speak English please', 'en'],
    ['Do you speak english?', 'en'],
    ['Sprechen Sie Englisch?', 'en'],
    ['auf englisch bitte', 'en'],
    ['Können wir auf Deutsch weiter schreiben?', 'de'],
    ['deutsch bitte', 'de'],
    ['in German please', 'de'],
  ])('%s', (text, language) => expect(languageWish(text)).toBe(language));

  test.each([
    'Was kostet das Konto?',
    'please',
    'Gibt es die Bedingungen auf Englisch?',
    'My German is not good',
    'Deutsche Bank',
    'deutsch oder englisch',
    'Ich bin Englischlehrerin',
    '',
  ])('%s is none', (text) => expect(languageWish(text)).toBeNull());
});
