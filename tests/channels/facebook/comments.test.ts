import { afterEach, describe, expect, test } from '@jest/globals';
import { saying } from '../../conversation/stage.ts';
import { openStage, page, understood, type Stage } from './stage.ts';

let stage: Stage | null = null;
/** What comments mean is told by a word in them, so that the policy alone is tested. */
const meaning: readonly (readonly [string, string])[] = [
  ['Gebühren', 'account.fees'],
  ['Karte', 'card.block'],
  ['Überweisung', 'transfer.missing'],
  ['Mist', 'chat.insult'],
  ['hilft nichts mehr', 'crisis.self_harm'],
  ['Presse', 'bank.press'],
];
const open = async (meta: Parameters<typeof openStage>[1] = {}): Promise<Stage> => {
  stage = await openStage(() => Promise.resolve(saying('Privat geantwortet')), meta, {
    understand: (text) => understood(meaning.find(([word]) => text.includes(word))?.[1] ?? null),
  });
  return stage;
};
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const [erna, otto, troll] = ['1001', '1002', '6661'];
const threadOf = (comment: { readonly id: string }): string => `${comment.id}-${page}`;
const repliesTo = ({ meta }: Stage, id: string): readonly string[] =>
  [...meta.state.comments.values()]
    .filter(({ parentId, authorId }) => parentId === id && authorId === page)
    .map(({ text }) => text);
const waiting = async ({ store }: Stage) =>
  (await store.cases({ status: 'waiting' })).map(({ reason, priority, conversationId }) => ({
    reason,
    priority,
    conversationId,
  }));

describe('a comment that is a general question', () => {
  test('gets the approved public answer, which says that it is automatic, and nothing else', async () => {
    const at = await open();
    const comment = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren für ein Konto?' });
    await at.settled();
    expect(repliesTo(at, comment.id)).toEqual([
      expect.stringMatching(/^Automatische Antwort der Musterbank: Unser Girokonto kostet/),
    ]);
    expect(at.meta.state.shown).toEqual([]);
    expect(await at.store.cases({ status: 'waiting' })).toEqual([]);
    expect(await at.store.head(threadOf(comment))).toMatchObject({
      channel: 'facebook-comments',
      customer: { id: erna },
    });
  });

  test('one answer for a person and post in 24 hours; the second comment is for staff', async () => {
    const at = await open();
    const first = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren?' });
    await at.settled();
    const second = at.meta.comment({ authorId: erna, text: 'Und die Gebühren für Kinder?' });
    await at.settled();
    expect([repliesTo(at, first.id).length, repliesTo(at, second.id).length]).toEqual([1, 0]);
    expect(await waiting(at)).toEqual([{ reason: 'comment', priority: 2, conversationId: threadOf(second) }]);
    // Below another post, and a day later, they are answered.
    const elsewhere = at.meta.comment({ authorId: erna, text: 'Welche Gebühren?', postId: `${page}_2` });
    await at.settled();
    at.clock.advance(24 * 3600_000 + 1);
    const later = at.meta.comment({ authorId: erna, text: 'Welche Gebühren denn?' });
    await at.settled();
    expect([repliesTo(at, elsewhere.id).length, repliesTo(at, later.id).length]).toEqual([1, 1]);
  });

  test('a storm below one post is braked', async () => {
    const at = await open();
    const comments = Array.from({ length: 10 }, (_one, index) =>
      at.meta.comment({ authorId: `30${index}`, text: 'Wie hoch sind die Gebühren?' }),
    );
    await at.settled();
    expect(comments.flatMap(({ id }) => repliesTo(at, id))).toHaveLength(6);
  });

  test('the page’s own comments are ignored: nothing loops', async () => {
    const at = await open();
    const comment = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren?' });
    await at.settled();
    at.meta.comment({ authorId: page, text: 'Wie hoch sind die Gebühren?', parentId: comment.id });
    await at.settled();
    expect(repliesTo(at, comment.id)).toHaveLength(2);
    expect(await at.store.entries(threadOf(comment), { audience: 'customer' })).toHaveLength(2);
  });

  test('a repetition of the same comment changes nothing', async () => {
    const at = await open({ habits: { repeats: 1 }, random: () => 0 });
    const comment = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren?' });
    await at.settled();
    expect(repliesTo(at, comment.id)).toHaveLength(1);
  });
});

