import { prepareService, type Service } from '../support/service.ts';
import { createTokens } from '../../src/channels/directline/tokens.ts';
import { loadSecrets } from '../../src/channels/directline/secrets.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLowdbStore } from '../../src/storage/lowdb/store.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock } from '../support/manual-clock.ts';

/** Stands in everything that the tests send and that is refused: no answer may quote it. */
export const probe = 'pr0be7f3a';
const password = 'a-long-enough-password';
export const secret = 'a-secret-for-the-test';

/** A service with a conversation of Direct Line, a second one, and somebody signed in at the console. */
export interface Target {
  readonly service: Service;
  readonly conversationId: string;
  readonly token: string;
  readonly otherToken: string;
  /** Of the conversation, with the right signature, out of date. */
  readonly expiredToken: string;
  readonly streamToken: string;
  readonly cookie: string;
  readonly caseId: string;
}

/** One address that takes a body. */
export interface Address {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A body that is taken. */
  readonly good: object;
  /** Bodies are not looked at here. */
  readonly ignoresBody?: true;
}

interface Began {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

async function begin(service: Service): Promise<Began> {
  const token = await fetch(`${service.url}/api/directline/token`, { method: 'POST' });
  const { token: first } = (await token.json()) as { token: string };
  const began = await fetch(`${service.url}/v3/directline/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${first}` },
  });
  return (await began.json()) as Began;
}

export async function openTarget(): Promise<Target> {
  const service = await prepareService({
    env: { DIRECT_LINE_SECRET: secret, STAFF_ADMIN_PASSWORD: password },
  });
  await service.start();
  const one = await begin(service);
  const other = await begin(service);
  await service.stop();
  const expiredToken = await outdated(service, one.conversationId);
  await service.start();

  const own = { 'content-type': 'application/json', origin: service.url };
  const session = await fetch(`${service.url}/staff/api/session`, {
    method: 'POST',
    headers: own,
    body: JSON.stringify({ username: 'admin', password }),
  });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await session.body?.cancel();
  await fetch(`${service.url}/v3/directline/conversations/${one.conversationId}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${one.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', text: 'Ich möchte mit einem Menschen sprechen' }),
  });
  return {
    service,
    conversationId: one.conversationId,
    token: one.token,
    otherToken: other.token,
    expiredToken,
    streamToken: new URL(one.streamUrl).searchParams.get('t') ?? '',
    cookie,
    caseId: await waitingCase(service, cookie),
  };
}

async function waitingCase(service: Service, cookie: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${service.url}/staff/api/cases?status=waiting`, { headers: { cookie } });
    const { cases } = (await response.json()) as { cases: readonly { id: string }[] };
    if (cases[0] !== undefined) return cases[0].id;
  }
}

/** A token that the service itself would have given out two hours ago. */
async function outdated(service: Service, conversationId: string): Promise<string> {
  const store = await createLowdbStore({ folder: service.dataDir, clock: systemClock, log: createLogSpy() });
  const noneNeeded = (): Buffer => Buffer.alloc(32);
  const { signingKeys } = await loadSecrets(store, noneNeeded, secret, Date.now());
  await store.close();
  const clock = createManualClock(Date.now() - 2 * 3600_000);
  return createTokens({ signingKeys, tokenSeconds: 3600, clock }).issue('token', {
    conv: conversationId,
    user: 'dl_x',
  });
}

/** Every address that takes a body. */
export function addresses({ service, conversationId, token, cookie, caseId }: Target): readonly Address[] {
  const json = { 'content-type': 'application/json' };
  const bearer = { ...json, authorization: `Bearer ${token}` };
  const server = { ...json, authorization: `Bearer ${secret}` };
  const staff = { ...json, origin: service.url, cookie };
  const message = {
    type: 'message',
    text: 'Guten Tag',
    channelId: 'emulator',
    conversation: { id: 'protocol' },
    from: { id: 'somebody', name: 'Somebody' },
    recipient: { id: 'bot' },
    deliveryMode: 'expectReplies',
    channelData: { a: { b: [1, 'two'] } },
    value: { choose: 'no' },
    attachments: [],
    entities: [],
  };
  const activities = `/v3/directline/conversations/${conversationId}/activities`;
  return [
    { method: 'POST', path: '/api/messages', headers: json, good: message },
    {
      method: 'POST',
      path: '/api/directline/token',
      headers: json,
      good: { user: { name: 'A' }, locale: 'de', resume: 'x' },
    },
    {
      method: 'POST',
      path: '/v3/directline/tokens/generate',
      headers: server,
      good: { user: { id: 'dl_1', name: 'A' }, trustedOrigins: ['https://a.example'] },
    },
    { method: 'POST', path: '/v3/directline/tokens/refresh', headers: bearer, good: {}, ignoresBody: true },
    {
      method: 'POST',
      path: '/v3/directline/conversations',
      headers: bearer,
      good: { user: { id: 'a' }, locale: 'de' },
    },
    {
      method: 'POST',
      path: activities,
      headers: bearer,
      good: {
        type: 'message',
        text: 'Guten Tag',
        locale: 'de',
        value: { a: 1 },
        channelData: { clientActivityID: 'c1', messageBack: { displayText: 'x' } },
      },
    },
    { method: 'POST', path: activities.replace(/activities$/, 'upload'), headers: bearer, good: {}, ignoresBody: true },
    {
      method: 'POST',
      path: '/staff/api/session',
      headers: { ...json, origin: service.url },
      good: { username: 'nobody', password: 'nothing' },
    },
    { method: 'PATCH', path: '/staff/api/session', headers: staff, good: { name: 'Sabine Weber' } },
    { method: 'POST', path: `/staff/api/cases/${caseId}/accept`, headers: staff, good: {}, ignoresBody: true },
    { method: 'POST', path: `/staff/api/cases/${caseId}/messages`, headers: staff, good: { text: 'Guten Tag' } },
    { method: 'POST', path: `/staff/api/cases/${caseId}/resolve`, headers: staff, good: { returnToBot: true } },
  ];
}
