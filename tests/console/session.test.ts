import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { idleLimit, absoluteLimit } from '../../src/console/sessions.ts';
import { attemptsPerUser } from '../../src/console/sign-in-limits.ts';
import { adminPassword, bodyOf, codeOf, openDesk, otherPassword, type Desk } from './harness.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 120_000);
afterAll(() => desk.close());

const session = '/staff/api/session';
const hour = 3600_000;

describe('Signing in', () => {
  test('gives a cookie that scripts and other sites cannot use, and tells who one is', async () => {
    const client = desk.client();
    const response = await client.post(session, { username: ' Admin ', password: adminPassword });
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { user: { userId: 'admin', name: 'Admin', named: false, role: 'admin', presence: 'offline' } },
    ]);
    const cookie = response.headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/staff']) expect(cookie).toContain(part);
    expect(await bodyOf(await client.get(session))).toMatchObject({ user: { userId: 'admin' } });
  });

  test.each([
    ['a wrong password', { username: 'admin', password: 'wrong' }],
    ['an unknown user', { username: 'nobody', password: adminPassword }],
    ["a colleague's password", { username: 'admin', password: otherPassword }],
  ])('refuses %s with the same words', async (_name, credentials) => {
    const response = await desk.client().post(session, credentials);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await codeOf(response)).toEqual([401, 'WrongCredentials']);
  });

  test.each([
    ['no password', { username: 'admin' }],
    ['a number', { username: 5, password: 'x' }],
    ['an endless password', { username: 'admin', password: 'x'.repeat(501) }],
    ['a list', []],
    ['broken JSON', '{"username":'],
  ])('answers %s with 400 and quotes nothing', async (_name, body) => {
    const response = await desk.client().post(session, body);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/xxx|admin/);
  });

  test('is noted with success, failure and end, never with what was typed', async () => {
    const client = await desk.signedIn();
    await desk.client().post(session, { username: 'my secret in the wrong field', password: 'x' });
    await client.request('DELETE', session);
    const trail = await desk.counter.store.audit(3);
    expect(trail.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'admin sign-out',
      'unknown sign-in.refused',
      'admin sign-in',
    ]);
    expect(JSON.stringify([await desk.counter.store.audit(100), desk.counter.log.lines])).not.toContain('my secret');
  });

  test('again replaces the session of before', async () => {
    const client = await desk.signedIn();
    const before = client.cookie;
    await client.post(session, { username: 'sabine', password: otherPassword });
    expect(client.cookie).not.toBe(before);
    client.cookie = before;
    expect((await client.get(session)).status).toBe(401);
  });

  test('lets nobody try on: too many attempts wait, whatever the password, and other users do not', async () => {
    const fresh = await openDesk();
    const attempt = (password: string) => fresh.client().post(session, { username: 'ADMIN', password });
    for (let count = 0; count < attemptsPerUser; count += 1) expect((await attempt('wrong')).status).toBe(401);
    const refused = await attempt(adminPassword);
    const wait = Number(refused.headers.get('retry-after'));
    expect([wait > 0, wait <= 900]).toEqual([true, true]);
    expect(await codeOf(refused)).toEqual([429, 'TooManyRequests']);
    expect((await fresh.signedIn('sabine')).cookie).not.toBe('');
    expect(fresh.outcomes.filter((outcome) => outcome === 'limited')).toHaveLength(1);
    await fresh.close();
  });
});

describe('A session', () => {
  test('opens nothing when there is none', async () => {
    const client = desk.client();
    const calls = [
      client.get(session),
      client.get('/staff/api/cases'),
      client.get('/staff/api/cases/x'),
      client.get('/staff/api/events'),
      client.post('/staff/api/cases/x/accept'),
      client.post('/staff/api/cases/x/messages', { text: 'x' }),
      client.post('/staff/api/cases/x/resolve'),
      client.request('PATCH', session, { name: 'x' }),
      client.request('DELETE', session),
    ];
    for (const call of calls) expect(await codeOf(await call)).toEqual([401, 'Unauthorized']);
    client.cookie = 'schalter_staff=made-up';
    expect((await client.get(session)).status).toBe(401);
  });

  test('ends after hours without a sign of the person, and lasts while there are signs', async () => {
    const idle = await desk.signedIn();
    const awake = await desk.signedIn('sabine');
    desk.counter.clock.advance(idleLimit - hour);
    expect((await awake.get('/staff/api/cases')).status).toBe(200);
    desk.counter.clock.advance(hour);
    expect((await idle.get(session)).status).toBe(401);
    expect((await awake.get(session)).status).toBe(200);
  });

  test('does not stay awake by what the page fetches on its own', async () => {
    const client = await desk.signedIn();
    const caseId = await desk.asks('quiet');
    desk.counter.clock.advance(idleLimit - hour);
    expect((await client.get(`/staff/api/cases/${caseId}?after=1`)).status).toBe(200);
    desk.counter.clock.advance(hour);
    expect((await client.get(session)).status).toBe(401);
  });

  test('ends a day after it began in any case', async () => {
    const client = await desk.signedIn();
    for (let passed = 0; passed < absoluteLimit - hour; passed += hour) {
      desk.counter.clock.advance(hour);
      expect((await client.get('/staff/api/cases')).status).toBe(200);
    }
    desk.counter.clock.advance(hour);
    expect((await client.get('/staff/api/cases')).status).toBe(401);
  });

  test('is kept under a hash, and gone after signing out', async () => {
    const client = await desk.signedIn();
    const [, value = ''] = client.cookie.split('=');
    const kept = await desk.counter.store.records('session');
    expect(JSON.stringify([...kept])).not.toContain(value);
    const old = client.cookie;
    const response = await client.request('DELETE', session);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    client.cookie = old;
    expect((await client.get(session)).status).toBe(401);
  });

  test('leaves no record behind for ever', async () => {
    await desk.signedIn();
    desk.counter.clock.advance(absoluteLimit);
    await desk.signedIn();
    expect((await desk.counter.store.records('session')).size).toBe(1);
  });
});

