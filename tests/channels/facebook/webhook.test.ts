import { afterEach, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { saying, wordsOf } from '../../conversation/stage.ts';
import { metaJson, signatureOf } from '../../support/meta/webhooks.ts';
import { appSecret, instagram, openStage, page, verifyToken, type Stage } from './stage.ts';

let stage: Stage | null = null;
const open = async (): Promise<Stage> => {
  stage = await openStage((turn) => Promise.resolve(saying(`Sie schrieben: ${wordsOf(turn)}`)));
  return stage;
};
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const erna = '1001';
const talk = `${erna}-${page}`;
const message = (mid: string, text: string, timestamp = 1_700_000_000_000, person = erna) => ({
  sender: { id: person },
  recipient: { id: page },
  timestamp,
  message: { mid, text },
});
const body = (...messaging: readonly unknown[]): string =>
  metaJson({ object: 'page', entry: [{ id: page, time: 1_700_000_000_000, messaging }] });
const post = (url: string, text: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': signatureOf(text, appSecret),
      ...headers,
    },
    body: text,
  });
const said = async ({ texts }: Stage, conversation = talk): Promise<readonly string[]> =>
  (await texts(conversation)).filter((line) => line.startsWith('customer'));

describe('verifying the webhook', () => {
  const ask = ({ webhook }: Stage, token: string, challenge = '1158201444', mode = 'subscribe'): Promise<Response> =>
    fetch(`${webhook}?hub.mode=${mode}&hub.verify_token=${encodeURIComponent(token)}&hub.challenge=${challenge}`);

  test('the right token gets the bare challenge back', async () => {
    const response = await ask(await open(), verifyToken);
    expect([response.status, await response.text()]).toEqual([200, '1158201444']);
  });

  test('a wrong token, an empty one and another mode get 403', async () => {
    const at = await open();
    for (const response of [await ask(at, 'open sesame!'), await ask(at, ''), await ask(at, verifyToken, '1', 'x')])
      expect(response.status).toBe(403);
  });

  test('a challenge that could be a page is not sent back', async () => {
    const response = await ask(await open(), verifyToken, encodeURIComponent('<script>'));
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('<script>');
  });
});

describe('the signature', () => {
  const text = body(message('m1', 'Grüß Gott / 👋'));

  test('is checked over the bytes as Meta escaped them', async () => {
    const at = await open();
    expect(text).toContain('\\u00fc');
    expect((await post(at.webhook, text)).status).toBe(200);
    expect(await said(at)).toEqual(['customer: Grüß Gott / 👋']);
  });

  test.each([
    ['none', {}],
    ['of other bytes', { 'x-hub-signature-256': signatureOf(`${text} `, appSecret) }],
    ['under another secret', { 'x-hub-signature-256': signatureOf(text, 'another secret entirely') }],
    ['cut short', { 'x-hub-signature-256': signatureOf(text, appSecret).slice(0, -1) }],
    ['without its scheme', { 'x-hub-signature-256': signatureOf(text, appSecret).slice(7) }],
    ['in capitals', { 'x-hub-signature-256': signatureOf(text, appSecret).toUpperCase() }],
    ['empty', { 'x-hub-signature-256': 'sha256=' }],
    ['twice', { 'x-hub-signature-256': `${signatureOf(text, appSecret)}, ${signatureOf(text, appSecret)}` }],
    ['as SHA-1 only', { 'x-hub-signature': `sha1=${createHmac('sha1', appSecret).update(text).digest('hex')}` }],
  ])('%s: refused, and nothing is kept', async (_case, headers) => {
    const at = await open();
    const response = await fetch(at.webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    });
    expect(response.status).toBe(401);
    expect(await at.store.head(talk)).toBeNull();
  });

  test('a body that is re-encoded on the way is refused', async () => {
    const at = await open();
    const changed = JSON.stringify(JSON.parse(text));
    const response = await post(at.webhook, changed, { 'x-hub-signature-256': signatureOf(text, appSecret) });
    expect(response.status).toBe(401);
  });
});

