import { afterEach, describe, expect, test } from '@jest/globals';
import { saying, wordsOf } from '../../conversation/stage.ts';
import { requestHandoff } from '../../../src/handoff/request.ts';
import { testPlan } from '../../support/plan.ts';
import { instagram, openStage, page, understood, type Stage } from './stage.ts';

let stage: Stage | null = null;
const echoing = async (meta: Parameters<typeof openStage>[1] = {}): Promise<Stage> => {
  stage = await openStage((turn) => Promise.resolve(saying(`Sie schrieben: ${wordsOf(turn)}`)), meta);
  return stage;
};
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const erna = '1001';
const talk = `${erna}-${page}`;

describe('a message on Messenger', () => {
  test('is kept, answered, sent and confirmed, umlauts and emoji whole', async () => {
    const { meta, settled, texts, statuses, store } = await echoing();
    const text = 'Grüße aus Köln 👩‍👩‍👧‍👦 – „ß“ / 1';
    meta.say(erna, text);
    await settled();
    expect(await texts(talk)).toEqual([`customer: ${text}`, `bot: Sie schrieben: ${text}`]);
    expect(meta.shownTo(erna).map((shown) => shown.text)).toEqual([`Sie schrieben: ${text}`]);
    expect(await statuses(talk)).toEqual(['sent']);
    const [record] = await store.deliveries(talk);
    expect(record).toMatchObject({ platformId: meta.shownTo(erna)[0]?.mid });
    expect(await store.head(talk)).toMatchObject({ channel: 'facebook', customer: { id: erna } });
  });
});

const sabine = { userId: 'sabine', name: 'Sabine Weber' };
const hour = 3600_000;
/** A bot that asks for a person, whatever is written. */
const withCase = async (meta: Parameters<typeof openStage>[1] = {}): Promise<Stage> => {
  stage = await openStage(
    (turn) =>
      Promise.resolve({
        ...saying('Ich hole jemanden.'),
        spoken: (view) => ({
          ...requestHandoff(
            view,
            { caseId: 'f1', reason: 'asked', priority: 2, intent: null, language: 'de', words: wordsOf(turn) },
            turn.head.lastTime,
            testPlan,
          ),
        }),
      }),
    meta,
  );
  return stage;
};

describe('long and rich messages', () => {
  test('a long text goes in pieces, in order, whole, with the choices below the last', async () => {
    const sentence = 'Das ist ein Satz mit Umlauten: äöü ß, z. B. für Nr. 5. ';
    const text = sentence.repeat(90).trim();
    stage = await openStage(() =>
      Promise.resolve({
        ...saying(),
        spoken: () => ({
          entries: [
            {
              who: 'bot',
              audience: 'customer',
              activity: {
                type: 'message',
                text,
                suggestedActions: {
                  to: [],
                  actions: [
                    {
                      type: 'messageBack',
                      title: 'Ein ziemlich langer Titel für einen Knopf',
                      value: { choose: 'card.block' },
                    },
                  ],
                },
              },
            },
          ],
        }),
      }),
    );
    stage.meta.say(erna, 'lang');
    await stage.settled();
    const shown = stage.meta.shownTo(erna);
    expect(shown.length).toBe(3);
    expect(shown.map((one) => one.text).join(' ')).toBe(text);
    expect(shown.map(({ message }) => message['quick_replies'] !== undefined)).toEqual([false, false, true]);
    expect(shown[2]?.message['quick_replies']).toEqual([
      {
        content_type: 'text',
        title: 'Ein ziemlich langer…',
        payload: '{"title":"Ein ziemlich langer Titel für einen Knopf","choose":"card.block"}',
      },
    ]);
    expect(await stage.statuses(talk)).toEqual(['sent', 'sent', 'sent']);
  });

  test('a tapped choice comes back with its value and its whole title', async () => {
    const { meta, settled, store } = await echoing();
    meta.tap(erna, '{"title":"Ein ziemlich langer Titel","choose":"card.block"}', 'Ein ziemlich langer…');
    await settled();
    const [entry] = await store.entries(talk, { audience: 'customer' });
    expect(entry?.activity).toMatchObject({ text: 'Ein ziemlich langer Titel', value: { choose: 'card.block' } });
  });
});