describe('The name that customers read', () => {
  test('is chosen once and used from then on', async () => {
    const client = await desk.signedIn('sabine');
    const response = await client.request('PATCH', session, { name: '  Sabine W. ' });
    expect(await bodyOf(response)).toMatchObject({
      user: { userId: 'sabine', name: 'Sabine W.', named: true, role: 'agent' },
    });
    const caseId = await desk.asks('named');
    await client.post(`/staff/api/cases/${caseId}/accept`);
    const said = (await desk.counter.visible('named')).map((entry) => entry.activity.text).join('\n');
    expect(said).toContain('Sabine W.');
    expect((await client.request('PATCH', session, { name: '   ' })).status).toBe(400);
  });
});

describe('The origin of a change', () => {
  const own = { username: 'sabine', password: otherPassword };
  test.each([
    ['none', '', 403],
    ['null', 'null', 403],
    ['another site', 'https://evil.example', 403],
    ['another port of this machine', 'http://127.0.0.1:1', 403],
    ['its own host under another scheme', 'https://127.0.0.1', 403],
    ['the public address', 'https://chat.bank.example', 200],
  ])('%s', async (_name, origin, status) => {
    const response = await desk.client().request('POST', session, own, { origin });
    expect(response.status).toBe(status);
    if (status === 403) expect(await codeOf(response)).toEqual([403, 'WrongOrigin']);
  });

  test('a wrong one changes nothing, signed in or not', async () => {
    const client = await desk.signedIn('sabine');
    const caseId = await desk.asks('origin');
    const foreign = { origin: 'https://evil.example' };
    const calls = [
      ['POST', `/staff/api/cases/${caseId}/accept`, undefined],
      ['POST', `/staff/api/cases/${caseId}/messages`, { text: 'Hallo' }],
      ['POST', `/staff/api/cases/${caseId}/resolve`, {}],
      ['PATCH', session, { name: 'Mallory' }],
      ['DELETE', session, undefined],
    ] as const;
    for (const [method, path, body] of calls)
      expect(await codeOf(await client.request(method, path, body, foreign))).toEqual([403, 'WrongOrigin']);
    expect((await desk.counter.store.case(caseId))?.status).toBe('waiting');
    expect(await bodyOf(await client.get(session))).not.toMatchObject({ user: { name: 'Mallory' } });
  });

  test('a foreign name that points to this machine is not its own', async () => {
    const { isOwnOrigin } = await import('../../src/console/origin.ts');
    const publicUrl = 'http://localhost:3978';
    expect(isOwnOrigin('http://evil.example:3978', 'evil.example:3978', publicUrl)).toBe(false);
    expect(isOwnOrigin('http://[::1]:3978', '[::1]:3978', publicUrl)).toBe(true);
    expect(isOwnOrigin('http://127.evil.example:3978', '127.evil.example:3978', publicUrl)).toBe(false);
    expect(isOwnOrigin('http://localhost:3978', 'whatever', publicUrl)).toBe(true);
  });
});

describe('The first start', () => {
  test('makes a password, tells it once, and keeps only its hash', async () => {
    const first = await openDesk({ adminPassword: undefined });
    const [password = ''] = first.firstPasswords;
    expect(first.firstPasswords).toHaveLength(1);
    expect((await first.client().post(session, { username: 'admin', password })).status).toBe(200);
    expect(JSON.stringify([...(await first.counter.store.records('account'))])).not.toContain(password);
    expect(JSON.stringify(first.counter.log.lines)).not.toContain(password);
    await first.close();
  });

  test('a changed setting changes the password and ends what was open; the same setting changes nothing', async () => {
    const { openAccounts } = await import('../../src/console/accounts.ts');
    const { store } = desk.counter;
    const ended: string[] = [];
    let made = 0;
    const start = (password: string | undefined) =>
      openAccounts({
        store,
        ids: () => `more-${(made += 1)}`,
        adminPassword: password,
        onFirstPassword: () => void ended.push('told'),
        onNewPassword: (userId) => {
          ended.push(userId);
          return Promise.resolve();
        },
      });
    await start(adminPassword);
    await start(undefined);
    expect(ended).toEqual([]);
    const accounts = await start('another long password');
    expect(ended).toEqual(['admin']);
    expect(await accounts.signIn('admin', adminPassword)).toBeNull();
    expect(await accounts.signIn('admin', 'another long password')).toMatchObject({ userId: 'admin' });
    await start(adminPassword);
  });
});
