import { describe, expect, test } from '@jest/globals';
import { createUnderstander, train } from '../../src/understanding/index.ts';
import { pack, unpack } from '../../src/understanding/pack.ts';
import { smallExamples } from './small.ts';

const model = train(smallExamples);
const { understand } = createUnderstander(model);

describe('a message', () => {
  test.each([
    ['Ich hab die Karte verlorn', 'card.block', 'de'],
    ['KARTE GESTOHLEN!!!', 'card.block', 'de'],
    ['somebody has stolen my card', 'card.block', 'en'],
    ['was kostet das girokonto', 'account.fees', 'de'],
    ['Was sind die Kontogebuehren?', 'account.fees', 'de'],
    ['Wo ist eure Filiale', 'branch.find', 'de'],
    ['where can I find my iban', 'account.iban', 'en'],
    ['hallooooo', 'chat.greet', 'de'],
  ])('%s is %s', (text, intent, language) => {
    const got = understand(text, {});
    expect(got.intent).toBe(intent);
    expect(got.language).toBe(language);
    expect(got.alternatives[0]).toEqual({ intent, confidence: got.confidence });
  });

  test('without anything known falls back', () => {
    expect(understand('', {})).toMatchObject({ intent: null, zone: 'fallback', confidence: 0 });
    expect(understand('漢字', {}).zone).toBe('fallback');
  });
});

describe('training', () => {
  test('gives the same model from the same examples', () => {
    expect(Buffer.from(pack(train(smallExamples))).equals(Buffer.from(pack(model)))).toBe(true);
  });

  test('survives storing', () => {
    const again = createUnderstander(unpack(pack(model)) as typeof model);
    for (const { text } of smallExamples) expect(again.understand(text, {})).toEqual(understand(text, {}));
  });
});
