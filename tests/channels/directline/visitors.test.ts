import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { ask, errorOf, openDirectLine, secret, site, startChat, type Opened, type Reply } from './open.ts';

let opened: Opened;
beforeEach(async () => {
  opened = await openDirectLine();
});
afterEach(() => opened.close());

const token = (body: unknown = {}, headers: Record<string, string> = {}, auth: string | null = null): Promise<Reply> =>
  ask(`${opened.own}/api/directline/token`, { method: 'POST', auth, body, headers });
const begin = (reply: Reply, headers: Record<string, string> = {}): Promise<Reply> =>
  ask(`${opened.base}/conversations`, { auth: String(reply.json['token']), body: {}, headers });
const signed = (claims: object, { key = secret, seconds = 60 } = {}): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(opened.clock.now() / 1000) + seconds)
    .sign(Buffer.from(key));
const cookieOf = (reply: Reply): string => reply.headers.get('set-cookie') ?? '';

describe('POST /api/directline/token', () => {
  test('gives a visitor a random user, a conversation and a credential to come back with', async () => {
    const { status, json } = await token();
    expect(status).toBe(200);
    expect(json).toEqual({
      token: expect.any(String),
      conversationId: expect.any(String),
      expires_in: 3600,
      userId: expect.stringMatching(/^dl_/),
      resume: expect.any(String),
    });
  });

  test('writes nothing: a conversation and its binding begin when they are used', async () => {
    const before = (await opened.store.records('visitor')).size;
    const got = await token();
    expect(await opened.store.head(String(got.json['conversationId']))).toBeNull();
    expect((await opened.store.records('visitor')).size).toBe(before);
    await begin(got);
    const records = await opened.store.records('visitor');
    expect([...records.values()]).toEqual([{ conversationId: got.json['conversationId'], userId: got.json['userId'] }]);
    // Only the digest is kept: who reads the data folder cannot come back as anybody.
    expect(JSON.stringify([...records])).not.toContain(String(got.json['resume']));
  });

  test('staff learn whether the bank vouches for a customer; a name alone vouches for nothing', async () => {
    const customerOf = async (got: Reply) => {
      await begin(got);
      return (await opened.store.head(String(got.json['conversationId'])))?.customer;
    };
    const name = 'Erna';
    expect(await customerOf(await token({ user: { token: await signed({ sub: 'k-1', name }) } }))).toEqual({
      id: 'k-1',
      name,
      identity: 'signed-in',
    });
    expect(await customerOf(await token({ user: { id: 'k-2' } }, {}, secret))).toEqual({
      id: 'k-2',
      identity: 'signed-in',
    });
    expect(await customerOf(await token({ user: { id: 'k-1', name } }))).toEqual({
      id: expect.stringMatching(/^dl_/),
      name,
    });
  });

  test('a browser comes back to its conversation with its credential, also after the service restarted', async () => {
    const chat = await startChat(opened);
    const again = await token({ resume: chat.resume });
    expect(again.json).toMatchObject({ conversationId: chat.id, userId: chat.user, resume: chat.resume });
    const other = await openDirectLine({ store: opened.store });
    try {
      const { json } = await ask(`${other.own}/api/directline/token`, { body: { resume: chat.resume } });
      expect(json).toMatchObject({ conversationId: chat.id, userId: chat.user });
    } finally {
      await other.close();
    }
  });

  test.each([
    ['a guessed credential', () => 'guess'],
    ['the conversation’s id', (chat: { id: string }) => chat.id],
    ['the stored digest', (_chat: { id: string }, digests: readonly string[]) => digests[0]],
  ])('%s opens nothing', async (_name, credential) => {
    const chat = await startChat(opened);
    const digests = [...(await opened.store.records('visitor')).keys()];
    const { json } = await token({ resume: credential(chat, digests) });
    expect(json['conversationId']).not.toBe(chat.id);
    expect(json['userId']).not.toBe(chat.user);
  });

  test('an erased conversation is not found again: the browser gets a new one', async () => {
    const chat = await startChat(opened);
    await opened.store.erase(chat.id);
    const { json } = await token({ resume: chat.resume });
    expect([json['conversationId'] === chat.id, json['resume'] === chat.resume]).toEqual([false, false]);
  });

  test('a visitor cannot say who they are', async () => {
    const { json } = await token({ user: { id: 'dl_somebody', name: 'Erna' } });
    expect(json['userId']).not.toBe('dl_somebody');
  });

  test('keeps the name and the language for the beginning', async () => {
    const got = await token({ user: { name: 'Erna 4111 1111 1111 1111' }, locale: 'en' });
    await begin(got);
    const id = String(got.json['conversationId']);
    const name = (await opened.store.head(id))?.customer.name;
    expect(name).toMatch(/^Erna /);
    expect(name).not.toContain('4111');
    expect((await opened.store.entries(id))[0]?.activity.locale).toBe('en');
  });

  test.each([
    ['a text', '"x"'],
    ['a number as user', { user: 5 }],
    ['a number as id', { user: { id: 5 } }],
    ['a list as credential', { resume: ['x'] }],
    ['an endless id', { user: { id: 'x'.repeat(101) } }],
  ])('refuses %s', async (_name, body) => {
    expect(errorOf(await token(body))).toEqual([400, 'BadArgument']);
  });
});