describe('a comment about an account', () => {
  const text = 'Meine Überweisung ist weg';

  test('gets the fixed line and one private message; both sides are one case', async () => {
    const at = await open();
    const comment = at.meta.comment({ authorId: erna, authorName: 'Erna Muster', text });
    await at.settled();
    const [line] = repliesTo(at, comment.id);
    expect(line).toMatch(/^Automatische Antwort der Musterbank: .*privat/);
    expect(line).not.toMatch(/Überweisung|Erna|Kund/);
    expect(at.meta.shownTo(erna)).toMatchObject([
      { answers: comment.id, text: expect.stringContaining('vertraulich') },
    ]);
    expect(await waiting(at)).toEqual([{ reason: 'comment', priority: 2, conversationId: `${erna}-${page}` }]);
    // Staff read in the one case what stands in public, and the customer answers there.
    at.meta.say(erna, 'Danke, es geht um gestern');
    await at.settled();
    const all = await at.store.entries(`${erna}-${page}`);
    const shown = all
      .filter(({ audience }) => audience !== 'internal')
      .map(({ who, audience, activity }) => `${who} ${audience} ${activity.text}`);
    expect(shown).toEqual([
      `customer staff ${text}`,
      `bot staff ${line}`,
      `bot customer ${at.meta.shownTo(erna)[0]?.text}`,
      'customer customer Danke, es geht um gestern',
      'bot customer Privat geantwortet',
    ]);
    expect(await at.store.cases({ status: 'waiting' })).toHaveLength(1);
  });

  test('what the customer does not answer in private ends there: no window, nothing more', async () => {
    const at = await open();
    at.meta.comment({ authorId: erna, text });
    await at.settled();
    const [found] = await at.store.cases({ status: 'waiting' });
    await at.desk.reply(found!.id, { userId: 'sabine', name: 'Sabine Weber' }, 'Guten Tag');
    await at.settled();
    expect(at.meta.shownTo(erna)).toHaveLength(1);
    expect(await at.statuses(`${erna}-${page}`)).toEqual(['failed window-closed']);
  });

  test('where no private message is possible the case is where the comment stands', async () => {
    const at = await open();
    at.meta.state.people.set(erna, { id: erna, name: 'Erna', heardAt: null, blocked: true });
    const comment = at.meta.comment({ authorId: erna, text });
    await at.settled();
    expect(await waiting(at)).toEqual([{ reason: 'comment', priority: 2, conversationId: threadOf(comment) }]);
  });

  test('staff who answer there answer in public, below the comment', async () => {
    const at = await open();
    at.meta.state.people.set(erna, { id: erna, name: 'Erna', heardAt: null, blocked: true });
    const comment = at.meta.comment({ authorId: erna, text });
    await at.settled();
    const [found] = await at.store.cases({ status: 'waiting' });
    await at.desk.reply(found!.id, { userId: 'sabine', name: 'Sabine Weber' }, 'Wir melden uns bei Ihnen.');
    await at.settled();
    expect(repliesTo(at, comment.id).at(-1)).toBe('Wir melden uns bei Ihnen.');
  });

  test('a lost card: the vital numbers stand first in the private message', async () => {
    const at = await open();
    at.meta.comment({ authorId: erna, text: 'Hilfe, meine Karte ist gestohlen' });
    await at.settled();
    expect(at.meta.shownTo(erna)[0]?.text).toMatch(/^Geht es um eine Karte.*116 116/);
  });

  test('an answer of Meta that is lost leads to no second message and no second case', async () => {
    let calls = 0;
    const at = await open({
      fault: ({ path }) => (path.endsWith('/messages') && (calls += 1) === 1 ? 'reset after' : null),
    });
    const comment = at.meta.comment({ authorId: erna, text });
    await at.settled();
    at.clock.advance(60_000);
    await at.settled();
    expect(at.meta.shownTo(erna)).toHaveLength(1);
    expect(await at.statuses(threadOf(comment))).toEqual(['sent', 'sent']);
    expect(await waiting(at)).toEqual([{ reason: 'comment', priority: 2, conversationId: `${erna}-${page}` }]);
  });
});

