import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, dial, errorOf, openDirectLine, secret, site, startChat, texts, type Opened } from './open.ts';

let opened: Opened;
beforeEach(async () => {
  opened = await openDirectLine();
});
afterEach(() => opened.close());

const post = (path: string, auth: string | null, body: unknown = {}, headers = {}) =>
  ask(`${opened.base}${path}`, { method: 'POST', auth, body, headers });
const payloadOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

describe('POST /tokens/generate', () => {
  test('gives the bank’s server a token for a user and its sites', async () => {
    const { status, json } = await post('/tokens/generate', secret, {
      user: { id: 'dl_kunde7', name: 'Erna Muster' },
      trustedOrigins: ['https://app.bank.example/chat'],
    });
    expect(status).toBe(200);
    expect(json).toEqual({ conversationId: expect.any(String), token: expect.any(String), expires_in: 3600 });
    expect(payloadOf(json['token'])).toMatchObject({ user: 'dl_kunde7', origins: ['https://app.bank.example'] });
    const started = await post('/conversations', String(json['token']), {}, { origin: 'https://app.bank.example' });
    expect(started.status).toBe(201);
    expect((await opened.store.head(String(json['conversationId'])))?.customer).toEqual({
      id: 'dl_kunde7',
      name: 'Erna Muster',
    });
    const elsewhere = await post('/conversations', String(json['token']), {}, { origin: site });
    expect(errorOf(elsewhere)).toEqual([403, 'WrongOrigin']);
  });

  test('makes a user where none is named', async () => {
    const { json } = await post('/tokens/generate', secret);
    expect(payloadOf(json['token'])['user']).toMatch(/^dl_.+/);
  });

  test('refuses no secret, a wrong one, a token instead, and ids that pages could forge', async () => {
    const { token } = await startChat(opened);
    expect(errorOf(await post('/tokens/generate', null))).toEqual([401, 'Unauthorized']);
    expect(errorOf(await post('/tokens/generate', 'the-secret-of-the-bang'))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post('/tokens/generate', token))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post('/tokens/generate', secret, { user: { id: 'kunde7' } }))).toEqual([400, 'BadArgument']);
    expect(errorOf(await post('/tokens/generate', secret, { trustedOrigins: ['bank'] }))).toEqual([400, 'BadArgument']);
    expect(errorOf(await post('/tokens/generate', secret, { trustedOrigins: 5 }))).toEqual([400, 'BadArgument']);
  });
});

