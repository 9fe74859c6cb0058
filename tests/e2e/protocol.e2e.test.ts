import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { say } from '../support/bot-framework-customer.ts';
import { exchange, type RawAnswer } from '../support/raw-http.ts';
import { expectRefusal } from './expect-refusal.ts';
import { addresses, openTarget, probe, secret, type Target } from './requests.ts';

let target: Target;
let said = 0;

beforeAll(async () => {
  target = await openTarget();
}, 240_000);
afterAll(() => target.service.remove());

// Whatever came: the service is the same process, answers a customer, and has logged no fault of its own.
afterEach(async () => {
  said += 1;
  const { status, replies } = await say(target.service, 'bystander', `m${said}`, 'Guten Tag');
  expect([status, replies.length > 0]).toEqual([200, true]);
  expect(target.service.lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  expect(target.service.lines.filter((line) => line.includes(probe))).toEqual([]);
});

const deep = (open: string, close: string): string => `${open.repeat(20_000)}"${probe}"${close.repeat(20_000)}`;

const bodies: readonly (readonly [what: string, body: string | Buffer])[] = [
  ['malformed JSON', `{"type":"message","text":"${probe}`],
  ['JSON with something behind it', `{}${probe}`],
  ['single quotes', `{'type':'${probe}'}`],
  ['a list', `["${probe}"]`],
  ['null', 'null'],
  ['a text', `"${probe}"`],
  ['a number', '1e400'],
  ['20,000 nested lists', deep('[', ']')],
  ['20,000 nested objects', deep('{"a":', '}')],
  ['20,000 opening brackets', '['.repeat(20_000)],
  ['deep lists in a value', `{"type":"message","text":"x","value":${deep('[', ']')}}`],
  ['bytes that are no text', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
  ['half a UTF-8 character', Buffer.from([0x22, 0xc3, 0x22])],
  ['compressed bytes', Buffer.from('1f8b0800000000000003', 'hex')],
  ['10 MB', `{"text":"${probe.repeat(1_200_000)}"}`],
];

/** Every field of an object, with a value of a type that is never asked for there. */
const wrongTypes = (good: object): readonly (readonly [string, object])[] =>
  Object.entries(good).flatMap(([field, value]) => {
    const wrong: readonly unknown[] = typeof value === 'object' ? [probe, 7, true] : [{ [probe]: probe }, [probe]];
    return wrong.map((each) => [field, { ...good, [field]: each }] as const);
  });

describe('bodies that cannot be meant', () => {
  test.each(bodies)('%s', async (what, body) => {
    for (const { method, path, headers, ignoresBody } of addresses(target)) {
      const response = await fetch(`${target.service.url}${path}`, {
        method,
        headers,
        body: new Uint8Array(Buffer.from(body)),
      });
      const text = await response.text();
      if (ignoresBody === true && response.ok) expect(text).not.toContain(probe);
      else expectRefusal(`${what} at ${path}`, response.status, text);
    }
  });

  test('10 MB in pieces, without saying how many', async () => {
    for (const { method, path, headers } of addresses(target).filter(({ ignoresBody }) => ignoresBody !== true)) {
      const lines = Object.entries({ ...headers, host: 'x', 'transfer-encoding': 'chunked' }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      const { status, body } = await exchange(
        target.service.port,
        `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${piece.repeat(160)}0\r\n\r\n`,
      );
      expectRefusal(`pieces at ${path}`, status, body);
      expect(status).toBe(413);
    }
  });

  test('fields of wrong types', async () => {
    // Values of buttons and of channels may be of any type.
    const free = ['value', 'channelData'];
    for (const { method, path, headers, good } of addresses(target))
      for (const [field, body] of wrongTypes(good)) {
        const response = await fetch(`${target.service.url}${path}`, { method, headers, body: JSON.stringify(body) });
        const text = await response.text();
        if (free.includes(field) && response.ok) continue;
        expectRefusal(`${field} at ${path}`, response.status, text);
      }
  });

  test('no body at all', async () => {
    for (const { method, path, headers } of addresses(target)) {
      const response = await fetch(`${target.service.url}${path}`, { method, headers });
      const text = await response.text();
      if (!response.ok) expectRefusal(`nothing at ${path}`, response.status, text);
    }
  });
});

describe('credentials that open nothing', () => {
  const paths = (conversationId: string): readonly (readonly ['GET' | 'POST', string])[] => [
    ['POST', '/v3/directline/tokens/generate'],
    ['POST', '/v3/directline/tokens/refresh'],
    ['POST', '/v3/directline/conversations'],
    ['GET', `/v3/directline/conversations/${conversationId}`],
    ['GET', `/v3/directline/conversations/${conversationId}/activities`],
    ['POST', `/v3/directline/conversations/${conversationId}/activities`],
    ['POST', `/v3/directline/conversations/${conversationId}/upload`],
    ['GET', '/v3/directline/session/getsessionid'],
  ];
  const unsigned = (claims: object): string =>
    [{ alg: 'none', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.') + '.';

  async function ask(method: string, path: string, authorization: string | null): Promise<readonly [number, string]> {
    const headers = { 'content-type': 'application/json', ...(authorization !== null && { authorization }) };
    const body = method === 'POST' ? JSON.stringify({ type: 'message', text: probe }) : undefined;
    const response = await fetch(`${target.service.url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    return [response.status, await response.text()];
  }

  const useless: readonly (readonly [what: string, authorization: () => string | null, status: number])[] = [
    ['none', () => null, 401],
    ['no token behind Bearer', () => 'Bearer ', 401],
    ['another scheme', () => `Basic ${probe}`, 401],
    ['a made-up token', () => `Bearer ${probe}.${probe}.${probe}`, 403],
    ['an expired token', () => `Bearer ${target.expiredToken}`, 403],
    ['a token whose signature was changed', () => `Bearer ${target.token.slice(0, -6)}AAAAAA`, 403],
    [
      'a token without signature',
      () => `Bearer ${unsigned({ type: 'token', conv: target.conversationId, user: 'x', exp: 9e9 })}`,
      403,
    ],
    ['the credential of a stream', () => `Bearer ${target.streamToken}`, 403],
    ['a secret that is nearly right', () => `Bearer ${secret.slice(0, -1)}x`, 403],
  ];

  test.each(useless)('Direct Line: %s', async (what, authorization, expected) => {
    for (const [method, path] of paths(target.conversationId)) {
      const [status, text] = await ask(method, path, authorization());
      expectRefusal(`${what} at ${path}`, status, text);
      expect([path, status]).toEqual([path, expected]);
      expect(text).not.toContain(authorization() ?? 'Bearer');
    }
  });

  test("another conversation's token", async () => {
    for (const [method, path] of paths(target.conversationId).filter(([, each]) =>
      each.includes(target.conversationId),
    )) {
      const [status, text] = await ask(method, path, `Bearer ${target.otherToken}`);
      expectRefusal(path, status, text);
      expect([path, status]).toEqual([path, 403]);
    }
  });

  test('an unknown conversation', async () => {
    for (const id of ['unknown', probe, '..%2f..%2fetc', '%00', 'a'.repeat(400)])
      for (const [method, path] of paths(id).filter(([, each]) => each.includes(`conversations/${id}`))) {
        const [status, text] = await ask(method, path, `Bearer ${secret}`);
        expectRefusal(`${id} at ${path}`, status, text);
      }
  });

  test('the stream: wrong, expired, of another conversation, of another kind', async () => {
    const dial = (id: string, query: string): Promise<RawAnswer> =>
      exchange(
        target.service.port,
        `GET /v3/directline/conversations/${id}/stream?${query} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
          'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
    const { conversationId, streamToken, token, otherToken, expiredToken } = target;
    const wrong = [
      [conversationId, '', 401],
      [conversationId, `t=${probe}`, 403],
      [conversationId, `t=${token}`, 403],
      [conversationId, `t=${otherToken}`, 403],
      [conversationId, `t=${expiredToken}`, 403],
      ['unknown', `t=${streamToken}`, 403],
      ['%zz', `t=${streamToken}`, 404],
    ] as const;
    for (const [id, query, expected] of wrong) {
      const { status, body } = await dial(id, query);
      expectRefusal(`${id} ${query.slice(0, 10)}`, status, body);
      expect(status).toBe(expected);
    }
    const elsewhere = await exchange(
      target.service.port,
      `GET /${probe} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`,
    );
    expectRefusal('a socket elsewhere', elsewhere.status, elsewhere.body);
  });

  test('the console: no session, a made-up one, another origin', async () => {
    const { service, caseId, cookie } = target;
    const staff = addresses(target).filter(({ path }) => path.startsWith('/staff/') && path !== '/staff/api/session');
    for (const { method, path, good } of staff)
      for (const [headers, expected] of [
        [{ origin: service.url }, 401],
        [{ origin: service.url, cookie: `schalter_staff=${probe}` }, 401],
        [{ origin: `https://${probe}.example`, cookie }, 403],
        [{ cookie }, 403],
      ] as const) {
        const response = await fetch(`${service.url}${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(good),
        });
        expectRefusal(path, response.status, await response.text());
        expect([path, response.status]).toEqual([path, expected]);
      }
    for (const path of ['/staff/api/cases', `/staff/api/cases/${caseId}`, '/staff/api/events', '/staff/api/session']) {
      const response = await fetch(`${service.url}${path}`);
      expectRefusal(path, response.status, await response.text());
    }
    for (const path of [
      `/staff/api/cases/${probe}`,
      '/staff/api/cases?status=perhaps',
      `/staff/api/cases/${caseId}?after=${probe}`,
    ]) {
      const response = await fetch(`${service.url}${path}`, { headers: { cookie } });
      expectRefusal(path, response.status, await response.text());
    }
  });
});

describe('requests that are none', () => {
  test('wrong methods', async () => {
    const paths = [
      ...new Set(addresses(target).map(({ path }) => path)),
      '/healthz',
      '/readyz',
      '/metrics',
      '/',
      '/staff/',
      `/${probe}`,
    ];
    for (const path of paths)
      for (const method of ['PUT', 'DELETE', 'TRACE', 'PROPFIND', 'LINK']) {
        const { status, body } = await exchange(
          target.service.port,
          `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
        );
        if (method === 'DELETE' && path === '/staff/api/session') continue;
        expectRefusal(`${method} ${path}`, status, body);
      }
  });

  test.each([
    ['one huge header', `x-large: ${probe.repeat(10_000)}`],
    ['many headers', Array.from({ length: 5000 }, (_, index) => `x-${index}: ${probe}`).join('\r\n')],
    ['a huge cookie', `cookie: a=${probe.repeat(10_000)}`],
    ['a huge token', `authorization: Bearer ${probe.repeat(10_000)}`],
    ['a header without a name', `: ${probe}`],
    ['a header with a line break inside', `x: ${probe}\nbad header`],
    ['two lengths', `content-length: 1\r\ncontent-length: 2`],
    ['a length and pieces', 'content-length: 5\r\ntransfer-encoding: chunked'],
    ['a length that is none', `content-length: ${probe}`],
    ['an expectation that nobody can meet', `expect: ${probe}`],
  ])('%s', async (what, header) => {
    for (const path of [
      '/api/messages',
      '/api/directline/token',
      '/v3/directline/conversations',
      '/staff/api/session',
    ]) {
      const { status, body } = await exchange(
        target.service.port,
        `POST ${path} HTTP/1.1\r\nhost: x\r\n${header}\r\n\r\n{}`,
      );
      expectRefusal(`${what} at ${path}`, status, body);
    }
  });

  test.each([
    ['a path that cannot be decoded', '/staff/api/cases/%E0%A4%A'],
    ['a path with a zero byte', '/staff/api/cases/%00'],
    ['a path that climbs', '/../../etc/passwd'],
    ['an encoded path that climbs', '/..%2f..%2fetc%2fpasswd'],
    ['a long path', `/${probe.repeat(1000)}`],
    ['a query of thousands', `/staff/api/cases?${'a=1&'.repeat(3000)}`],
    ['a star', '*'],
  ])('%s', async (what, path) => {
    const { status, body } = await exchange(
      target.service.port,
      `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    );
    expectRefusal(what, status, body);
  });

  test('no HTTP at all', async () => {
    for (const bytes of [
      Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]),
      `${probe}\r\n\r\n`,
      'GET\r\n\r\n',
      '\0\0\0\0\r\n\r\n',
      Buffer.alloc(70_000, 65),
    ]) {
      const { status, body } = await exchange(target.service.port, bytes, 1000);
      expectRefusal('no HTTP', status, body);
    }
  });

  test('a request that stops in the middle', async () => {
    const cut = [
      'POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"type":',
      'POST /api/messages HTTP/1.1\r\nhost: x\r\n',
      `POST /v3/directline/conversations/${target.conversationId}/upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${target.token}\r\n` +
        'content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000\r\n\r\n--b\r\ncontent-disposition: form-data; name=file\r\n\r\nx',
    ];
    // Nobody is there any more to be answered: that the service goes on is all that can be asked.
    for (const bytes of cut)
      await new Promise<void>((done) => {
        const socket = connect(target.service.port, '127.0.0.1', () =>
          socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy())),
        );
        socket.on('close', () => done());
        socket.on('error', () => undefined);
      });
  });
});
