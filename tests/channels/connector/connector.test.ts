import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { SchalterError } from '../../../src/platform/errors.ts';
import { askingFor, gate, sabine, saying, wordsOf } from '../../conversation/stage.ts';
import { breathe } from '../../support/breathe.ts';
import { activityOf, errorIn, openChannel, openConnector, repliesIn, type ChannelServer } from './stage.ts';

type Stage = Awaited<ReturnType<typeof openConnector>>;

let channel: ChannelServer;
const opened: Stage[] = [];
const name = 'bf:emulator:talk';

beforeEach(async () => {
  channel = await openChannel();
});
afterEach(async () => {
  for (const stage of opened.splice(0)) await stage.close();
  await channel.close();
});

async function open(handle: TurnHandler['handle'], options: Parameters<typeof openConnector>[1] = {}): Promise<Stage> {
  const stage = await openConnector(handle, options);
  opened.push(stage);
  return stage;
}
const echo: TurnHandler['handle'] = (turn) => Promise.resolve(saying(`Echo: ${wordsOf(turn)}`));
const openEcho = (options: Parameters<typeof openConnector>[1] = {}): Promise<Stage> => open(echo, options);
/** Asks for a person at the word "Mensch", else says the words back. */
const openDeskEcho = async (): Promise<Stage> => {
  const stage: Stage = await open((turn) =>
    wordsOf(turn) === 'Mensch' ? Promise.resolve(askingFor('f1', stage.clock.now())) : echo(turn),
  );
  return stage;
};
const normal = (more: Readonly<Record<string, unknown>> = {}) => activityOf({ serviceUrl: `${channel.url}/`, ...more });
const expecting = (more: Readonly<Record<string, unknown>> = {}) =>
  activityOf({ deliveryMode: 'expectReplies', ...more });

describe('delivery by serviceUrl', () => {
  test('the message is acknowledged with nothing, the reply goes to the channel', async () => {
    const { send } = await openEcho();
    const response = await send(normal());
    expect([response.status, await response.text()]).toEqual([200, '']);
    await channel.came(1);
    const [reply] = channel.posted;
    expect(reply?.path).toBe('/v3/conversations/talk/activities/activity-1');
    expect(reply?.activity).toMatchObject({
      type: 'message',
      text: 'Echo: hallo',
      replyToId: 'activity-1',
      channelId: 'emulator',
      conversation: { id: 'talk' },
      from: { id: 'bot-1', name: 'Mira' },
      recipient: { id: 'user-1', name: 'Erna' },
    });
    expect(reply?.headers).not.toHaveProperty('authorization');
  });

  test('ids are encoded in the path', async () => {
    const { send } = await openEcho();
    await send(normal({ id: 'a/../b?c', conversation: { id: '../x|y#z' } }));
    await channel.came(1);
    expect(channel.posted[0]?.path).toBe('/v3/conversations/..%2Fx%7Cy%23z/activities/a%2F..%2Fb%3Fc');
  });

  test('an attempt that may have arrived is repeated with the same id', async () => {
    const { send, clock, delivered } = await openEcho();
    channel.answers.push('hang up', [503]);
    await send(normal());
    for (const count of [1, 2]) {
      await channel.came(count);
      await delivered(name);
      await breathe();
      clock.advance(60_000);
    }
    await channel.came(3);
    const ids = channel.posted.map(({ activity }) => activity.id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/0000003$/);
  });

  test('a refusal is final, and the next message goes out', async () => {
    const { send, store, delivered } = await openEcho();
    channel.answers.push([403]);
    await send(normal());
    await channel.came(1);
    expect(await delivered(name)).toEqual(['failed']);
    await send(normal({ id: 'activity-2', text: 'noch da?' }));
    await channel.came(2);
    expect(await store.deliveries(name)).toMatchObject([{ status: 'failed', why: 'http-403' }, {}]);
  });

  test('a repeated message is taken once', async () => {
    const { send, store, settled } = await openEcho();
    await send(normal());
    await send(normal());
    await channel.came(1);
    await settled();
    expect((await store.entries(name)).filter((entry) => entry.who === 'bot')).toHaveLength(1);
  });

  test('what a person writes goes out under their name and answers nothing in particular', async () => {
    const { send, desk, runner } = await openDeskEcho();
    await send(normal({ text: 'Mensch' }));
    await runner.answered(name, 1);
    await desk.reply('f1', sabine, 'Guten Tag, hier ist Sabine.');
    await channel.came(1);
    const [reply] = channel.posted;
    expect(reply?.path).toBe('/v3/conversations/talk/activities');
    expect(reply?.activity).toMatchObject({
      text: 'Guten Tag, hier ist Sabine.',
      from: { id: 'bot-1', name: 'Sabine Weber', role: 'bot' },
    });
    expect(reply?.activity).not.toHaveProperty('replyToId');
    expect(JSON.stringify(reply?.activity)).not.toMatch(/"sabine"/);
  });

  test('a new serviceUrl is used from then on', async () => {
    const { send } = await openEcho();
    const other = await openChannel();
    await send(normal());
    await channel.came(1);
    await send(normal({ id: 'activity-2', serviceUrl: other.url }));
    await other.came(1);
    expect(channel.posted).toHaveLength(1);
    await other.close();
  });

  test('with an app id the call carries its token', async () => {
    const { send } = await openEcho({
      authentication: { check: () => Promise.resolve(), token: () => Promise.resolve('ey.token') },
    });
    await send(normal());
    await channel.came(1);
    expect(channel.posted[0]?.headers.authorization).toBe('Bearer ey.token');
  });
});

