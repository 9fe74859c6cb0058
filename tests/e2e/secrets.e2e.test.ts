import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { plantSecrets, type Planted } from '../support/planted-secrets.ts';
import { readConversations } from '../support/data-folder.ts';
import { pause, prepareService, type Service } from '../support/service.ts';
import { exchange } from '../support/raw-http.ts';

const secret = 'a-secret-for-the-test';
const password = 'a-long-enough-password';
const json = { 'content-type': 'application/json' };
const landmark = 'Wegzeichen';

let service: Service;
const planted: (readonly [where: string, what: Planted])[] = [];

beforeAll(async () => {
  service = await prepareService({
    env: { DIRECT_LINE_SECRET: secret, STAFF_ADMIN_PASSWORD: password, LOG_LEVEL: 'debug' },
  });
  await service.start();
}, 180_000);
afterAll(() => service.remove());

/** New secrets for a place, in a sentence. */
function sentence(where: string): string {
  const what = plantSecrets(planted.length + 1);
  planted.push([where, what]);
  return what.sentence;
}
/** Where a sentence has no room. */
function card(where: string): string {
  const what = plantSecrets(planted.length + 1);
  planted.push([where, what]);
  return what.card;
}

async function send(path: string, body: unknown, headers: object = {}, method = 'POST'): Promise<Response> {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { ...json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return new Response(await response.text(), response);
}

/** Every field of an activity that a customer could have filled in, and some that nobody knows. */
function activity(channel: string): object {
  const at = (field: string): string => sentence(`${channel} ${field}`);
  return {
    type: 'message',
    id: at('id'),
    text: `${landmark}. ${at('text')}`,
    speak: at('speak'),
    summary: at('summary'),
    locale: card(`${channel} locale`),
    name: card(`${channel} name`),
    value: { note: at('value'), list: [{ deep: at('a list in value') }], [card(`${channel} a name in value`)]: 1 },
    attachments: [
      {
        contentType: 'application/json',
        name: at('the name of an attachment'),
        content: { title: at('an attachment'), buttons: [{ title: at('a button'), value: at("a button's value") }] },
        contentUrl: `data:text/plain,${at('a data address')}`,
      },
    ],
    entities: [{ type: 'mention', text: at('an entity'), mentioned: { name: at('a mention') } }],
    membersAdded: [{ id: 'x', name: at('a member') }],
    suggestedActions: { actions: [{ type: 'imBack', title: at('a suggestion'), value: at('its value') }] },
    channelData: {
      clientActivityID: at('clientActivityID'),
      clientTimestamp: card(`${channel} clientTimestamp`),
      postBack: at('postBack'),
      messageBack: { displayText: at('displayText'), text: at('messageBack') },
      message: { text: at('channelData'), quick_reply: { payload: at('a payload') } },
    },
    unknown: at('an unknown field'),
  };
}

/** What stands in the data folder and what the service wrote to its log, by place. */
function everything(): ReadonlyMap<string, string> {
  const names = readdirSync(service.dataDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('models'),
  );
  const files = names.filter((name) => statSync(join(service.dataDir, name)).isFile());
  const texts = files.map((name) => [name, readFileSync(join(service.dataDir, name), 'utf8')] as const);
  return new Map([...texts, ['the log', service.lines.join('\n')]]);
}

/** Which secrets can be found, and where. */
function found(): readonly string[] {
  return [...everything()].flatMap(([place, text]) =>
    planted.flatMap(([where, { traces }]) =>
      traces.filter((trace) => trace.test(text)).map((trace) => `${where} in ${place}: ${trace.source.slice(0, 12)}…`),
    ),
  );
}

async function sendOverBotFramework(): Promise<void> {
  const frame = (conversation: string): object => ({
    channelId: 'emulator',
    conversation: { id: conversation, name: sentence('connector the conversation') },
    from: { id: 'somebody', name: sentence('connector from.name') },
    recipient: { id: 'bot', name: sentence('connector recipient.name') },
  });
  const inline = await send('/api/messages', {
    ...activity('connector'),
    ...frame('one'),
    deliveryMode: 'expectReplies',
  });
  expect(inline.status).toBe(200);
  expect(await inline.text()).not.toMatch(planted[0]![1].traces[0]!);
  for (const type of ['event', 'conversationUpdate', 'typing', 'invoke'])
    await send('/api/messages', {
      ...activity(`connector ${type}`),
      ...frame('two'),
      type,
      deliveryMode: 'expectReplies',
    });
  const wish = {
    type: 'message',
    text: `Bitte einen Menschen. ${card('connector a wish')}`,
    deliveryMode: 'expectReplies',
  };
  await send('/api/messages', { ...frame('one'), ...wish, id: 'wish' });
  // Nobody listens there: the failed delivery is logged.
  await send('/api/messages', { ...activity('serviceUrl'), ...frame('three'), serviceUrl: 'http://127.0.0.1:9' });
  await send('/api/messages', { ...activity('refused'), ...frame('four'), serviceUrl: 'https://bank.example' });
}

async function sendOverDirectLine(): Promise<string> {
  const token = await send('/api/directline/token', {
    user: { id: 'dl_1', name: sentence('token user.name') },
    locale: card('token locale'),
    resume: card('token resume'),
  });
  const opened = (await token.json()) as { token: string; conversationId: string };
  await send(
    '/v3/directline/tokens/generate',
    { user: { id: 'dl_2', name: sentence('generate user.name') } },
    { authorization: `Bearer ${secret}` },
  );
  const own = { authorization: `Bearer ${opened.token}` };
  await send(
    '/v3/directline/conversations',
    { user: { id: 'me', name: sentence('start user.name') }, locale: card('start locale') },
    own,
  );
  const path = `/v3/directline/conversations/${opened.conversationId}/activities`;
  // Attachments are refused, so the rest goes without them.
  const taken = await send(
    path,
    {
      ...activity('directline'),
      attachments: [],
      channelData: {
        clientActivityID: sentence('directline clientActivityID alone').slice(0, 150),
        messageBack: { displayText: sentence('directline displayText alone') },
      },
    },
    own,
  );
  expect(taken.status).toBe(200);
  await send(path, activity('directline with attachments'), own);
  await send(path, { type: 'message', text: `Bitte einen Menschen. ${card('directline a wish')}` }, own);
  const event = await send(
    path,
    {
      type: 'event',
      name: card('directline the name of an event'),
      value: { note: sentence('directline the value of an event') },
    },
    own,
  );
  expect(event.status).toBe(200);
  await send(
    `${path.replace('activities', 'upload')}?userId=${encodeURIComponent(card('upload userId'))}`,
    sentence('an upload'),
    own,
  );
  return opened.conversationId;
}

/** The cases of the two customers who asked for a person, as soon as the assistant has read that. */
async function waitingCases(headers: Readonly<Record<string, string>>): Promise<readonly { readonly id: string }[]> {
  for (let round = 0; round < 200; round += 1) {
    const list = await fetch(`${service.url}/staff/api/cases?status=waiting`, { headers });
    const { cases } = (await list.json()) as { cases: readonly { id: string }[] };
    if (cases.length > 1) return cases;
    await pause(50);
  }
  throw new Error('Nobody was handed over.');
}

async function sendAsStaff(): Promise<void> {
  const own = { origin: service.url };
  await send('/staff/api/session', { username: card('sign-in username'), password: sentence('sign-in password') }, own);
  const signedIn = await send('/staff/api/session', { username: 'admin', password }, own);
  const staff = { ...own, cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  await send('/staff/api/session', { name: card('the name of staff') }, staff, 'PATCH');
  const cases = await waitingCases(staff);
  for (const { id } of cases) {
    const reply = await send(
      `/staff/api/cases/${id}/messages`,
      { text: `${landmark}: ${sentence('a reply of staff')}` },
      staff,
    );
    expect(reply.status).toBe(201);
    await send(`/staff/api/cases/${id}/resolve`, { returnToBot: true, note: sentence('a note') }, staff);
  }
}

/** Requests that fail: what failed must not be told to the log. */
async function sendNonsense(): Promise<void> {
  for (const path of ['/api/messages', '/api/directline/token', '/v3/directline/conversations', '/staff/api/session']) {
    await send(path, `{"type":"message","text":"${sentence(`malformed at ${path}`)}`);
    await send(path, { type: { text: sentence(`a wrong type at ${path}`) } });
    await send(`${path}?q=${encodeURIComponent(sentence(`a query at ${path}`))}`, {});
    await send(
      path,
      {},
      {
        'user-agent': card(`a user agent at ${path}`),
        referer: `http://x/${encodeURIComponent(card(`a referer at ${path}`))}`,
      },
    );
    await send(
      path,
      {},
      {
        authorization: `Bearer ${card(`a token at ${path}`)}`,
        cookie: `schalter_staff=${card(`a cookie at ${path}`)}`,
      },
    );
    await exchange(service.port, `POST ${path} HTTP/1.1\r\nhost: x\r\n${sentence(`a header at ${path}`)}\r\n\r\n`);
  }
  await send(`/${encodeURIComponent(sentence('a path'))}`, {});
}

test('what is secret stands in no file and no line of the log', async () => {
  await sendOverBotFramework();
  const conversationId = await sendOverDirectLine();
  await sendAsStaff();
  await sendNonsense();
  // The log is written in pieces, twice a second.
  await pause(700);
  await service.kill();

  expect(planted.length).toBeGreaterThan(150);
  expect(found()).toEqual([]);
  // The search itself must find what was not secret, in the journal and, after a clean end, in the documents.
  const places = (): readonly string[] =>
    [...everything()].flatMap(([place, text]) => (text.includes(landmark) ? [place] : []));
  expect(places().some((place) => place.startsWith('journal'))).toBe(true);
  await service.start();
  expect(await service.stop()).toBe(0);
  expect(found()).toEqual([]);
  expect(places().some((place) => place.startsWith('conversations'))).toBe(true);

  const stored = await readConversations(service.dataDir, ['bf:emulator:one', conversationId]);
  const text = JSON.stringify([...stored]);
  expect(stored.size).toBe(2);
  for (const kind of ['card', 'iban', 'pin', 'tan', 'cvc', 'password']) expect(text).toContain(`⟦${kind}⟧`);
}, 300_000);
