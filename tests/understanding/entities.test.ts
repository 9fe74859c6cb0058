import { describe, expect, test } from '@jest/globals';
import { createEntityFinder } from '../../src/understanding/entities/find.ts';
import { emptyTokens, tokenise } from '../../src/understanding/text/tokens.ts';
import type { Language } from '../../src/understanding/index.ts';

const find = createEntityFinder([
  { kind: 'place', value: 'markt', words: ['Filiale Marktplatz', 'Marktplatz'] },
  { kind: 'product', value: 'overdraft', words: ['dispo', 'dispokredit'] },
]);
/** A Wednesday, noon in Germany. */
const now = Date.parse('2026-11-18T11:00:00Z');

function entitiesOf(text: string, language: Language = 'de'): string[] {
  const tokens = emptyTokens();
  tokenise(text, language, tokens);
  const found = find(text, tokens, language, now);
  for (const entity of found) expect(text.slice(entity.start, entity.end)).toBe(entity.text);
  return found.map(({ kind, value }) => `${kind} ${value}`);
}

describe('German', () => {
  test.each([
    ['nächsten Dienstag um halb drei', ['date 2026-11-24', 'time 14:30']],
    ['in zwei Wochen', ['date 2026-12-02']],
    ['vor drei Tagen', ['date 2026-11-15']],
    ['morgen um Viertel vor fünf', ['date 2026-11-19', 'time 16:45']],
    ['Guten Morgen', []],
    ['am 3. Mai', ['date 2027-05-03']],
    ['am 24.12.2026', ['date 2026-12-24']],
    ['am 31.02.2027', []],
    ['letzten Mittwoch', ['date 2026-11-11']],
    ['übermorgen um 9:30 Uhr', ['date 2026-11-20', 'time 09:30']],
    ['1.500,50 € und fünfzig Euro', ['amount 150050 EUR', 'amount 5000 EUR']],
    ['2000 Dollar', ['amount 200000 USD']],
    ['zweihundertfünfzig euro', ['amount 25000 EUR']],
    ['PLZ 99001', ['postal-code 99001']],
    ['Handy 0171 2345678', ['phone 01712345678']],
    ['Mail: Erna.Muster@post.example', ['email erna.muster@post.example']],
    ['Filiale Marktplatz', ['place markt']],
    ['mein DISPO', ['product overdraft']],
    ['meine ⟦iban⟧ bitte', ['redacted iban']],
    ['Wo ist meine Karte?', []],
  ])('%s', (text, expected) => {
    expect(entitiesOf(text)).toEqual(expected);
  });
});

describe('English', () => {
  test.each([
    ['tomorrow at 3pm', ['date 2026-11-19', 'time 15:00']],
    ['next Tuesday at half past two', ['date 2026-11-24', 'time 14:30']],
    ['in two weeks', ['date 2026-12-02']],
    ['3 days ago', ['date 2026-11-15']],
    ['May 3rd', ['date 2027-05-03']],
    ['$1,200.50', ['amount 120050 USD']],
    ['two hundred euros', ['amount 20000 EUR']],
    ['a week', []],
  ])('%s', (text, expected) => {
    expect(entitiesOf(text, 'en')).toEqual(expected);
  });
});

test('needs a clock for dates only', () => {
  const tokens = emptyTokens();
  tokenise('morgen 20 €', 'de', tokens);
  expect(find('morgen 20 €', tokens, 'de', undefined).map(({ kind }) => kind)).toEqual(['amount']);
});
