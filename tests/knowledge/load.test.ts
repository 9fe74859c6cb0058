import { describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKnowledgeFiles } from '../../src/knowledge/files.ts';
import { buildKnowledge, loadKnowledge } from '../../src/knowledge/load.ts';
import { phrase } from '../../src/knowledge/phrases.ts';
import { KnowledgeError } from '../../src/knowledge/problems.ts';
import { answer, dataFolder, intentFile, now, readJson, shippedData, writeJson, type Json } from './fixture.ts';

/** Loads a folder that must be refused and gives the error. */
async function refused(intents: readonly Json[], change?: (folder: string) => Promise<void>): Promise<KnowledgeError> {
  const { folder, remove } = await dataFolder(intents, change);
  try {
    await loadKnowledge(folder, now);
  } catch (error) {
    if (error instanceof KnowledgeError) return error;
    throw error;
  } finally {
    await remove();
  }
  throw new Error('the folder was accepted');
}

async function loaded(intents: readonly Json[], change?: (folder: string) => Promise<void>, at = now) {
  const { folder, remove } = await dataFolder(intents, change);
  try {
    return await loadKnowledge(folder, at);
  } finally {
    await remove();
  }
}

describe('loading the knowledge', () => {
  test('takes the shipped data as it is', async () => {
    const knowledge = await loadKnowledge(shippedData, now);
    expect(knowledge.facts.bank.name).toBe('Musterbank');
    expect(knowledge.phrases.get('greeting')?.voices.en.length).toBeGreaterThanOrEqual(2);
    expect(knowledge.labels.get('lost-card.notYet')?.de).toBe('Noch nicht');
    expect(knowledge.topics).toContain('card.block');
  });

  test('fills the facts in once, by language, and names the buttons', async () => {
    const knowledge = await loaded([
      intentFile('account.fees', {
        answers: [
          {
            id: 'account.fees.1',
            use: 'first',
            de: { Sie: 'Das kostet {price.accountMonthly}.', du: 'Kostet {price.accountMonthly}.' },
            en: 'It costs {price.accountMonthly}.',
            buttons: ['account.open'],
          },
        ],
      }),
      intentFile('account.open'),
    ]);
    const fees = knowledge.intents.get('account.fees')?.answers[0];
    expect(fees?.voices['de-Sie'].text).toBe('Das kostet 4,90 €.');
    expect(fees?.voices.en.text).toBe('It costs €4.90.');
    expect(fees?.voices.en.buttons).toEqual([{ intent: 'account.open', label: 'Title account.open' }]);
  });

  test('leaves out a button to an intent that nobody has written yet', async () => {
    const knowledge = await loaded([
      intentFile('account.fees', {
        answers: [answer('account.fees.1', 'first', 'Text', { buttons: ['account.open'] })],
      }),
    ]);
    expect(knowledge.intents.get('account.fees')?.answers[0]?.voices.en.buttons).toEqual([]);
  });

  test('an expired sentence is listed, and an honest one is said instead', async () => {
    const late = Date.parse('2100-01-01T00:00:00Z');
    const knowledge = await loadKnowledge(shippedData, late);
    expect(knowledge.expired).toEqual(expect.arrayContaining(['greeting#1', 'lost-card.numbers#1']));
    const wish = { language: 'en', address: 'Sie' } as const;
    const honest = phrase(knowledge, 'expired.answer', wish);
    expect(phrase(knowledge, 'greeting', { ...wish, now: late })).toEqual(honest);
    expect(phrase(knowledge, 'greeting', { ...wish, now })).not.toEqual(honest);
  });

  test('lists what is expired, by its own date or by a fact in it', async () => {
    const intents = [
      intentFile('account.fees', { answers: [answer('account.fees.1', 'first', 'Alt', { validUntil: '2027-07-01' })] }),
      intentFile('account.garnishment', {
        answers: [answer('account.garnishment.1', 'first', '{amount.garnishmentProtected} bleiben')],
      }),
    ];
    expect((await loaded(intents)).expired).toEqual([]);
    const lateInJune = Date.parse('2027-06-30T21:59:59Z');
    expect((await loaded(intents, undefined, lateInJune)).expired).toEqual([]);
    expect((await loaded(intents, undefined, lateInJune + 1000)).expired).toEqual(['account.garnishment.1']);
  });
});

