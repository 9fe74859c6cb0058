import { expect, test } from '@jest/globals';
import { createUnderstander, train } from '../../src/understanding/index.ts';
import { createRandom } from '../../src/understanding/random.ts';
import { smallExamples } from './small.ts';

const { understand, explain } = createUnderstander(train(smallExamples));
const INPUTS = 100_000;
const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyz ',
  'äöüßÄÖÜéèñç ',
  '0123456789.,:€$%+-@/ ',
  '😡🙏🏽👨‍👩‍👧💸 ',
  '\u0000\u0007\u001b\u200b\u202e\ufeff\n\t',
  '\ud800\udc00\udfff',
  'привет你好مرحبا ',
  '?!.;,\'"()[]{}<>\\|⟦⟧',
];
const WORDS = ['karte', 'morgen um halb', 'in zwei', 'Euro', 'und', '31.12.', 'IBAN', 'hallo', 'at 3', 'thank you'];

function randomText(random: () => number): string {
  const length = Math.floor(random() ** 3 * 80);
  let text = '';
  while (text.length < length) {
    const alphabet = ALPHABETS[Math.floor(random() * ALPHABETS.length)]!;
    if (random() < 0.2) text += ` ${WORDS[Math.floor(random() * WORDS.length)]!} `;
    else for (let i = 0; i < 5; i++) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  }
  return text;
}

test('any input gives a defined result and no exception', () => {
  const random = createRandom(20261121);
  const intents = new Set<string | null>([null, ...smallExamples.map(({ intent }) => intent)]);
  let wrong = '';
  for (let i = 0; i < INPUTS; i++) {
    const text = randomText(random);
    const { intent, confidence, zone, entities } = understand(text, {
      now: 0,
      ...(random() < 0.3 && { previousIntent: 'account.fees', language: 'en' as const }),
    });
    const fine =
      intents.has(intent) &&
      confidence >= 0 &&
      confidence <= 1 &&
      ['answer', 'clarify', 'fallback'].includes(zone) &&
      entities.every((entity) => text.slice(entity.start, entity.end) === entity.text);
    if (!fine) wrong = JSON.stringify(text);
  }
  expect(wrong).toBe('');
});

test.each([
  ['nothing', ''],
  ['spaces', ' \n\t '],
  ['only emoji', '😡😡🙏'],
  ['control characters', '\u0000\u0001\u001b'],
  ['lone surrogates', '\ud800\udfff'],
  ['another script', '你好，我的卡丢了'],
  ['10,000 characters of nothing', '~'.repeat(10_000)],
])('%s falls back', (_, text) => {
  expect(understand(text, {})).toMatchObject({ zone: 'fallback' });
  expect(() => explain(text, {})).not.toThrow();
});

test('a request in front of 10,000 characters is still read', () => {
  expect(understand(`Karte gestohlen ${'bla '.repeat(3000)}`, {}).alternatives.length).toBeGreaterThan(0);
});
