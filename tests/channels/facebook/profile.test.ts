import { expect, test } from '@jest/globals';
import { loadProfile, profileBody, type ProfileWords } from '../../../src/channels/facebook/profile/profile.ts';
import { sayFact } from '../../../src/knowledge/facts.ts';
import { loadKnowledge } from '../../../src/knowledge/load.ts';

test('the shipped profile keeps Meta’s limits, and every button leads to an intent of the bank', async () => {
  const knowledge = await loadKnowledge('data', Date.UTC(2026, 10, 23));
  const words: ProfileWords = {
    fact: (path, language) => sayFact(knowledge.facts, path, language),
    isIntent: (id) => knowledge.intents.has(id),
  };
  const profile = await loadProfile('data/facebook.json', words);
  const body = profileBody(profile, words, 'facebook');
  expect(body).toMatchObject({ get_started: { payload: 'GET_STARTED' } });
  const greetings = body['greeting'] as readonly { locale: string; text: string }[];
  expect(greetings.map(({ locale }) => locale)).toEqual(['default', 'de_DE', 'en_US', 'en_GB']);
  for (const { text } of greetings) {
    expect(text).toContain('Musterbank');
    expect(text.length).toBeLessThanOrEqual(160);
  }
  const texts = JSON.stringify(body);
  expect(texts).toContain('https://www.musterbank.example/online-banking');
  expect(texts).not.toMatch(/\{[a-z]+\.[a-z]+\}/i);
  // Instagram knows neither a greeting nor a button to start.
  expect(Object.keys(profileBody(profile, words, 'instagram'))).toEqual([
    'platform',
    'ice_breakers',
    'persistent_menu',
  ]);
  await expect(loadProfile('data/facebook.json', { ...words, isIntent: () => false })).rejects.toThrow(/card\.block/);
});