describe('what Meta says to a message', () => {
  test.each([
    ['blocked', 'failed not-reachable'],
    ['another app', 'failed other-app'],
  ])('%s: not sent again, and staff see why', async (what, status) => {
    const at = await echoing();
    const page1 = at.meta.state.pages.get(page)!;
    at.meta.say(erna, 'hallo');
    if (what === 'blocked') at.meta.state.people.get(erna)!.blocked = true;
    else page1.otherApp = true;
    await at.settled();
    expect(await at.statuses(talk)).toEqual([status]);
    // Whoever has the thread, the bot has it no more.
    if (what === 'another app') expect((await at.store.head(talk))?.owner).toMatchObject({ userId: 'meta-app' });
  });

  test.each(['busy', 'hiccup', 'html after', 'reset after', 'reset before', 'html before'] as const)(
    '%s once: shown once',
    async (fault) => {
      let calls = 0;
      const at = await echoing({
        fault: ({ body }) => ('message' in body && (calls += 1) === 1 ? fault : null),
      });
      at.meta.say(erna, 'hallo');
      for (let round = 0; round < 3; round += 1) {
        await at.settled();
        at.clock.advance(30_000);
      }
      await at.settled();
      expect(at.meta.shownTo(erna)).toHaveLength(1);
      expect(await at.statuses(talk)).toEqual(['sent']);
    },
  );

  test('a dead token pauses the page with an alarm; nothing is lost, and it goes on when a new one is there', async () => {
    const at = await echoing();
    const account = at.meta.state.pages.get(page)!;
    account.tokenIsDead = true;
    at.meta.say(erna, 'eins');
    at.meta.say('1002', 'zwei');
    await at.settled();
    await at.facebook.health.check();
    expect(at.facebook.health.pages()).toEqual([{ page, token: 'dead', subscription: 'unknown', paused: 'token' }]);
    expect(at.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    at.clock.advance(3 * hour);
    await at.settled();
    expect(at.meta.state.shown).toEqual([]);
    account.tokenIsDead = false;
    await at.facebook.health.check();
    at.clock.advance(20_000);
    await at.settled();
    expect(at.meta.state.shown).toHaveLength(2);
    expect(at.facebook.health.pages()).toEqual([{ page, token: 'valid', subscription: 'complete', paused: null }]);
  });

  test('a subscription that ended is renewed', async () => {
    const at = await echoing();
    expect(at.meta.state.pages.get(page)?.fields).toEqual([]);
    await at.facebook.health.check();
    expect(at.meta.state.pages.get(page)?.fields).toEqual(
      expect.arrayContaining(['messages', 'message_echoes', 'feed']),
    );
  });
});

describe('the windows', () => {
  test('after 24 hours the bot is silent, a person may write for seven days under their tag, then nobody', async () => {
    const at = await withCase();
    at.meta.say(erna, 'bitte einen Menschen');
    await at.settled();
    const reply = async (text: string): Promise<void> => {
      await at.desk.reply('f1', sabine, text);
      await at.settled();
    };
    await reply('innerhalb');
    at.clock.advance(23 * hour + 55 * 60_000);
    await reply('nach fast einem Tag');
    at.clock.advance(5 * 24 * hour);
    await reply('nach sechs Tagen');
    at.clock.advance(24 * hour);
    await reply('nach sieben Tagen');
    expect(at.meta.shownTo(erna).map(({ text, type, tag }) => [text, type, tag])).toEqual([
      ['innerhalb', 'RESPONSE', null],
      ['nach fast einem Tag', 'MESSAGE_TAG', 'HUMAN_AGENT'],
      ['nach sechs Tagen', 'MESSAGE_TAG', 'HUMAN_AGENT'],
    ]);
    expect((await at.statuses(talk)).at(-1)).toBe('failed window-closed');
    // The words are kept, and the next message of the customer opens the window again.
    expect((await at.texts(talk)).at(-1)).toBe('staff: nach sieben Tagen');
    at.meta.say(erna, 'noch da?');
    await at.settled();
    await reply('ja');
    expect(at.meta.shownTo(erna).at(-1)).toMatchObject({ text: 'ja', type: 'RESPONSE' });
  });

  test('the words of a bot never go out under the tag', async () => {
    const at = await echoing();
    at.meta.say(erna, 'hallo');
    await at.settled();
    at.clock.advance(25 * hour);
    await at.store.write(talk, {}, () => ({
      entries: [
        {
          who: 'bot',
          audience: 'customer',
          activity: { type: 'message', text: 'spät', channelData: { tag: 'HUMAN_AGENT' } },
        },
      ],
      result: undefined,
    }));
    await at.settled();
    expect((await at.statuses(talk)).at(-1)).toBe('failed window-closed');
    expect(at.meta.shownTo(erna)).toHaveLength(1);
  });
});

describe('people', () => {
  test('staff write under their own name, made once', async () => {
    const at = await withCase();
    at.meta.say(erna, 'bitte einen Menschen');
    await at.settled();
    await at.desk.reply('f1', sabine, 'eins');
    await at.desk.reply('f1', sabine, 'zwei');
    await at.settled();
    const personas = at.meta.state.pages.get(page)!.personas;
    expect([...personas.keys()]).toEqual(['Sabine Weber']);
    expect(at.meta.shownTo(erna).map(({ personaId }) => personaId)).toEqual([
      personas.get('Sabine Weber'),
      personas.get('Sabine Weber'),
    ]);
  });

  test('a person in Meta’s own inbox silences the bot; giving back wakes it, and nothing old is answered', async () => {
    const at = await echoing();
    at.meta.say(erna, 'hallo');
    await at.settled();
    at.meta.echoFrom('263902037430900', erna, 'Hier schreibt Petra von der Bank.');
    await at.settled();
    at.meta.say(erna, 'Danke, Petra');
    await at.settled();
    expect(at.meta.shownTo(erna)).toHaveLength(1);
    expect((await at.store.head(talk))?.owner).toMatchObject({ kind: 'person', userId: 'meta-inbox' });
    expect(await at.texts(talk)).toContain('staff: Hier schreibt Petra von der Bank.');
    at.meta.event(erna, {
      pass_thread_control: { new_owner_app_id: '424242', previous_owner_app_id: '263902037430900' },
    });
    await at.settled();
    expect((await at.store.head(talk))?.owner).toEqual({ kind: 'bot' });
    expect((await at.texts(talk)).filter((line) => line.includes('Sie schrieben: Danke'))).toEqual([]);
    at.meta.say(erna, 'noch etwas');
    await at.settled();
    expect(at.meta.shownTo(erna).at(-1)?.text).toBe('Sie schrieben: noch etwas');
  });

  test('Meta’s control lapses after 24 hours: the bot has the thread again', async () => {
    const at = await echoing();
    at.meta.say(erna, 'hallo');
    at.meta.echoFrom('263902037430900', erna, 'Petra hier');
    await at.settled();
    at.clock.advance(24 * hour + 1);
    await at.settled();
    expect((await at.store.head(talk))?.owner).toEqual({ kind: 'bot' });
  });

  test('another app that writes silences the bot, and staff are told', async () => {
    const at = await echoing();
    at.meta.say(erna, 'hallo');
    await at.settled();
    at.meta.echoFrom('77', erna, 'Ich bin ein anderer Bot');
    await at.settled();
    at.meta.say(erna, 'und nun?');
    await at.settled();
    expect(at.meta.shownTo(erna)).toHaveLength(1);
    expect(await at.store.cases({ status: 'waiting' })).toMatchObject([{ reason: 'error' }]);
  });

  test('a message taken back is forgotten', async () => {
    const at = await echoing();
    const mid = at.meta.say(erna, 'Mein Geheimnis');
    await at.settled();
    at.meta.event(erna, { message: { mid, is_deleted: true } });
    await at.settled();
    const [first] = await at.store.entries(talk);
    expect(first).toMatchObject({ redacted: true });
  });

  test('a message is shown as seen', async () => {
    const at = await echoing();
    at.meta.say(erna, 'hallo');
    await at.settled();
    expect(at.meta.state.signs).toEqual([{ personId: erna, action: 'mark_seen' }]);
  });
});

describe('Instagram', () => {
  test('the same, within its own limits and without names', async () => {
    const guest = '9555';
    stage = await openStage(() => Promise.resolve(saying('Ä'.repeat(400) + '. ' + '👋'.repeat(300))));
    const { meta, settled, store } = stage;
    meta.say(guest, 'Hallo 👋');
    await settled();
    const id = `${guest}-${instagram}`;
    expect(await store.head(id)).toMatchObject({ channel: 'instagram' });
    const shown = meta.shownTo(guest);
    expect(shown.length).toBeGreaterThan(1);
    expect(
      shown
        .map(({ text }) => text)
        .join(' ')
        .replaceAll(' ', ''),
    ).toBe('Ä'.repeat(400) + '.' + '👋'.repeat(300));
    expect(await stage.statuses(id)).toEqual(shown.map(() => 'sent'));
  });

  test('comments there are answered and hidden with its own words', async () => {
    stage = await openStage(() => Promise.resolve(saying('x')), {}, { understand: () => understood('account.fees') });
    const { meta, settled } = stage;
    const question = meta.comment({ authorId: '9555', text: 'Wie hoch sind die Gebühren?', postId: '18001' });
    const secret = meta.comment({ authorId: '9556', text: 'DE89 3704 0044 0532 0130 00', postId: '18001' });
    await settled();
    const replies = [...meta.state.comments.values()].filter(({ parentId }) => parentId === question.id);
    expect(replies.map(({ text }) => text)).toEqual([expect.stringMatching(/^Automatische Antwort/)]);
    expect(meta.state.comments.get(secret.id)?.hidden).toBe(true);
  });
});

test('the token is in no address and in no line of the log, and every call is proved', async () => {
  const at = await echoing({ fault: () => null });
  at.meta.say(erna, 'hallo');
  await at.settled();
  await at.facebook.health.check();
  // The stand-in refuses a token in the address and calls without proof.
  expect(await at.statuses(talk)).toEqual(['sent']);
  expect(JSON.stringify(at.log.lines)).not.toContain('EAAtoken');
});