describe('bodies of every kind', () => {
  test('a batch over several people is kept whole, each in their own conversation', async () => {
    const at = await open();
    const many = Array.from({ length: 200 }, (_one, index) =>
      message(`m${index}`, `Nachricht ${index}`, 1_700_000_000_000 + index, `20${index % 40}`),
    );
    expect((await post(at.webhook, body(...many))).status).toBe(200);
    for (let person = 0; person < 40; person += 1)
      expect(await said(at, `20${person}-${page}`)).toEqual(
        [0, 1, 2, 3, 4].map((round) => `customer: Nachricht ${round * 40 + person}`),
      );
  });

  test('the same event twice in one body, and again in another, is kept once', async () => {
    const at = await open();
    const twice = body(message('m1', 'eins'), message('m1', 'eins'), message('m2', 'zwei', 1_700_000_000_001));
    await post(at.webhook, twice);
    await post(at.webhook, twice);
    expect(await said(at)).toEqual(['customer: eins', 'customer: zwei']);
  });

  test('events of a body are kept in the order of Meta’s clock', async () => {
    const at = await open();
    await post(at.webhook, body(message('c', 'drei', 3), message('a', 'eins', 1), message('b', 'zwei', 2)));
    expect(await said(at)).toEqual(['customer: eins', 'customer: zwei', 'customer: drei']);
  });

  test('broken and unknown events spoil nothing', async () => {
    const at = await open();
    const strange = [
      null,
      7,
      'text',
      [],
      {},
      { sender: null },
      { sender: { id: {} }, recipient: { id: page }, message: { mid: 'x', text: 'nobody' } },
      { sender: { id: '../../etc' }, recipient: { id: page }, message: { mid: 'x', text: 'path' } },
      { sender: { id: erna }, recipient: { id: page }, message: { text: 'no id' } },
      { sender: { id: erna }, recipient: { id: page }, message: null },
      { sender: { id: erna }, recipient: { id: page }, teleport: {} },
      { sender: { id: erna }, recipient: { id: page }, timestamp: 'soon', message: { mid: 'ok1', text: 7 } },
    ];
    const response = await post(at.webhook, body(...strange, message('m1', 'heil')));
    expect(response.status).toBe(200);
    expect(await said(at)).toContain('customer: heil');
    expect(at.observed).toContainEqual(expect.stringMatching(/^webhook accepted \d+$/));
  });

  test.each([
    ['another object', { object: 'user', entry: [{ id: page, messaging: [message('m1', 'x')] }] }],
    ['no entries', { object: 'page' }],
    ['entries that are none', { object: 'page', entry: { 0: 1 } }],
    ['a list', []],
    ['a number', 7],
    ['null', null],
    ['keys of a prototype', { object: 'constructor', entry: [{ id: '__proto__', messaging: [message('m1', 'x')] }] }],
  ])('%s: acknowledged, and nothing is kept', async (_case, value) => {
    const at = await open();
    expect((await post(at.webhook, metaJson(value))).status).toBe(200);
    expect(await at.store.openWork()).toEqual([]);
  });

  test('events for a page of another bank are not let in', async () => {
    const at = await open();
    const foreign = { object: 'page', entry: [{ id: '999', messaging: [message('m1', 'x')] }] };
    // Nor those that stand in our entry and name another page, or that name ours from Instagram.
    const smuggled = body({ ...message('m2', 'x'), recipient: { id: '999' } });
    const crossed = { object: 'instagram', entry: [{ id: page, messaging: [message('m3', 'x')] }] };
    for (const text of [metaJson(foreign), smuggled, metaJson(crossed)])
      expect((await post(at.webhook, text)).status).toBe(200);
    for (const id of [talk, `${erna}-999`, `${erna}-${instagram}`]) expect(await at.store.head(id)).toBeNull();
  });

  test('a signed body that is no JSON, too deep or too large is refused', async () => {
    const at = await open();
    expect((await post(at.webhook, '{"object":')).status).toBe(400);
    expect((await post(at.webhook, `${'['.repeat(5000)}${']'.repeat(5000)}`)).status).toBe(400);
    const large = await post(at.webhook, Buffer.alloc(10 * 1024 * 1024, 0x20));
    expect(large.status).toBe(413);
  });

  test('where nothing can be stored nothing is acknowledged, and the repetition is kept once', async () => {
    const at = await open();
    const text = body(message('m1', 'eins'), message('m2', 'zwei', 1_700_000_000_001, '1002'));
    const write = at.store.write.bind(at.store);
    const full: typeof write = (id, options, decide) =>
      id.startsWith('1002') ? Promise.reject(new Error('disk')) : write(id, options, decide);
    Object.assign(at.store, { write: full });
    expect((await post(at.webhook, text)).status).toBe(503);
    Object.assign(at.store, { write });
    expect((await post(at.webhook, text)).status).toBe(200);
    expect(await said(at)).toEqual(['customer: eins']);
    expect(await said(at, `1002-${page}`)).toEqual(['customer: zwei']);
  });

  test('a customer who writes again after their conversation was erased is heard', async () => {
    const at = await open();
    await post(at.webhook, body(message('m1', 'geheim')));
    await at.settled();
    await at.store.erase(talk);
    await post(at.webhook, body(message('m2', 'da bin ich wieder', 1_700_000_000_001)));
    await at.settled();
    expect(JSON.stringify(await at.store.entries(talk))).not.toContain('geheim');
    expect(await said(at, `${talk}~2`)).toEqual(['customer: da bin ich wieder']);
  });
});

test('neither words nor tokens nor names come into the log', async () => {
  const at = await open();
  await post(at.webhook, body(message('m1', 'Mein Geheimnis'), { broken: 'Mein Geheimnis' }));
  at.meta.say('1003', 'Mein Geheimnis');
  await at.settled();
  await post(at.webhook, 'Mein Geheimnis');
  const lines = JSON.stringify(at.log.lines);
  expect(lines).not.toMatch(/Geheimnis|EAAtoken|app secret|open sesame/);
});