describe('a fault in the files', () => {
  test('all faults of all files come at once, each with file, intent, field and what to do', async () => {
    const fees = intentFile('account.fees', { owner: '', version: 0, surprise: 1 });
    const open = intentFile('account.open', {
      answers: [answer('account.open.1', 'first', 'Kostet {price.unheardOf}', { buttons: ['no.such'] })],
    });
    const error = await refused([fees, open], async (folder) => {
      const phrases = await readJson(join(folder, 'phrases.json'));
      delete (phrases['phrases'] as Json)['greeting'];
      await writeJson(join(folder, 'phrases.json'), phrases);
    });
    expect(error.code).toBe('KnowledgeInvalid');
    const lines = error.message.split('\n');
    expect(lines[0]).toMatch(/^\d+ things are wrong/);
    expect(lines).toContain('- intents/account.fees.json (account.fees), owner: is empty: write the text');
    expect(error.message).toMatch(/account\.fees\.json \(account\.fees\), version: is too small/);
    expect(error.message).toMatch(/not known here \(surprise\): correct its spelling or remove it/);
    expect(error.message).toMatch(
      /account\.open\.json \(account\.open\), answers\[0\]\.de\.Sie: the fact \{price\.unheardOf\} does not exist: add it/,
    );
    expect(error.message).toMatch(/answers\[0\]\.buttons\[0\]: names no intent of catalogue\.json/);
    expect(error.message).toMatch(/phrases\.json \(greeting\), phrases\.greeting: is missing/);
  });

  const faults: readonly (readonly [string, Json, RegExp])[] = [
    ['a public intent without a public answer', { public: true }, /publicAnswer: is missing/],
    [
      'no first answer',
      { answers: [answer('account.fees.1', 'short', 'x')] },
      /answers: has no answer with the use "first"/,
    ],
    [
      'the same answer id twice',
      { answers: [answer('account.fees.1', 'first', 'x'), answer('account.fees.1', 'again', 'y')] },
      /answers\[1\]\.id: is the id of another answer/,
    ],
    ['a foreign answer id', { answers: [answer('other.1', 'first', 'x')] }, /answers\[0\]\.id: must begin/],
    [
      'an unknown use',
      { answers: [answer('account.fees.1', 'later', 'x')] },
      /use: must be one of these: first, again, short/,
    ],
    [
      'a missing du',
      { answers: [answer('account.fees.1', 'first', 'x', { de: { Sie: 'x' } })] },
      /de\.du: is missing: add it/,
    ],
    ['a date that does not exist', { validUntil: '2027-02-30' }, /validUntil: is no date: write it as 2026-11-16/],
    ['dates the wrong way round', { validUntil: '2026-01-01' }, /validUntil: lies before the day of the review/],
    [
      'a lone brace',
      { answers: [answer('account.fees.1', 'first', 'a { b')] },
      /has a brace that belongs to no placeholder/,
    ],
    ['a named value', { answers: [answer('account.fees.1', 'first', 'Hallo {=name}')] }, /only phrases and prompts/],
    [
      'a group of facts',
      { answers: [answer('account.fees.1', 'first', '{price}')] },
      /the fact \{price\} cannot be said/,
    ],
    ['text for a list', { answers: 'x' }, /answers: must be a list in \[ \]/],
  ];
  test.each(faults)('%s is refused', async (_, change, expected) => {
    const error = await refused([intentFile('account.fees', change)]);
    expect(error.message).toMatch(expected);
    expect(error.message).toContain('intents/account.fees.json (account.fees)');
  });

  test('broken JSON is told with its line, and without its text', async () => {
    const error = await refused([], async (folder) => {
      await writeFile(join(folder, 'intents/account.fees.json'), '{\n  "id": "account.fees",\n  geheim\n}');
    });
    expect(error.message).toMatch(/intents\/account\.fees\.json: is no valid JSON \(line 3\)/);
    expect(error.message).not.toContain('geheim');
  });

  test('a file under another name, an unknown intent', async () => {
    const error = await refused([intentFile('moon.landing')], async (folder) => {
      await writeJson(join(folder, 'intents/card.block.json'), intentFile('card.replace'));
    });
    expect(error.message).toMatch(/intents\/card\.block\.json, id: is not the name of the file/);
    expect(error.message).toMatch(/moon\.landing\.json \(moon\.landing\), id: is not in catalogue\.json/);
  });

  test('an unknown persona of the examples, which the start does not read', async () => {
    const { folder, remove } = await dataFolder([intentFile('account.fees')], (path) =>
      writeJson(join(path, 'examples/card.block.json'), { intent: 'card.block', de: { nobody: ['x'] }, en: {} }),
    );
    const { files } = await readKnowledgeFiles(folder);
    await expect(loadKnowledge(folder, now)).resolves.toBeDefined();
    await remove();
    expect(buildKnowledge(files, now).problems).toEqual([
      expect.objectContaining({ file: 'examples/card.block.json', field: 'de.nobody' }),
    ]);
  });

  test('a missing file is named and the rest is still checked', async () => {
    const { folder, remove } = await dataFolder([intentFile('account.fees', { owner: '' })]);
    await writeFile(join(folder, 'bank.json'), '');
    const error = await loadKnowledge(folder, now).catch((caught: unknown) => caught);
    await remove();
    expect(String(error)).toMatch(/bank\.json: is no valid JSON/);
    expect(String(error)).toMatch(/owner: is empty/);
  });

  test('wordings that do not match: number of wordings, named values', async () => {
    const error = await refused([], async (folder) => {
      const phrases = await readJson(join(folder, 'phrases.json'));
      const all = phrases['phrases'] as Json;
      all['handoff.joined'] = {
        de: { Sie: ['{=name} da', 'Noch eins {=name}'], du: ['Jemand da'] },
        en: ['{=name} here'],
      };
      await writeJson(join(folder, 'phrases.json'), phrases);
    });
    expect(error.message).toMatch(/phrases\.handoff\.joined: must have as many wordings/);
    expect(error.message).toMatch(/handoff\.joined\.de\.du\[0\]: must have the same named values .* \(name\)/);
  });
});
