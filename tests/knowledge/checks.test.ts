import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { checkKnowledgeFolder } from '../../src/cli/check-knowledge.ts';
import { alikePairs, normalise, similarity, wordSet } from '../../src/knowledge/checks/alike.ts';
import { checkKnowledge } from '../../src/knowledge/checks/check.ts';
import type { Finding } from '../../src/knowledge/checks/finding.ts';
import { compile } from '../../src/knowledge/checks/pattern.ts';
import { flesch, sentencesOf, syllablesOf, wiener } from '../../src/knowledge/checks/readability.ts';
import { loadTone, type Tone } from '../../src/knowledge/checks/tone-file.ts';
import { readKnowledgeFiles, type KnowledgeFiles } from '../../src/knowledge/files.ts';
import { dataFolder, intentFile, now, shippedData, writeJson, type Json } from './fixture.ts';

let tone: Tone;
let clean: KnowledgeFiles;

beforeAll(async () => {
  tone = await loadTone(shippedData);
  const { folder, remove } = await dataFolder([]);
  clean = (await readKnowledgeFiles(folder)).files;
  await remove();
});

/** What the check says of one answer of one intent; everything else in the folder is left out. */
function findingsOf(change: {
  readonly de?: string;
  readonly du?: string;
  readonly en?: string;
  readonly intent?: string;
  readonly use?: 'first' | 'again' | 'short';
  readonly file?: Json;
  readonly buttons?: readonly string[];
}): readonly Finding[] {
  const id = change.intent ?? 'account.fees';
  const fine = 'Was möchten Sie wissen?';
  const answer = {
    id: `${id}.1`,
    use: change.use ?? 'first',
    de: { Sie: change.de ?? fine, du: change.du ?? 'Was möchtest du wissen?' },
    en: change.en ?? 'What would you like to know?',
    ...(change.buttons === undefined ? {} : { buttons: change.buttons }),
  };
  const content = { ...intentFile(id), answers: [answer], ...change.file };
  const files = {
    ...clean,
    phrases: null,
    intents: [{ name: `intents/${id}.json`, content }],
  } as unknown as KnowledgeFiles;
  return checkKnowledge(files, tone, now).findings.filter((finding) => finding.subject.startsWith(`${id}.1`));
}

const rulesOf = (change: Parameters<typeof findingsOf>[0]) => [...new Set(findingsOf(change).map(({ rule }) => rule))];