describe('numbers in public', () => {
  const iban = 'DE89 3704 0044 0532 0130 00';

  test.each([
    ['an IBAN', `Bitte auf ${iban} buchen`],
    ['an IBAN over lines', 'Meine IBAN: DE89 3704\n0044 0532\n0130 00'],
    ['a card number with dashes', '4111-1111-1111-1111 geht nicht'],
  ])(
    '%s: hidden at once, a private word to the author, an alert to staff, and no number is kept',
    async (_case, text) => {
      const at = await open();
      const comment = at.meta.comment({ authorId: erna, text });
      await at.settled();
      expect(at.meta.state.comments.get(comment.id)?.hidden).toBe(true);
      expect(at.meta.shownTo(erna)).toMatchObject([
        { answers: comment.id, text: expect.stringContaining('verborgen') },
      ]);
      expect(repliesTo(at, comment.id)).toEqual([]);
      expect(await waiting(at)).toEqual([{ reason: 'sensitive', priority: 1, conversationId: threadOf(comment) }]);
      const kept = JSON.stringify([
        await at.store.entries(threadOf(comment)),
        await at.store.cases({ status: 'waiting' }),
        at.log.lines,
      ]);
      expect(kept.replace(/\D/g, '')).not.toMatch(/370400440532013000|4111111111111111/);
    },
  );

  test('one that comes with an edit is hidden too', async () => {
    const at = await open();
    const comment = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren?' });
    await at.settled();
    at.meta.edit(comment.id, `Gebühren für ${iban}?`);
    await at.settled();
    expect(at.meta.state.comments.get(comment.id)?.hidden).toBe(true);
    expect(repliesTo(at, comment.id)).toHaveLength(1);
  });

  test('it is hidden also while a person has the thread', async () => {
    const at = await open();
    const comment = at.meta.comment({ authorId: erna, text: 'So ein Mist' });
    await at.settled();
    const [found] = await at.store.cases({ status: 'waiting' });
    await at.desk.accept(found!.id, { userId: 'sabine', name: 'Sabine Weber' });
    const below = at.meta.comment({ authorId: erna, parentId: comment.id, text: `Hier: ${iban}` });
    await at.settled();
    expect(at.meta.state.comments.get(below.id)?.hidden).toBe(true);
  });

  test('hiding is tried again until it is done', async () => {
    let calls = 0;
    const at = await open({ fault: () => ((calls += 1) <= 2 ? 'html before' : null) });
    const comment = at.meta.comment({ authorId: erna, text: iban });
    await at.settled();
    for (let round = 0; round < 4; round += 1) {
      at.clock.advance(30_000);
      await at.settled();
    }
    expect(at.meta.state.comments.get(comment.id)?.hidden).toBe(true);
  });
});

describe('comments for staff only', () => {
  test.each([
    ['an insult', 'So ein Mist', 'insult', 2],
    ['an insult by its words', 'Ihr seid doch Abzocker', 'insult', 2],
    ['politics', 'Was sagt ihr zur Regierung?', 'sensitive', 2],
    ['the press', 'Ich bin Journalistin und habe eine Frage', 'sensitive', 1],
    ['a press question', 'Presse bitte', 'sensitive', 1],
    ['a legal threat', 'Das sage ich meinem Anwalt, Überweisung weg', 'sensitive', 1],
    ['despair', 'Mir hilft nichts mehr', 'despair', 0],
    ['despair by its words', 'Ich will nicht mehr leben', 'despair', 0],
    ['irony', 'Na toll, wieder Gebühren', 'comment', 2],
    ['what nobody understands', 'Gestern war ich bei euch und da war was', 'comment', 2],
  ] as const)('%s: nothing is said or hidden, a person looks', async (_case, text, reason, priority) => {
    const at = await open();
    const comment = at.meta.comment({ authorId: erna, text });
    await at.settled();
    expect(repliesTo(at, comment.id)).toEqual([]);
    expect(at.meta.shownTo(erna)).toEqual([]);
    expect(at.meta.state.comments.get(comment.id)?.hidden).toBe(false);
    expect(await waiting(at)).toEqual([{ reason, priority, conversationId: threadOf(comment) }]);
  });

  test.each([['👍👍'], ['Max Muster'], ['@Max schau']])('"%s" asks nothing: not even staff are asked', async (text) => {
    const at = await open();
    at.meta.comment({ authorId: erna, text });
    await at.settled();
    expect(await at.store.cases({ status: 'waiting' })).toEqual([]);
  });
});