describe('The bank’s own users', () => {
  test('are named by the bank’s server with the secret', async () => {
    const { json } = await token({ user: { id: 'kunde-7', name: 'Erna Muster' } }, {}, secret);
    expect(json['userId']).toBe('kunde-7');
    expect(errorOf(await token({ user: { id: 'kunde-7' } }, {}, 'a-wrong-secret-0123456'))).toEqual([403, 'Forbidden']);
  });

  test('are named by a page with a user that the bank has signed', async () => {
    const got = await token({ user: { id: 'ignored', token: await signed({ sub: 'kunde-7', name: 'Erna Muster' }) } });
    expect(got.json['userId']).toBe('kunde-7');
    await begin(got);
    expect((await opened.store.head(String(got.json['conversationId'])))?.customer).toEqual({
      id: 'kunde-7',
      name: 'Erna Muster',
      identity: 'signed-in',
    });
  });

  test('a signature that is wrong, old or without an end is refused, not taken for anonymous', async () => {
    const refused = async (user: string) => errorOf(await token({ user: { token: user } }));
    expect(await refused(await signed({ sub: 'kunde-7' }, { key: 'another-key-0123456789' }))).toEqual([
      403,
      'Forbidden',
    ]);
    expect(await refused(await signed({ sub: 'kunde-7' }, { seconds: -1 }))).toEqual([403, 'TokenExpired']);
    expect(await refused(await signed({ name: 'Erna' }))).toEqual([403, 'Forbidden']);
    const endless = await new SignJWT({ sub: 'kunde-7' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(secret));
    expect(await refused(endless)).toEqual([403, 'Forbidden']);
    expect(await refused('nonsense')).toEqual([403, 'Forbidden']);
  });

  test('their conversations open for them only, not for whoever uses the browser next', async () => {
    const mine = await token({ user: { token: await signed({ sub: 'kunde-7' }) } });
    await begin(mine);
    const { conversationId, resume } = mine.json as Record<string, string>;
    const back = async (user?: object) => (await token({ resume, user })).json['conversationId'];
    expect(await back({ token: await signed({ sub: 'kunde-7' }) })).toBe(conversationId);
    expect(await back({ token: await signed({ sub: 'kunde-8' }) })).not.toBe(conversationId);
    expect(await back()).not.toBe(conversationId);
    expect(await back({ id: 'kunde-7' })).not.toBe(conversationId);
  });

  test('signing in begins a conversation of its own', async () => {
    const anonymous = await startChat(opened);
    const { json } = await token({ resume: anonymous.resume, user: { token: await signed({ sub: 'kunde-7' }) } });
    expect(json['conversationId']).not.toBe(anonymous.id);
    expect(json['userId']).toBe('kunde-7');
  });
});

describe('Pages', () => {
  test('on our own a cookie that scripts cannot read finds the conversation again', async () => {
    const own = { origin: opened.own };
    const got = await token({}, own);
    expect(cookieOf(got)).toBe(
      `schalter_resume=${String(got.json['resume'])}; Path=/api/directline/token; HttpOnly; SameSite=Lax`,
    );
    await begin(got, own);
    const cookie = `schalter_resume=${String(got.json['resume'])}`;
    const again = await token({}, { ...own, cookie });
    expect(again.json['conversationId']).toBe(got.json['conversationId']);
    expect(cookieOf(again)).toContain(cookie);
  });

  test('over https the cookie is for https only', async () => {
    const service = await openDirectLine({ publicUrl: 'https://chat.bank.example' });
    try {
      const reply = await ask(`${service.own}/api/directline/token`, {
        body: {},
        headers: { origin: 'https://chat.bank.example' },
      });
      expect(cookieOf(reply)).toMatch(/; Secure/);
      const { json } = await ask(`${service.base}/conversations`, { auth: String(reply.json['token']), body: {} });
      expect(json['streamUrl']).toMatch(/^wss:\/\/chat\.bank\.example\/v3\/directline\//);
    } finally {
      await service.close();
    }
  });

  test('on a bank’s page and without a page no cookie is set or looked at', async () => {
    const chat = await startChat(opened);
    for (const headers of [{ origin: site }, {}] as Record<string, string>[]) {
      const reply = await token({}, { ...headers, cookie: `schalter_resume=${chat.resume}` });
      expect(reply.json['conversationId']).not.toBe(chat.id);
      expect(cookieOf(reply)).toBe('');
    }
  });

  test('a loopback service is known by each of its names', async () => {
    const local = opened.own.replace('127.0.0.1', 'localhost');
    expect((await token({}, { origin: local })).status).toBe(200);
    expect(errorOf(await token({}, { origin: local.replace(/\d+$/, '1') }))).toEqual([403, 'WrongOrigin']);
  });

  test('of other sites get no token, and no leave to read the answer', async () => {
    const evil = await token({}, { origin: 'https://evil.example' });
    expect(errorOf(evil)).toEqual([403, 'WrongOrigin']);
    expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    expect((await token({}, { origin: 'null' })).status).toBe(403);
  });

  test('a token works on the site that it was given to, and in apps, which have no origin', async () => {
    const got = await token({}, { origin: site });
    expect(errorOf(await begin(got, { origin: 'https://evil.example' }))).toEqual([403, 'WrongOrigin']);
    expect(errorOf(await begin(got, { origin: opened.own }))).toEqual([403, 'WrongOrigin']);
    expect((await begin(got, { origin: site })).status).toBe(201);
    expect((await begin(got)).status).toBe(200);
  });
});

describe('Cross-origin answers', () => {
  const preflight = (path: string, origin: string) =>
    ask(`${opened.own}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-ms-bot-agent',
      },
    });

  test.each([
    '/v3/directline/tokens/generate',
    '/v3/directline/tokens/refresh',
    '/v3/directline/conversations',
    '/v3/directline/conversations/abc',
    '/v3/directline/conversations/abc/activities',
    '/v3/directline/conversations/abc/upload',
    '/v3/directline/session/getsessionid',
    '/api/directline/token',
  ])('%s answers a preflight', async (path) => {
    const { status, headers } = await preflight(path, site);
    expect(status).toBe(204);
    expect(['*', site]).toContain(headers.get('access-control-allow-origin'));
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    for (const name of ['authorization', 'content-type', 'x-ms-bot-agent'])
      expect(headers.get('access-control-allow-headers')).toContain(name);
  });

  test('errors can be read by the page: else clients see status 0 and try for 15 minutes', async () => {
    const chat = await startChat(opened);
    const headers = { origin: site };
    const replies = [
      await ask(`${opened.base}/conversations`, { method: 'POST', headers }),
      await ask(`${opened.base}/conversations/nobody`, { auth: secret, headers }),
      await ask(`${opened.base}/conversations/${chat.id}/activities`, { auth: chat.token, body: '{', headers }),
      await ask(`${opened.base}/tokens/refresh`, { method: 'POST', auth: 'x', headers }),
      await ask(`${opened.base}/nowhere`, { headers }),
      await ask(`${opened.base}/tokens/generate`, { headers }),
      await token('{', headers),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 404, 400, 403, 404, 405, 400]);
    for (const reply of replies) expect(['*', site]).toContain(reply.headers.get('access-control-allow-origin'));
  });

  test('credentials are allowed nowhere but where clients send them', async () => {
    expect(
      (await preflight('/v3/directline/session/getsessionid', site)).headers.get('access-control-allow-credentials'),
    ).toBe('true');
    const others = await Promise.all(
      ['/v3/directline/conversations', '/api/directline/token'].map((path) => preflight(path, site)),
    );
    for (const { headers } of others) expect(headers.get('access-control-allow-credentials')).toBeNull();
    const evil = await preflight('/v3/directline/session/getsessionid', 'https://evil.example');
    expect(evil.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('Remembering', () => {
  test('gives the cookie of an own page thirty days when the customer asks for it, and takes them back', async () => {
    const origin = { origin: opened.own };
    const got = await token({}, origin);
    expect(cookieOf(got)).not.toContain('Max-Age');
    const cookie = cookieOf(got).split(';')[0] ?? '';
    await begin(got, origin);
    const asked = await token({ remember: true }, { ...origin, cookie });
    expect(asked.json['conversationId']).toBe(got.json['conversationId']);
    expect(cookieOf(asked)).toContain('Max-Age=2592000');
    expect(cookieOf(await token({}, { ...origin, cookie }))).not.toContain('Max-Age');
  });
});
