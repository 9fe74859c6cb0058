import { describe, expect, test } from '@jest/globals';
import { bareText } from '../../src/understanding/text/bare.ts';

describe('a text without addresses and names', () => {
  test.each([
    ['erika@muster.de', ' '],
    ['Meine neue Adresse ist e.muster@post.example, bitte ändern', 'Meine neue Adresse ist  , bitte ändern'],
    ['ist https://bank.example/login?x=1 echt', 'ist   echt'],
    ['Ich heiße Erika Mustermann und brauche eine Karte', 'Ich heiße und brauche eine Karte'],
    ['Wo ist meine Karte?\nViele Grüße\nJens Sperrmann', 'Wo ist meine Karte?\nViele Grüße '],
    ['my name is John Cash, I lost my card', 'my name is , I lost my card'],
    ['Liebe Grüße, wie hoch sind die Zinsen?', 'Liebe Grüße, wie hoch sind die Zinsen?'],
    ['Wo finde ich die IBAN?', 'Wo finde ich die IBAN?'],
  ])('%j', (text, bare) => {
    expect(bareText(text)).toBe(bare);
  });
});