describe('POST /tokens/refresh', () => {
  test('renews a valid token for the same conversation and user, whatever the content type', async () => {
    const { token, id, user } = await startChat(opened);
    opened.clock.advance(3000_000);
    const response = await fetch(`${opened.base}/tokens/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    });
    const json = (await response.json()) as Record<string, unknown>;
    expect([response.status, json['conversationId'], json['expires_in']]).toEqual([200, id, 3600]);
    expect(payloadOf(json['token'])['user']).toBe(user);
    opened.clock.advance(3000_000);
    expect((await ask(`${opened.base}/conversations/${id}`, { auth: String(json['token']) })).status).toBe(200);
  });

  test('refuses an expired token, the secret, nothing, and an erased conversation', async () => {
    const { token, id } = await startChat(opened);
    expect(errorOf(await post('/tokens/refresh', secret))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post('/tokens/refresh', null))).toEqual([401, 'Unauthorized']);
    await opened.store.erase(id);
    expect(errorOf(await post('/tokens/refresh', token))).toEqual([404, 'ConversationNotFound']);
    opened.clock.advance(3600_000);
    expect(errorOf(await post('/tokens/refresh', token))).toEqual([403, 'TokenExpired']);
  });
});

describe('POST /conversations', () => {
  test('begins with 201, wakes the bot once, and answers 200 from then on', async () => {
    const { json: got } = await ask(`${opened.own}/api/directline/token`, { body: {} });
    const id = String(got['conversationId']);
    expect(await opened.store.head(id)).toBeNull();
    const first = await post('/conversations', String(got['token']), { user: {}, locale: 'en-GB' });
    expect(first.status).toBe(201);
    expect(first.json).toEqual({
      conversationId: id,
      token: got['token'],
      expires_in: 3600,
      streamUrl: expect.stringMatching(/^ws:.*\/v3\/directline\/conversations\/.*\/stream\?t=.*&watermark=0$/),
    });
    const again = await post('/conversations', String(got['token']));
    expect([again.status, again.json['conversationId']]).toEqual([200, id]);
    await opened.settled(id);
    const entries = await opened.store.entries(id);
    expect(entries.filter(({ input }) => input)).toMatchObject([
      { who: 'system', audience: 'internal', activity: { type: 'conversationUpdate', locale: 'en-GB' } },
    ]);
    const stream = await dial(String(again.json['streamUrl']));
    await stream.until(() => stream.shown().length > 0);
    expect(texts(stream.shown())).toEqual(['Guten Tag!']);
  });

  test('two starts at once begin one conversation', async () => {
    const { json: got } = await ask(`${opened.own}/api/directline/token`, { body: {} });
    const starts = await Promise.all([1, 2, 3].map(() => post('/conversations', String(got['token']))));
    expect(starts.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
  });

  test('takes no body at all, and a strange language does not keep anybody out', async () => {
    const { json: got } = await ask(`${opened.own}/api/directline/token`, { body: {} });
    const bare = await ask(`${opened.base}/conversations`, { method: 'POST', auth: String(got['token']) });
    expect(bare.status).toBe(201);
    const { json: other } = await ask(`${opened.own}/api/directline/token`, { body: { locale: '!!' } });
    expect((await post('/conversations', String(other['token']), { locale: 'x'.repeat(99) })).status).toBe(201);
  });

  test('with the secret begins a new one for the user that the server names', async () => {
    const { status, json } = await post('/conversations', secret, { user: { id: 'kunde-7' } });
    expect(status).toBe(201);
    expect(payloadOf(json['token'])).toMatchObject({ user: 'kunde-7', conv: json['conversationId'] });
  });

  test('ignores a user that a page names', async () => {
    const { json: got } = await ask(`${opened.own}/api/directline/token`, { body: {} });
    await post('/conversations', String(got['token']), { user: { id: 'somebody-else' } });
    expect((await opened.store.head(String(got['conversationId'])))?.customer.id).toBe(got['userId']);
  });

  test('refuses nothing, nonsense, an expired token, an erased conversation', async () => {
    const { token, id } = await startChat(opened);
    expect(errorOf(await post('/conversations', null))).toEqual([401, 'Unauthorized']);
    expect(errorOf(await post('/conversations', 'nonsense'))).toEqual([403, 'Forbidden']);
    expect(errorOf(await post('/conversations', token, '{"user":'))).toEqual([400, 'BadSyntax']);
    await opened.store.erase(id);
    expect(errorOf(await post('/conversations', token))).toEqual([404, 'ConversationNotFound']);
    opened.clock.advance(3600_000);
    expect(errorOf(await post('/conversations', token))).toEqual([403, 'TokenExpired']);
  });
});

describe('GET /conversations/:id', () => {
  const streamOf = async (id: string, auth: string, query: string): Promise<string | null> => {
    const { json } = await ask(`${opened.base}/conversations/${id}${query}`, { auth });
    return new URL(String(json['streamUrl'])).searchParams.get('watermark');
  };

  test('always holds a token, and an address with the watermark: a number, all, or from now', async () => {
    const { token, id, say } = await startChat(opened);
    await say('Hallo');
    await opened.settled(id);
    const { status, json } = await ask(`${opened.base}/conversations/${id}?watermark=2`, { auth: token });
    expect(status).toBe(200);
    expect(json).toMatchObject({ conversationId: id, token, expires_in: 3600 });
    const newest = String((await opened.store.head(id))?.lastSeq);
    expect(await streamOf(id, token, '?watermark=2')).toBe('2');
    expect(await streamOf(id, token, '?watermark=')).toBe('0');
    expect(await streamOf(id, token, '')).toBe(newest);
    expect(await streamOf(id, token, '?watermark=99999')).toBe(newest);
  });

  test('renews a token that has lived half its life', async () => {
    const { token, id } = await startChat(opened);
    opened.clock.advance(1801_000);
    const { json } = await ask(`${opened.base}/conversations/${id}`, { auth: token });
    expect(json['token']).not.toBe(token);
    expect(json['expires_in']).toBe(3600);
  });

  test('with the secret gives a token of the conversation’s customer', async () => {
    const { id, user } = await startChat(opened);
    const { json } = await ask(`${opened.base}/conversations/${id}`, { auth: secret });
    expect(payloadOf(json['token'])).toMatchObject({ conv: id, user });
  });

  test('refuses nothing, another’s token, an expired one, a watermark that is none, what does not exist', async () => {
    const [mine, other] = [await startChat(opened), await startChat(opened)];
    const get = (id: string, auth: string | null, query = '') =>
      ask(`${opened.base}/conversations/${id}${query}`, { auth });
    expect(errorOf(await get(mine.id, null))).toEqual([401, 'Unauthorized']);
    expect(errorOf(await get(mine.id, other.token))).toEqual([403, 'Forbidden']);
    expect(errorOf(await get(mine.id, mine.token, '?watermark=abc'))).toEqual([400, 'BadArgument']);
    expect(errorOf(await get(mine.id, mine.token, '?watermark=-1'))).toEqual([400, 'BadArgument']);
    expect(errorOf(await get('nobody', secret))).toEqual([404, 'ConversationNotFound']);
    await opened.store.erase(mine.id);
    expect(errorOf(await get(mine.id, mine.token))).toEqual([404, 'ConversationNotFound']);
    opened.clock.advance(3600_000);
    expect(errorOf(await get(mine.id, mine.token))).toEqual([403, 'TokenExpired']);
  });
});
