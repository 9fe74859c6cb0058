import { describe, expect, test } from '@jest/globals';
import { createUnderstander, readTrainingData, train } from '../../src/understanding/index.ts';
import { smallExamples } from './small.ts';

const { understand, explain } = createUnderstander(train(smallExamples, { ...readTrainingData('data'), moods: [] }));

describe('the language', () => {
  test('stays when one message or one word is foreign', () => {
    expect(understand('where is the nearest branch', { language: 'de' })).toMatchObject({
      language: 'de',
      detected: 'en',
    });
    expect(understand('okay', { language: 'de' }).language).toBe('de');
  });

  test('changes when two messages in a row agree', () => {
    expect(understand('where is the nearest branch', { language: 'de', otherLanguage: 'en' }).language).toBe('en');
  });

  test.each([
    ['can we speak English please', 'de', 'en'],
    ['Können wir auf Englisch schreiben?', 'de', 'en'],
    ['auf deutsch bitte', 'en', 'de'],
  ] as const)('changes on a wish: %s', (text, from, to) => {
    expect(understand(text, { language: from }).language).toBe(to);
  });
});

describe('several requests', () => {
  test('are understood one by one, in their order', () => {
    const { parts } = understand('Wo finde ich meine IBAN und was kostet das Konto?', {});
    expect(parts.map(({ intent }) => intent)).toEqual(['account.iban', 'account.fees']);
  });

  test('are not seen in one', () => {
    expect(understand('Ich habe meine Karte verloren', {}).parts).toEqual([]);
  });

  test('a greeting plus a request is the request', () => {
    expect(understand('Guten Tag, was kostet das Girokonto?', {}).intent).toBe('account.fees');
  });
});

describe('a short follow-up', () => {
  test('is read with the topic before it', () => {
    expect(understand('und was kostet das?', { previousIntent: 'account.fees' }).intent).toBe('account.fees');
  });

  test('does not drag a clear new request back', () => {
    expect(understand('Karte gestohlen', { previousIntent: 'account.fees' }).intent).toBe('card.block');
  });
});

describe('explaining', () => {
  test('names the words and concepts that spoke for an intent', () => {
    const { understanding, evidence } = explain('Geldbeutel futsch', {});
    expect(understanding.intent).toBe('card.block');
    const signs = evidence
      .filter(({ intent, weight }) => intent === 'card.block' && weight > 0)
      .map(({ sign }) => sign);
    expect(signs).toContain('futsch → lost');
  });

  test('lists words that nobody taught', () => {
    expect(explain('Karte flupsiwumpf', {}).unknownWords).toEqual(['flupsiwumpf']);
  });
});