describe('comments that pose as the bank', () => {
  const ask = (at: Stage) =>
    at.meta.comment({ authorId: erna, authorName: 'Erna', text: 'Meine Mutter fand das gestern gut bei euch' });

  test.each([
    ['by its name', 'Musterbank Kundenservice', 'Wir helfen Ihnen gern.'],
    ['by a name that looks alike', 'Mu5terb@nk – Support', 'Wir helfen Ihnen gern.'],
    ['by calling away to a messenger', 'Petra', 'Schreib mir auf WhatsApp, ich arbeite dort'],
    ['by a link to a messenger', 'Petra', 'Hier: https://wa.me/4917012345678'],
    ['by a foreign number', 'Petra', 'Rufen Sie die Hotline an: +44 20 7946 0958'],
  ])('%s: hidden at once, the customer addressed is warned, staff are alerted', async (_case, authorName, text) => {
    const at = await open();
    const comment = ask(at);
    await at.settled();
    const fake = at.meta.comment({ authorId: troll, authorName, text, parentId: comment.id });
    await at.settled();
    expect(at.meta.state.comments.get(fake.id)?.hidden).toBe(true);
    expect(at.meta.state.comments.get(comment.id)?.hidden).toBe(false);
    expect(at.meta.shownTo(erna)).toMatchObject([
      { answers: comment.id, text: expect.stringMatching(/^Bitte Vorsicht/) },
    ]);
    expect(at.meta.shownTo(troll)).toEqual([]);
    expect(await waiting(at)).toEqual([{ reason: 'fraud', priority: 0, conversationId: threadOf(comment) }]);
  });

  test('a second one below the same comment is warned of in public: Meta allows one private message', async () => {
    const at = await open();
    const comment = ask(at);
    await at.settled();
    for (const authorName of ['Musterbank Hilfe', 'Musterbank Team']) {
      at.meta.comment({ authorId: troll, authorName, text: 'Hallo', parentId: comment.id });
      await at.settled();
    }
    expect(at.meta.shownTo(erna)).toHaveLength(1);
    expect(repliesTo(at, comment.id)).toEqual([expect.stringMatching(/^Automatische Antwort.*nicht zu uns gehört/)]);
  });

  test('a customer with our own number, or who names a messenger in their own comment, is left alone', async () => {
    const at = await open();
    const comment = ask(at);
    await at.settled();
    const ours = at.meta.comment({ authorId: otto, text: 'Ruf doch an: 0800 123 4560', parentId: comment.id });
    const question = at.meta.comment({
      authorId: otto,
      text: 'Kann ich euch auch bei WhatsApp schreiben, ihr Lieben?',
    });
    await at.settled();
    for (const { id } of [ours, question]) expect(at.meta.state.comments.get(id)?.hidden).toBe(false);
  });
});

describe('the switches', () => {
  test('with the kill switch thrown nothing happens by itself in public, and staff see everything', async () => {
    const at = await open();
    at.setPolicy({ killSwitch: true });
    const question = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren?' });
    const secret = at.meta.comment({ authorId: otto, text: 'DE89 3704 0044 0532 0130 00' });
    await at.settled();
    expect(at.meta.state.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
    expect((await waiting(at)).map(({ conversationId, priority }) => [conversationId, priority])).toEqual([
      [threadOf(secret), 1],
      [threadOf(question), 2],
    ]);
  });

  test('a rule that is off is passed over', async () => {
    const at = await open();
    const rules = (await import('./stage.ts')).shippedPolicy.rules;
    at.setPolicy({ rules: rules.map((rule) => (rule.id === 'general' ? { ...rule, on: false } : rule)) });
    const comment = at.meta.comment({ authorId: erna, text: 'Wie hoch sind die Gebühren?' });
    await at.settled();
    expect(repliesTo(at, comment.id)).toEqual([]);
    expect(await waiting(at)).toHaveLength(1);
  });
});

test('a comment that its author deletes is forgotten', async () => {
  const at = await open();
  const comment = at.meta.comment({ authorId: erna, text: 'Das war gestern ganz und gar daneben' });
  await at.settled();
  at.meta.removeComment(comment.id);
  await at.settled();
  expect(JSON.stringify(await at.store.entries(threadOf(comment)))).not.toContain('daneben');
});
