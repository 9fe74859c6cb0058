import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createConversationLog } from '../../../src/conversation/log.ts';
import { cleanActivity } from '../../../src/conversation/door/activity.ts';
import { SchalterError } from '../../../src/platform/errors.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import {
  ask,
  errorOf,
  expectRising,
  openDirectLine,
  secret,
  startChat,
  texts,
  type Chat,
  type Opened,
  type Shown,
} from './open.ts';

let opened: Opened;
let chat: Chat;
beforeEach(async () => {
  opened = await openDirectLine();
  chat = await startChat(opened);
});
afterEach(() => opened.close());

const post = (activity: unknown, auth: string | null = chat.token, id = chat.id) =>
  ask(`${opened.base}/conversations/${id}/activities`, { method: 'POST', auth, body: activity });
const poll = async (query = '', auth: string | null = chat.token) => {
  await opened.settled(chat.id);
  const reply = await ask(`${opened.base}/conversations/${chat.id}/activities${query}`, { auth });
  return { ...reply, shown: (reply.json['activities'] ?? []) as Shown[], watermark: reply.json['watermark'] };
};

describe('POST /conversations/:id/activities', () => {
  test('answers with the id of the echo, which keeps what the client needs to find its message again', async () => {
    const channelData = { clientActivityID: 'abc123', clientTimestamp: '2026-11-23T09:00:00.000Z', theirs: 'x' };
    const { status, json } = await post({ type: 'message', text: 'Hallo', locale: 'de-DE', channelData });
    expect(status).toBe(200);
    const echo = (await poll()).shown.find(({ id }) => id === json['id']);
    expect(echo).toMatchObject({
      type: 'message',
      text: 'Hallo',
      textFormat: 'plain',
      locale: 'de-DE',
      from: { id: chat.user, role: 'user' },
      channelId: 'directline',
      conversation: { id: chat.id },
    });
    expect(echo?.channelData).toEqual({
      clientActivityID: 'abc123',
      clientTimestamp: '2026-11-23T09:00:00.000Z',
    });
  });

  test('nothing that the service sets can be forged', async () => {
    const { json } = await post({
      type: 'message',
      text: 'Hallo',
      id: 'mine',
      timestamp: '1999-01-01T00:00:00Z',
      from: { id: 'schalter', name: 'Schalter', role: 'bot' },
      recipient: { id: 'somebody' },
      conversation: { id: 'another' },
      channelId: 'facebook',
      serviceUrl: 'https://evil.example',
      deliveryMode: 'expectReplies',
      replyToId: 'x',
      entities: [{ type: 'x' }],
    });
    const echo = (await poll()).shown.find(({ id }) => id === json['id']);
    expect(echo).toEqual({
      type: 'message',
      text: 'Hallo',
      textFormat: 'plain',
      id: json['id'],
      timestamp: expect.stringMatching(/^2026-11-23T09:00/),
      channelId: 'directline',
      conversation: { id: chat.id },
      from: { id: chat.user, name: '', role: 'user' },
    });
    expect(JSON.stringify(await opened.store.entries(chat.id))).not.toMatch(/evil|facebook|somebody|expectReplies/);
  });

  test('a repeated message is kept once and gets the first id again, also when both come at once', async () => {
    const message = { type: 'message', text: 'Hallo', channelData: { clientActivityID: 'once' } };
    const replies = await Promise.all([post(message), post(message), post({ ...message, text: 'anders' })]);
    expect(new Set(replies.map(({ json }) => json['id'])).size).toBe(1);
    expect((await post(message)).json['id']).toBe(replies[0].json['id']);
    const { shown } = await poll();
    expect(shown.filter(({ from }) => from.role === 'user')).toHaveLength(1);
    expect(opened.events.filter((event) => event === 'activity.duplicate')).toHaveLength(3);
    const other = await startChat(opened);
    expect((await other.say('Hallo', 'once')).json['id']).toMatch(new RegExp(`^${other.id}\\|`));
  });

  test('keeps buttons’ values and events, and passes both on', async () => {
    await post({ type: 'message', value: { choose: 'account.fees' }, channelData: { postBack: true } });
    await post({
      type: 'message',
      text: 'a',
      value: 1,
      channelData: { messageBack: { displayText: 'Konto', more: 1 } },
    });
    await post({ type: 'event', name: 'webchat/join', value: { language: 'de' } });
    const { shown } = await poll();
    expect(shown.filter(({ from }) => from.role === 'user')).toMatchObject([
      { type: 'message', text: '', value: { choose: 'account.fees' }, channelData: { postBack: true } },
      { type: 'message', text: 'a', value: 1, channelData: { messageBack: { displayText: 'Konto' } } },
      { type: 'event', name: 'webchat/join', value: { language: 'de' } },
    ]);
    expect(JSON.stringify(shown)).not.toContain('more');
  });

  test('of entities keeps only where the customer says to be, and only its numbers', async () => {
    const entities = [
      { type: 'ClientCapabilities', requiresBotState: true },
      { type: 'GeoCoordinates', latitude: 91, longitude: 0 },
      { type: 'GeoCoordinates', latitude: 52.1, longitude: 10.2, name: 'zu Hause' },
      'nonsense',
    ];
    await post({ type: 'message', text: 'Wo ist die nächste Filiale?', entities });
    const [kept] = (await opened.store.entries(chat.id)).filter(({ who }) => who === 'customer');
    expect(kept?.activity.entities).toEqual([{ type: 'GeoCoordinates', latitude: 52.1, longitude: 10.2 }]);
  });

  test('typing and the end of a conversation are acknowledged and not kept', async () => {
    const before = await opened.store.head(chat.id);
    for (const type of ['typing', 'endOfConversation'])
      expect(await post({ type })).toMatchObject({ status: 200, json: { id: expect.any(String) } });
    await opened.settled(chat.id);
    expect((await opened.store.entries(chat.id)).filter(({ who }) => who === 'customer')).toEqual([]);
    expect((await opened.store.head(chat.id))?.lastInput).toBe(before?.lastInput);
  });

  test('takes 4,000 characters and refuses one more with a code that clients can explain', async () => {
    expect((await post({ type: 'message', text: 'ä'.repeat(4000) })).status).toBe(200);
    expect(errorOf(await post({ type: 'message', text: 'ä'.repeat(4001) }))).toEqual([413, 'MessageTooLong']);
  });

  test.each([
    ['malformed JSON', '{"type":', 400, 'BadSyntax'],
    [
      '20,000 nested arrays',
      `{"type":"event","name":"x","value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      400,
      'TooDeep',
    ],
    ['10 MB', `{"type":"message","text":"${' '.repeat(10_000_000)}"}`, 413, 'TooLarge'],
    ['an array', [], 400, 'BadArgument'],
    ['null', 'null', 400, 'BadArgument'],
    ['nothing', '', 400, 'BadArgument'],
    ['a number for a text', { type: 'message', text: 4711 }, 400, 'BadArgument'],
    ['a text for channelData', { type: 'message', text: 'x', channelData: '4711' }, 400, 'BadArgument'],
    ['a message without anything', { type: 'message', text: '  ' }, 400, 'BadArgument'],
    ['an event without a name', { type: 'event' }, 400, 'BadArgument'],
    ['an event of the house', { type: 'event', name: 'handoff.returned' }, 400, 'BadArgument'],
    ['a timer of the house', { type: 'event', name: 'Timer.case-waiting' }, 400, 'BadArgument'],
    ['a conversationUpdate', { type: 'conversationUpdate', membersAdded: [{ id: 'x' }] }, 400, 'BadArgument'],
    ['a trace', { type: 'trace', name: 'turn' }, 400, 'BadArgument'],
    [
      'an attachment',
      { type: 'message', text: 'x', attachments: [{ contentUrl: 'data:,4711' }] },
      409,
      'UploadRefused',
    ],
    ['an empty client id', { type: 'message', text: 'x', channelData: { clientActivityID: '' } }, 400, 'BadArgument'],
    [
      'a long client id',
      { type: 'message', text: 'x', channelData: { clientActivityID: 'x'.repeat(201) } },
      400,
      'BadArgument',
    ],
  ])('answers %s with its code, quotes nothing and keeps nothing', async (_name, body, status, code) => {
    await opened.settled(chat.id);
    const before = (await opened.store.head(chat.id))?.lastSeq;
    const reply = await post(body);
    expect(errorOf(reply)).toEqual([status, code]);
    expect(JSON.stringify(reply.json)).not.toContain('4711');
    expect((await opened.store.head(chat.id))?.lastSeq).toBe(before);
  });

  test('refuses nobody, a wrong token, another’s token, an expired one, a stream’s, and what does not exist', async () => {
    const message = { type: 'message', text: 'Hallo' };
    const other = await startChat(opened);
    const stream = new URL(chat.streamUrl).searchParams.get('t');
    expect(errorOf(await post(message, null))).toEqual([401, 'Unauthorized']);
    expect(errorOf(await post(message, 'nonsense'))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post(message, other.token))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post(message, stream))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post(message, secret, 'nobody'))).toEqual([404, 'ConversationNotFound']);
    const { json: unused } = await ask(`${opened.own}/api/directline/token`, { body: {} });
    expect(errorOf(await post(message, String(unused['token']), String(unused['conversationId'])))).toEqual([
      404,
      'ConversationNotFound',
    ]);
    await opened.store.erase(chat.id);
    expect(errorOf(await post(message))).toEqual([404, 'ConversationNotFound']);
    expect(errorOf(await post({ type: 'typing' }))).toEqual([404, 'ConversationNotFound']);
    opened.clock.advance(3600_000);
    expect(errorOf(await post(message))).toEqual([403, 'TokenExpired']);
  });

  test('with the secret speaks as the conversation’s customer', async () => {
    const { json } = await post({ type: 'message', text: 'Hallo', from: { id: 'x' } }, secret);
    expect((await poll()).shown.find(({ id }) => id === json['id'])?.from.id).toBe(chat.user);
  });

  test('what must never be kept is taken out before it is stored', async () => {
    await post({ type: 'message', text: 'Meine Karte 4111 1111 1111 1111', value: { n: '4111111111111111' } });
    expect(JSON.stringify(await opened.store.entries(chat.id))).not.toMatch(/4111 ?1111/);
  });
});

describe('GET /conversations/:id/activities', () => {
  test('gives everything without a watermark and with an empty one, and only what is new with a number', async () => {
    const empty = await poll();
    expect([texts(empty.shown), empty.watermark]).toEqual([['Guten Tag!'], '3']);
    await chat.say('eins');
    const all = await poll('?watermark=');
    expect(texts(all.shown)).toEqual(['Guten Tag!', 'eins', 'eins']);
    expect(texts((await poll(`?watermark=${String(empty.watermark)}`)).shown)).toEqual(['eins', 'eins']);
    const none = await poll(`?watermark=${String(all.watermark)}`);
    expect([none.shown, none.watermark]).toEqual([[], all.watermark]);
  });

  test('ids stay the same at every reading, times rise strictly even when the clock steps back', async () => {
    await chat.say('eins');
    await opened.settled(chat.id);
    opened.clock.set(opened.clock.now() - 60_000);
    await chat.say('zwei');
    const first = await poll();
    const again = await poll();
    expect(again.shown).toEqual(first.shown);
    expectRising(first.shown);
  });

  test('a reply names what it answers, also when the echo was read earlier; the greeting names nothing', async () => {
    await opened.settled(chat.id);
    const { json } = await chat.say('eins');
    await opened.settled(chat.id);
    const { shown } = await poll();
    expect(shown.map(({ replyToId }) => replyToId)).toEqual([undefined, undefined, json['id']]);
    const echoSeq = Number(String(json['id']).split('|')[1]);
    expect((await poll(`?watermark=${String(echoSeq)}`)).shown[0]?.replyToId).toBe(json['id']);
  });

  test('shows what was erased as an empty message, so that clients replace what they have', async () => {
    const { json } = await chat.say('etwas Persönliches', 'c1');
    await opened.settled(chat.id);
    await opened.store.redact(chat.id, Number(String(json['id']).split('|')[1]));
    const echo = (await poll()).shown.find(({ id }) => id === json['id']);
    expect(echo).toMatchObject({ type: 'message', text: '', channelData: { schalter: { redacted: true } } });
  });

  test('refuses nobody, another’s token, an expired one, an erased conversation, a watermark that is none', async () => {
    const other = await startChat(opened);
    expect(errorOf(await poll('', null))).toEqual([401, 'Unauthorized']);
    expect(errorOf(await poll('', other.token))).toEqual([403, 'Forbidden']);
    expect(errorOf(await poll('?watermark=1e3'))).toEqual([400, 'BadArgument']);
    await opened.store.erase(chat.id);
    expect(errorOf(await poll())).toEqual([404, 'ConversationNotFound']);
    opened.clock.advance(3600_000);
    expect(errorOf(await poll())).toEqual([403, 'TokenExpired']);
  });
});

describe('The other addresses', () => {
  test('uploads are refused, for everybody, while nobody has asked for a file', async () => {
    const upload = (auth: string | null) =>
      ask(`${opened.base}/conversations/${chat.id}/upload?userId=dl_x`, { method: 'POST', auth, body: 'photo' });
    expect(errorOf(await upload(chat.token))).toEqual([409, 'UploadRefused']);
    expect(errorOf(await upload(null))).toEqual([401, 'Unauthorized']);
  });

  test('a session id is given to whoever has a token', async () => {
    const url = `${opened.base}/session/getsessionid`;
    expect(await ask(url, { auth: chat.token })).toMatchObject({
      status: 200,
      json: { sessionId: expect.any(String) },
    });
    expect(errorOf(await ask(url))).toEqual([401, 'Unauthorized']);
  });

  test('what does not exist answers in the same form', async () => {
    expect(errorOf(await ask(`${opened.base}/stream/multimodal`, { auth: chat.token }))).toEqual([404, 'NotFound']);
    expect(errorOf(await ask(`${opened.base}/tokens/generate`))).toEqual([405, 'MethodNotAllowed']);
  });
});

describe('A store that cannot write', () => {
  const openFailing = async () => {
    const clock = createManualClock();
    const store = createMemoryStore(clock);
    let failing = false;
    let refused = 0;
    const shaky: typeof store = {
      ...store,
      write: (id, options, decide) => {
        if (!failing) return store.write(id, options, decide);
        refused += 1;
        return Promise.reject(new SchalterError('StorageUnavailable'));
      },
    };
    const service = await openDirectLine({
      store: shaky,
      clock,
      conversations: createConversationLog(shaky, cleanActivity),
    });
    return { service, clock, fail: (value: boolean) => void (failing = value), refused: () => refused };
  };
  test('refuses a message with 503, acknowledges nothing, and goes on when there is room', async () => {
    const { service, fail } = await openFailing();
    try {
      const visitor = await startChat(service);
      fail(true);
      expect(errorOf(await visitor.say('Hallo', 'c1'))).toEqual([503, 'StorageUnavailable']);
      fail(false);
      expect((await visitor.say('Hallo', 'c1')).status).toBe(200);
    } finally {
      await service.close();
    }
  });

  test('lets a start wait for room, because clients give up for good', async () => {
    const { service, clock, fail, refused } = await openFailing();
    try {
      const { json } = await ask(`${service.own}/api/directline/token`, { body: {} });
      fail(true);
      let answered = false;
      const start = ask(`${service.base}/conversations`, { auth: String(json['token']), body: {} }).then((reply) => {
        answered = true;
        return reply;
      });
      while (refused() === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(answered).toBe(false);
      fail(false);
      clock.advance(250);
      expect((await start).status).toBe(201);
    } finally {
      await service.close();
    }
  });
});

describe('Limits', () => {
  const limits = {
    tokensPerAddress: { count: 3, seconds: 60 },
    messagesPerAddress: { count: 5, seconds: 60 },
    messagesPerConversation: { count: 2, seconds: 60 },
  };

  test('hold for tokens and messages, never for starting a conversation nor for the bank’s server', async () => {
    const service = await openDirectLine({ rateLimits: limits });
    try {
      const token = (auth: string | null = null) => ask(`${service.own}/api/directline/token`, { auth, body: {} });
      const [one, two] = [await startChat(service), await startChat(service)];
      await startChat(service);
      const refused = await token();
      expect(errorOf(refused)).toEqual([429, 'TooManyRequests']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await token(secret)).status).toBe(200);

      await one.say('1');
      await one.say('2');
      expect(errorOf(await one.say('3'))).toEqual([429, 'TooManyRequests']);
      expect((await two.say('1')).status).toBe(200);
      for (let start = 0; start < 10; start += 1)
        expect((await ask(`${service.base}/conversations`, { auth: one.token, body: {} })).status).toBe(200);
      for (let say = 0; say < 5; say += 1)
        expect(
          (
            await ask(`${service.base}/conversations/${one.id}/activities`, {
              auth: secret,
              body: { type: 'message', text: 'x' },
            })
          ).status,
        ).toBe(200);
      expect(service.events.filter((event) => event === 'limited')).toHaveLength(2);
    } finally {
      await service.close();
    }
  });
});