describe('expectReplies', () => {
  test('the replies come with the answer and are not pushed', async () => {
    const { send, store } = await openEcho();
    const replies = await repliesIn(await send(expecting({ serviceUrl: channel.url })));
    expect(replies).toMatchObject([{ text: 'Echo: hallo', replyToId: 'activity-1', conversation: { id: 'talk' } }]);
    expect(await store.deliveries(name)).toEqual([]);
    expect(channel.posted).toEqual([]);
  });

  test('the conversation has the channel’s own id, also without a serviceUrl', async () => {
    const { send } = await openEcho();
    const [reply] = await repliesIn(await send(expecting({ channelId: 'a:b c', conversation: { id: 'x:y' } })));
    expect(reply).toMatchObject({ channelId: 'a:b c', conversation: { id: 'x:y' } });
  });

  test('a repetition gets the first answer again', async () => {
    const { send } = await openEcho();
    const first = await repliesIn(await send(expecting()));
    await repliesIn(await send(expecting({ id: 'activity-2', text: 'weiter' })));
    expect(await repliesIn(await send(expecting()))).toEqual(first);
  });

  test('of several that wait the last gets the replies, the others none', async () => {
    const door = gate();
    const { send, store } = await open(async (turn) => {
      if (wordsOf(turn) === 'eins') await door.opened;
      return echo(turn);
    });
    const first = send(expecting({ text: 'eins' }));
    while ((await store.head(name)) === null) await breathe(1);
    const others = [send(expecting({ id: 'b', text: 'zwei' }))];
    while ((await store.head(name))?.lastInput !== 2) await breathe(1);
    others.push(send(expecting({ id: 'c', text: 'drei' })));
    while ((await store.head(name))?.lastInput !== 3) await breathe(1);
    door.open();
    const texts = async (response: Promise<Response>): Promise<unknown> =>
      (await repliesIn(await response)).map(({ text }) => text);
    expect(await texts(first)).toEqual(['Echo: eins']);
    expect(await Promise.all(others.map(texts))).toEqual([[], ['Echo: zwei + drei']]);
  });

  test('a turn that takes too long answers 504, and the same request later gets the replies', async () => {
    const door = gate();
    const { send, clock, store } = await open(async (turn) => {
      await door.opened;
      return echo(turn);
    });
    const late = send(expecting());
    while ((await store.head(name)) === null) await breathe(1);
    await breathe();
    clock.advance(14_000);
    expect(await errorIn(await late)).toEqual([504, 'TurnTimeout']);
    door.open();
    expect(await repliesIn(await send(expecting()))).toMatchObject([{ text: 'Echo: hallo' }]);
  });

  test('a foreign serviceUrl is never called, neither then nor later', async () => {
    const { send, desk, store } = await openDeskEcho();
    const foreign = { serviceUrl: 'http://198.51.100.7:9/steal' };
    expect((await send(expecting({ ...foreign, text: 'Mensch' }))).status).toBe(200);
    expect((await store.head(name))?.reference).toBeNull();
    await desk.reply('f1', sabine, 'nur für den Kunden');
    await breathe();
    expect(await store.deliveries(name)).toEqual([]);
    expect(JSON.stringify(await store.entries(name))).not.toContain('198.51.100.7');
  });
});

