import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Right, Role } from '../../src/console/contract.ts';
import { may, roles } from '../../src/console/rights.ts';
import { openDesk, type Client, type Desk } from './harness.ts';

let desk: Desk;
let caseId: string;
const clients = new Map<Role, Client>();
beforeAll(async () => {
  desk = await openDesk();
  caseId = await desk.asks('rights', 'Erika Muster');
  for (const role of roles) clients.set(role, await desk.signedIn(`a-${role}`));
}, 120_000);
afterAll(() => desk.close());

/** Every call, the right that it needs, and a body with which it goes as far as the right. */
const calls: readonly (readonly [method: string, path: string, right: Right, body?: unknown])[] = [
  ['GET', '/cases', 'cases.read'],
  ['GET', '/cases?q=x&owner=me', 'cases.read'],
  ['GET', '/cases/ID', 'cases.read'],
  ['GET', '/cases/ID?after=1', 'cases.read'],
  ['GET', '/cases/ID/uploads', 'cases.read'],
  ['GET', '/cases/ID/trail', 'trail.read'],
  ['POST', '/cases/ID/accept', 'cases.work', { force: 'no boolean' }],
  ['POST', '/cases/ID/messages', 'cases.work', {}],
  ['DELETE', '/cases/ID/held/nothing', 'cases.work'],
  ['POST', '/cases/ID/messages/1/resend', 'cases.work', {}],
  ['POST', '/cases/ID/check', 'cases.work', {}],
  ['POST', '/cases/ID/notes', 'cases.work', {}],
  ['POST', '/cases/ID/writing', 'cases.work', {}],
  ['POST', '/cases/ID/transfer', 'cases.work', {}],
  ['PATCH', '/cases/ID', 'cases.work', { labels: 'none' }],
  ['POST', '/cases/ID/snooze', 'cases.work', {}],
  ['DELETE', '/cases/ID/snooze', 'cases.work'],
  ['POST', '/cases/ID/resolve', 'cases.work', { returnToBot: 'no boolean' }],
  ['POST', '/cases/ID/reopen', 'cases.work', {}],
  ['POST', '/cases/ID/uploads', 'cases.work', {}],
  ['POST', '/cases/ID/feedback', 'feedback.give', {}],
  ['GET', '/cases/ID/suggestions', 'texts.read'],
  ['GET', '/cases/ID/canned', 'texts.read'],
  ['GET', '/feedback', 'feedback.read'],
  ['GET', '/desk', 'notices.read'],
  ['GET', '/people', 'people.read'],
  ['PUT', '/presence', 'presence.set', {}],
  ['GET', '/notices', 'notices.read'],
  ['POST', '/notices', 'notices.publish', {}],
  ['DELETE', '/notices/nothing', 'notices.publish'],
  ['GET', '/accounts', 'accounts.manage'],
  ['POST', '/accounts', 'accounts.manage', {}],
  ['PATCH', '/accounts/sabine', 'accounts.manage', { role: 'none' }],
  ['POST', '/accounts/sabine/password', 'accounts.manage', {}],
  ['POST', '/accounts/nobody/unlock', 'accounts.manage', {}],
  ['GET', '/trail', 'trail.read'],
  ['GET', '/figures', 'figures.read'],
  ['GET', '/figures.csv', 'figures.read'],
];

const send = (client: Client, [method, path, , body]: (typeof calls)[number], headers?: Record<string, string>) =>
  client.request(method, `/staff/api${path.replace('ID', caseId)}`, body, headers);
const codeIn = async (response: Response): Promise<string | undefined> => {
  const text = await response.text();
  return text.startsWith('{') ? (JSON.parse(text) as { error?: { code: string } }).error?.code : undefined;
};

describe.each(calls)('%s %s needs %s', (...call) => {
  test.each(roles)('%s', async (role) => {
    const client = clients.get(role);
    if (client === undefined) throw new Error('not signed in');
    const response = await send(client, call);
    const code = await codeIn(response);
    if (may(role, call[2])) expect([401, 403, 500]).not.toContain(response.status);
    else expect([response.status, code]).toEqual([403, 'RightMissing']);
  });

  test('nobody without a session', async () => {
    const response = await send(desk.client(), call);
    expect([response.status, await codeIn(response)]).toEqual([401, 'Unauthorized']);
  });

  test('no other origin, where it changes something', async () => {
    if (call[0] === 'GET') return;
    const admin = clients.get('admin');
    if (admin === undefined) throw new Error('not signed in');
    for (const origin of ['https://evil.example', 'null', 'http://chat.bank.example']) {
      const response = await send(admin, call, { origin });
      expect([response.status, await codeIn(response)]).toEqual([403, 'WrongOrigin']);
    }
  });
});

test('the table of rights in the documentation is the one that is enforced', () => {
  const page = readFileSync('docs/console-api.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)` +\|[^|]*\|([^\n]*)\|$/gm)];
  expect(rows.length).toBe(13);
  for (const [, right, cells] of rows)
    expect([right, (cells ?? '').split('|').map((cell) => cell.trim() === 'yes')]).toEqual([
      right,
      (['agent', 'lead', 'editor', 'auditor', 'admin'] as const).map((role) => may(role, right as Right)),
    ]);
});

test('every call of the documentation was tried', () => {
  const source = ['case', 'work', 'text', 'notice', 'account', 'trail', 'figure', 'desk'].map((name) =>
    readFileSync(`src/console/${name}-routes.ts`, 'utf8'),
  );
  expect(source.join('\n').match(/guard\.(?:reading|changing)\(/g)?.length).toBeLessThanOrEqual(calls.length);
});