describe('the tone of an answer', () => {
  test('a good answer has no finding', () => {
    const de = 'Ihr Konto sehe ich hier nicht. In der App steht der Betrag gleich nach der Anmeldung. Klappt das?';
    const du = 'Dein Konto sehe ich hier nicht. In der App steht der Betrag gleich nach der Anmeldung. Klappt das?';
    const en = 'I can’t see your account here. The app shows the amount right after you sign in. Does that work?';
    expect(findingsOf({ de, du, en })).toEqual([]);
  });

  const faults: readonly (readonly [string, Parameters<typeof findingsOf>[0]])[] = [
    ['officialese', { de: 'Es erfolgt eine Prüfung. Was brauchen Sie?' }],
    ['officialese', { de: 'Bezüglich der Karte rufen Sie bitte an.' }],
    ['officialese', { en: 'Please be advised that the card is new. What else?' }],
    ['advertising', { de: 'Unser attraktives Angebot: Was möchten Sie?' }],
    ['advertising', { en: 'Benefit from our card. What would you like?' }],
    ['blame', { de: 'Sie haben die PIN falsch eingegeben. Was nun?' }],
    ['blame', { du: 'Du hast das leider falsch gemacht. Was nun?' }],
    ['blame', { en: 'You entered it wrong. What now?' }],
    ['promise', { de: 'Wir melden uns zeitnah. Ist das recht?' }],
    ['promise', { de: 'Garantiert ist es morgen da. Ist das recht?' }],
    ['promise', { en: 'We will answer as soon as possible. Is that fine?' }],
    ['claim', { de: 'Ich habe Ihre Karte gesperrt. Was brauchen Sie noch?' }],
    ['claim', { de: 'Ihre Karte ist gesperrt. Rufen Sie bitte an.' }],
    ['claim', { de: 'Einen Moment, ich prüfe das. Was noch, bitte.' }],
    ['claim', { en: 'I’ve checked it. Please call.' }],
    ['claim', { en: 'Your card has been blocked. Please call.' }],
    ['secret', { de: 'Schicken Sie mir Ihre Kartennummer.' }],
    ['secret', { en: 'Please send me your account number.' }],
    ['spelling', { de: 'Gern! Was brauchen Sie?' }],
    ['spelling', { en: 'Gladly! What do you need?' }],
    ['spelling', { en: "Don't worry. What do you need?" }],
    ['spelling', { de: 'Im Onlinebanking finden Sie es.' }],
    ['address', { de: 'Schau bitte in deine App.' }],
    ['address', { du: 'Öffne bitte Ihre App.' }],
    ['address', { du: 'Sie können das in der App sehen. Klappt das?' }],
    ['address', { du: 'Was kann ich für Dich tun?' }],
    ['number', { de: 'Das kostet 5 Euro. Was noch?' }],
    ['number', { de: 'Das dauert zwei Wochen. Was noch?' }],
    ['number', { en: 'Read www.musterbank.example, please.' }],
    ['number', { en: 'It takes three business days. What else?' }],
    ['same-facts', { de: 'Es kostet {price.accountMonthly}, bitte.', du: 'Es kostet {price.accountYouth}, bitte.' }],
    ['same-facts', { en: 'Please call {phone.service}.' }],
    ['next-step', { de: 'Das Konto kostet etwas.' }],
    ['next-step', { en: 'The account costs something.' }],
    ['message-length', { de: `${'Das ist so. '.repeat(20)}Was brauchen Sie?` }],
    ['sentence-length', { en: `Please ${'go on and '.repeat(8)}go on.` }],
    [
      'readability',
      {
        de: 'Kontoführungsgebührenabrechnungsmodalitäten entnehmen Sie bitte unverzüglich ausschließlich beiliegenden Informationsunterlagen beziehungsweise Vertragsbestimmungen unserer Hauptgeschäftsstelle.',
      },
    ],
    ['vital', { intent: 'card.block', de: 'Bitte rufen Sie an: {phone.centralBlock}.' }],
    [
      'vital',
      {
        intent: 'crisis.self_harm',
        use: 'again',
        de: 'Bitte wählen Sie {phone.emergency}, {phone.despair} oder {phone.centralBlock}.',
      },
    ],
    ['credit', { intent: 'loan.personal', en: 'Please note {rate.callMoney}.' }],
    ['button', { buttons: ['account.open'] }],
  ];
  test.each(faults)('%s: %j', (rule, change) => {
    expect(rulesOf(change)).toContain(rule);
  });

  const fine: readonly Parameters<typeof findingsOf>[0][] = [
    { de: 'Ich selbst kann nicht sperren. Rufen Sie bitte an.' },
    { de: 'Hat die Hotline bestätigt, dass die Karte gesperrt ist?' },
    { de: 'Wenn Ihre Karte gesperrt ist, rufen Sie bitte an.' },
    { de: 'Schicken Sie mir keine Kartennummer.' },
    { de: 'Geben Sie die PIN am Automaten ein.' },
    { du: 'Meine Kollegin hilft dir. Sie liest mit. Was brauchst du?' },
    { du: 'Wähl bitte „Ihre Karten“.' },
    { de: 'Öffnen Sie bitte {link.prices}.' },
    { de: 'Melden Sie sich hier an: {link.onlineBanking}.' },
    { de: 'Das Limit liegt bei {limit.cardDay}. Was brauchen Sie?' },
    { de: 'Das Konto kostet etwas.', en: 'The account costs something.', buttons: ['account.fees2'] },
    { de: 'Das Konto kostet etwas.', en: 'It costs something.', use: 'short' },
    {
      intent: 'card.block',
      de: 'Rufen Sie {phone.cardBlock} oder {phone.centralBlock} an.',
      en: 'Call {phone.cardBlockAbroad} or {phone.centralBlock}.',
      du: 'Ruf {phone.cardBlock} oder {phone.centralBlock} an.',
    },
  ];
  test.each(fine)('nothing is wrong with %j', (change) => {
    expect(rulesOf(change).filter((rule) => rule !== 'button' && rule !== 'same-facts')).toEqual([]);
  });

  test('a number for calls from abroad is the same fact as the one at home', () => {
    const [de, du, en] = [
      'Rufen Sie {phone.cardBlock} an.',
      'Ruf {phone.cardBlock} an.',
      'Call {phone.cardBlockAbroad}.',
    ];
    expect(rulesOf({ de, du, en })).toEqual([]);
    expect(rulesOf({ de, du, en: 'Call {phone.service}.' })).toEqual(['same-facts']);
  });

  test('a finding names the file, the answer, the sentence, and says how to mend it', () => {
    const [finding] = findingsOf({ de: 'Guten Tag. Wir melden uns zeitnah. Ist das recht?' });
    expect(finding).toMatchObject({
      severity: 'error',
      file: 'intents/account.fees.json',
      subject: 'account.fees.1 de-Sie',
      sentence: 'Wir melden uns zeitnah.',
    });
    expect(finding?.advice).toMatch(/"zeitnah": promise with a clock, or not at all; better: /);
  });
});