describe('who may post, and whom the service may call', () => {
  test.each([
    ['another machine', 'http://198.51.100.7/'],
    ['a name', 'https://channel.example/'],
    ['a name that looks like this machine', 'http://127.0.0.1.channel.example/'],
    ['a name that begins like this machine', 'http://localhost.channel.example/'],
    ['a user before the address', 'http://127.0.0.1@198.51.100.7/'],
    ['a user on this machine', 'http://user:pass@127.0.0.1:9/'],
    ['the unspecified address', 'http://0.0.0.0:9/'],
    ['the cloud’s metadata', 'http://169.254.169.254/latest/'],
    ['another protocol', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a query that swallows the path', 'http://127.0.0.1:9/delete?x='],
    ['an empty query', 'http://127.0.0.1:9/delete?'],
    ['a fragment', 'http://127.0.0.1:9/#'],
    ['no address at all', 'loopback'],
  ])('%s is no serviceUrl', async (_what, serviceUrl) => {
    const { send, store } = await openEcho();
    const response = await send(activityOf({ serviceUrl }));
    expect(await errorIn(response)).toEqual([403, 'ServiceUrlNotAllowed']);
    expect(await store.head(name)).toBeNull();
  });

  test.each(['http://localhost:1', 'http://[::1]:1/', 'http://127.8.9.1:1///'])(
    '%s is this machine',
    async (serviceUrl) => {
      const { send } = await openEcho();
      expect((await send(activityOf({ serviceUrl }))).status).toBe(200);
    },
  );

  test('without a serviceUrl there is nowhere to answer', async () => {
    const { send } = await openEcho();
    expect(await errorIn(await send(activityOf()))).toEqual([400, 'BadArgument']);
  });

  test('redirects are not followed', async () => {
    const { send, delivered } = await openEcho();
    const inside = await openChannel();
    channel.answers.push([307, { location: `${inside.url}/admin` }]);
    await send(normal());
    await channel.came(1);
    expect(await delivered(name)).toEqual(['pending']);
    expect(inside.posted).toEqual([]);
    await inside.close();
  });

  test('a request that a proxy handed on does not come from this machine', async () => {
    const { send, store } = await openEcho();
    expect(await errorIn(await send(normal(), { 'x-forwarded-for': '203.0.113.9' }))).toEqual([401, 'Unauthorized']);
    expect(await errorIn(await send(normal(), { forwarded: 'for=203.0.113.9' }))).toEqual([401, 'Unauthorized']);
    expect(await store.head(name)).toBeNull();
    expect((await send(normal(), { 'x-forwarded-for': '127.0.0.1' })).status).toBe(200);
  });

  test('such a request is taken where the operator allows it; its serviceUrl stays on this machine', async () => {
    const { send } = await openEcho({ allowUnauthenticated: true });
    const from = { 'x-forwarded-for': '203.0.113.9' };
    expect((await send(normal(), from)).status).toBe(200);
    const foreign = await send(activityOf({ serviceUrl: 'https://channel.example/' }), from);
    expect(await errorIn(foreign)).toEqual([403, 'ServiceUrlNotAllowed']);
  });

  test('with an app id a request without a good token keeps nothing', async () => {
    const { send, store } = await openEcho({
      authentication: {
        check: () => Promise.reject(new SchalterError('Unauthorized')),
        token: () => Promise.resolve(''),
      },
    });
    expect(await errorIn(await send(normal()))).toEqual([401, 'Unauthorized']);
    expect(await store.head(name)).toBeNull();
  });

  test('a conversation of another channel cannot be reached by naming its id', async () => {
    const { send, store, receive } = await openEcho();
    await receive('geheim', { conversationId: 'dl-1', channel: 'directline' });
    for (const [channelId, id] of [
      ['directline', 'dl-1'],
      ['emulator', 'x:1'],
      ['emulator:x', '1'],
      ['emulator%3Ax', '1'],
    ])
      expect((await send(expecting({ channelId, conversation: { id } }))).status).toBe(200);
    const names = ['dl-1', 'bf:directline:dl-1', 'bf:emulator:x:1', 'bf:emulator%3Ax:1', 'bf:emulator%253Ax:1'];
    for (const each of names)
      expect((await store.entries(each)).filter((entry) => entry.who === 'customer')).toHaveLength(1);
  });
});

describe('what comes in', () => {
  test.each([
    ['no JSON', '{"type":'],
    ['an array', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['nothing', ''],
    ['20,000 nested arrays', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['20,000 nested arrays in a value', `{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['no conversation', JSON.stringify(normalWithout('conversation'))],
    ['no sender', JSON.stringify(normalWithout('from'))],
    ['no channel', JSON.stringify(normalWithout('channelId'))],
    ['no type', JSON.stringify(normalWithout('type'))],
    ['a text that is none', JSON.stringify(activityOf({ text: { geheim: 1 } }))],
    ['a conversation id that is none', JSON.stringify(activityOf({ conversation: { id: 5 } }))],
    ['an empty conversation id', JSON.stringify(activityOf({ conversation: { id: '' } }))],
    ['a huge conversation id', JSON.stringify(activityOf({ conversation: { id: 'geheim'.repeat(1000) } }))],
    ['a huge activity id', JSON.stringify(activityOf({ id: 'geheim'.repeat(1000) }))],
    ['half a letter in an id', JSON.stringify(activityOf({ conversation: { id: 'geheim\ud800' } }))],
    ['half a letter in the channel', JSON.stringify(activityOf({ channelId: '\udc00geheim' }))],
    ['attachments that are none', JSON.stringify(activityOf({ attachments: ['geheim'] }))],
    ['an unknown way of delivery', JSON.stringify(activityOf({ deliveryMode: 'geheim' }))],
    ['a serviceUrl that is none', JSON.stringify(activityOf({ serviceUrl: { geheim: 'geheim' } }))],
  ])('%s is refused in the one form, and nothing of it is quoted', async (_what, body) => {
    const { send, log, store } = await openEcho();
    const response = await send(body);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(JSON.parse(text)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(text + JSON.stringify(log.lines)).not.toMatch(/geheim|\[\[/);
    expect(await store.openWork()).toEqual([]);
  });

  test('10 MB are refused, and the service goes on', async () => {
    const { send } = await openEcho();
    const large = await send(`{"text":"${'x'.repeat(10_000_000)}"}`).catch(() => null);
    if (large !== null) expect(await errorIn(large)).toEqual([413, 'TooLarge']);
    expect((await send(normal())).status).toBe(200);
  });

  test('nulls where a field may be absent are no fault', async () => {
    const { send } = await openEcho();
    const body = expecting({ id: null, locale: null, value: null, attachments: null, entities: null, name: null });
    expect(await repliesIn(await send(body))).toMatchObject([{ text: 'Echo: hallo' }]);
  });

  test('an unknown conversation is a new one', async () => {
    const { send, store } = await openEcho();
    await send(expecting({ conversation: { id: 'never seen' } }));
    expect(await store.head('bf:emulator:never seen')).not.toBeNull();
  });

  test('typing and reactions are taken and not kept', async () => {
    const { send, store } = await openEcho();
    for (const type of ['typing', 'messageReaction', 'endOfConversation', 'whatever'])
      expect((await send(normal({ type }))).status).toBe(200);
    expect(await store.head(name)).toBeNull();
  });

  test('invoke is honestly not implemented', async () => {
    const { send } = await openEcho();
    expect(await errorIn(await send(normal({ type: 'invoke' })))).toEqual([501, 'NotImplemented']);
  });

  test('a conversationUpdate wakes the bot, and the customer is who was added', async () => {
    const { send, store, runner } = await openEcho();
    const added = [{ id: 'bot-1' }, { id: 'user-9', name: 'Erna' }];
    await send(normal({ type: 'conversationUpdate', from: { id: 'talk' }, membersAdded: added, text: undefined }));
    await runner.answered(name, 1);
    expect(await store.head(name)).toMatchObject({ customer: { id: 'user-9', name: 'Erna' } });
    expect((await store.entries(name, { audience: 'customer' })).every((entry) => entry.who === 'bot')).toBe(true);
  });

  test('when nothing can be stored nothing is acknowledged', async () => {
    const { send, store } = await openEcho();
    store.full = true;
    expect(await errorIn(await send(normal()))).toEqual([503, 'StorageUnavailable']);
    store.full = false;
    expect((await send(normal())).status).toBe(200);
    await channel.came(1);
  });
});

function normalWithout(field: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(activityOf()).filter(([key]) => key !== field));
}