describe('the files as a whole', () => {
  async function check(intents: readonly Json[], examples: readonly Json[]): Promise<readonly Finding[]> {
    const { folder, remove } = await dataFolder(intents, async (path) => {
      for (const each of examples)
        await writeJson(join(path, 'examples', `${(each['intent'] as string | null) ?? 'out-of-scope'}.json`), each);
    });
    const { files } = await readKnowledgeFiles(folder);
    await remove();
    return checkKnowledge(files, tone, now).findings;
  }
  const ofRule = (findings: readonly Finding[], rule: string) => findings.filter((finding) => finding.rule === rule);
  const texts = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word}${index}`);

  test('an intent without a file and without examples is missing', async () => {
    const findings = await check([intentFile('account.fees')], []);
    expect(ofRule(findings, 'missing').map(({ subject }) => subject)).toContain('account.open');
    expect(ofRule(findings, 'missing').map(({ subject }) => subject)).not.toContain('account.fees');
    expect(ofRule(findings, 'examples').map(({ subject }) => subject)).toContain('account.fees');
  });

  test('too few examples are an error, fewer than wished for a warning', async () => {
    const counts = async (german: number, english: number) => {
      const de = { erna: texts(german, 'wort') };
      const en = { dave: texts(english, 'word') };
      const found = ofRule(await check([], [{ intent: 'account.fees', de, en }]), 'examples');
      return found
        .filter(({ subject, advice }) => subject === 'account.fees' && advice.includes('write'))
        .map(({ severity }) => severity);
    };
    expect(await counts(14, 7)).toEqual(['error', 'error']);
    expect(await counts(15, 19)).toEqual(['warning', 'warning']);
    expect(await counts(40, 20)).toEqual([]);
  });

  test('examples that come twice, nearly twice, or that two intents claim', async () => {
    const findings = await check(
      [],
      [
        { intent: 'account.fees', de: { erna: ['Was kostet das Konto?'], kevin: ['was kostet das konto'] }, en: {} },
        {
          intent: 'account.open',
          de: { erna: ['Das Konto, was kostet das?'], sepp: ['Stop'] },
          en: { dave: ['stop'] },
        },
        { intent: 'chat.no', de: { kevin: ['👎'] }, en: {} },
        { intent: 'chat.yes', de: { kevin: ['👍'] }, en: {} },
      ],
    );
    expect(ofRule(findings, 'duplicate').map(({ advice }) => advice)).toEqual([
      expect.stringMatching(/^is the same as de\.erna\[0\]/),
    ]);
    expect(ofRule(findings, 'two-intents').map(({ subject }) => subject)).toEqual([
      'account.open de.erna[0]',
      'account.open de.erna[0]',
    ]);
  });

  test('many examples with one opening, and a long number', async () => {
    const de = { erna: texts(5, 'Wo finde ich Ding'), kevin: ['meine nummer ist 4111 1111 1111 1111'] };
    const findings = await check([], [{ intent: 'account.fees', de, en: {} }]);
    expect(ofRule(findings, 'template')[0]?.advice).toMatch(/5 examples begin with "wo finde ich"/);
    expect(JSON.stringify(ofRule(findings, 'secret'))).toContain('de.kevin[0]');
    expect(JSON.stringify(ofRule(findings, 'secret'))).not.toContain('4111');
  });

  test('a long title, two answers alike, a missing use, an expired answer, a dialog without prompts', async () => {
    const same = { de: { Sie: 'Was brauchen Sie heute von uns?', du: 'Was brauchst du?' }, en: 'What?' };
    const findings = await check(
      [
        intentFile('account.fees', {
          title: { de: 'Was das Konto bei uns im Monat kostet', en: 'Fees' },
          dialog: 'nowhere',
          reviewed: '2025-01-01',
          validUntil: '2026-11-15',
          answers: [
            { id: 'account.fees.1', use: 'first', ...same },
            { id: 'account.fees.2', use: 'again', ...same },
          ],
        }),
      ],
      [],
    );
    const said = findings.filter(({ file }) => file === 'intents/account.fees.json').map(({ advice }) => advice);
    expect(said).toContainEqual(expect.stringMatching(/has 37 characters: cut it to 30/));
    expect(said).toContainEqual(expect.stringMatching(/says nearly the same words as account\.fees\.1/));
    expect(said).toContainEqual(expect.stringMatching(/has no answer with the use "short"/));
    expect(said).toContainEqual(expect.stringMatching(/is expired and never said/));
    expect(said).toContainEqual(expect.stringMatching(/the dialog nowhere has no prompts/));
  });

  test('the command prints findings and figures, and fails on an error', async () => {
    const { folder, remove } = await dataFolder([intentFile('account.fees', { owner: '' })], async (path) =>
      writeJson(join(path, 'tone.json'), tone),
    );
    const printed: string[] = [];
    const code = await checkKnowledgeFolder(folder, now, (text) => printed.push(text));
    await remove();
    expect(code).toBe(1);
    expect(printed.join('\n')).toMatch(/owner: is empty: write the text/);
    expect(printed.join('\n')).toMatch(/\d+ texts and 0 examples: \d+ errors, \d+ warnings\./);
  });
});

test('the shipped knowledge passes its own check', async () => {
  const printed: string[] = [];
  const code = await checkKnowledgeFolder(shippedData, now, (text) => printed.push(text));
  expect(code === 0 ? '' : printed.join('\n')).toBe('');
});

describe('readability', () => {
  test.each([
    ['Konto', 'de', 2],
    ['Überweisung', 'de', 4],
    ['Geldautomat', 'de', 4],
    ['Bäume', 'de', 2],
    ['SMS', 'de', 3],
    ['PIN', 'de', 1],
    ['Online-Banking', 'de', 5],
    ['account', 'en', 2],
    ['please', 'en', 1],
    ['called', 'en', 1],
    ['wanted', 'en', 2],
    ['table', 'en', 2],
    ['services', 'en', 3],
    ["don't", 'en', 1],
  ] as const)('%s (%s) has %d syllables', (word, language, count) => {
    expect(syllablesOf(word, language)).toBe(count);
  });

  test('sentences end at marks, not at abbreviations, colons or in addresses', () => {
    expect(sentencesOf('Das geht, z. B. hier: www.a.de. Klappt das? „Ja.“ Gut')).toEqual([
      'Das geht, z. B. hier: www.a.de.',
      'Klappt das?',
      '„Ja.“',
      'Gut',
    ]);
  });

  test('the formulas give what their authors wrote', () => {
    // 5 words, 1 sentence, 7 syllables: 180 - 5 - 58.5 * 7/5, and 206.835 - 5.075 - 84.6 * 6/5.
    expect(flesch('Wir sehen das Konto nicht.', 'de')).toBeCloseTo(180 - 5 - (58.5 * 7) / 5, 6);
    expect(flesch('We see the money now.', 'en')).toBeCloseTo(206.835 - 1.015 * 5 - (84.6 * 6) / 5, 6);
    // No word of three syllables, none of more than six letters, 3 of 5 with one syllable.
    expect(wiener('Wir sehen das Konto nicht.')).toBeCloseTo(0.1672 * 5 - 0.0327 * 60 - 0.875, 6);
  });
});

describe('phrases of the word lists', () => {
  test.each([
    ['zeitnah*', 'Das geht zeitnah.', true],
    ['zeitnah*', 'unzeitnah', false],
    ['ich habe … gesperrt', 'Ich habe für Sie die Karte gesperrt.', true],
    ['ich habe … überwiesen', 'ich habe überwiesen', true],
    ['beste(n|r|s)? Zinsen', 'die besten Zinsen', true],
    ['ggf.', 'Das geht ggf. auch', true],
    ["don't hesitate", 'Don’t hesitate', true],
    ['!', 'Ja!', true],
    ['?', 'Ja.', false],
    ['kein', 'keiner', false],
  ])('%s in "%s": %s', (find, text, expected) => {
    expect(compile(find).test(text)).toBe(expected);
  });
});

describe('likeness of texts', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  test('the quick search finds exactly the pairs that comparing all with all finds', () => {
    const sets = fc.array(fc.uniqueArray(word, { minLength: 1 }), { maxLength: 12 });
    fc.assert(
      fc.property(sets, fc.constantFrom(0.5, 0.6, 0.8, 1), (raw, least) => {
        const things = raw.map((words, index) => ({ index, words: new Set(words) }));
        const all = things.flatMap((a) =>
          things
            .filter((b) => b.index < a.index && similarity(a.words, b.words) >= least)
            .map((b) => `${a.index} ${b.index}`),
        );
        const found = alikePairs(things, least).map(([a, b]) => `${a.index} ${b.index}`);
        expect(found.sort()).toEqual(all.sort());
      }),
    );
  });

  test('spelling, case and marks do not matter, emoji alone do', () => {
    expect(normalise('Schöne  GRÜSSE, O’Neill 👋')).toBe('schoene gruesse oneill');
    expect(normalise(' 👍 ')).toBe('👍');
    expect(wordSet('Karte weg, Karte!')).toEqual(new Set(['karte', 'weg']));
  });
});
