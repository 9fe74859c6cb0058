import { beforeEach, describe, expect, test } from '@jest/globals';
import { createDirectLine, type DirectLine } from '../../web/widget/chat/direct-line/client.ts';
import { backoff } from '../../web/widget/chat/direct-line/backoff.ts';
import { readFrame } from '../../web/widget/chat/direct-line/frame.ts';
import type { Activity, DirectLineEvent } from '../../web/widget/chat/direct-line/types.ts';
import { StandIn } from './direct-line-stand-in.ts';

let service: StandIn;
let events: DirectLineEvent[];
let resume: string | undefined;
let remembers: boolean;
let user: string | undefined;
let token: string | undefined;
let line: DirectLine;

const open = (): DirectLine =>
  createDirectLine({
    base: 'https://bank.example',
    credentials: 'omit',
    keep: { read: () => resume, write: (next) => (resume = next), remembers: () => remembers },
    identity: { user: () => user, token: () => token },
    locale: () => 'de',
    emit: (event) => events.push(event),
    surroundings: service.surroundings,
  });

const statuses = (): string[] => events.flatMap((event) => (event.kind === 'status' ? [event.status] : []));
const seen = (): readonly Activity[] =>
  events.flatMap((event) => (event.kind === 'activities' ? event.activities : []));
const texts = (): (string | undefined)[] => seen().map(({ text }) => text);
const write = (key: string): void => line.send({ key, text: `text of ${key}`, locale: 'de' });
const outcome = (key: string): string[] =>
  events.flatMap((event) =>
    (event.kind === 'sent' || event.kind === 'failed') && event.key === key ? [event.kind] : [],
  );

beforeEach(() => {
  service = new StandIn();
  events = [];
  resume = user = token = undefined;
  remembers = false;
  line = open();
});

describe('A conversation', () => {
  beforeEach(async () => {
    line.start();
    await service.settle();
  });

  test('is opened, and its credential kept', () => {
    expect(statuses()).toEqual(['connecting', 'online']);
    expect(events).toContainEqual({ kind: 'begun', conversationId: 'c1', resumed: false });
    expect(resume).toBe('r1');
  });

  test('brings what is said, and sends what is written', async () => {
    service.say('c1', { text: 'Guten Tag' });
    service.keepalive('c1');
    write('k1');
    await service.settle();
    expect(texts()).toEqual(['Guten Tag', 'text of k1']);
    expect(outcome('k1')).toEqual(['sent']);
  });

  test('is found again by another visit, with its history', async () => {
    service.say('c1', { text: 'Guten Tag' });
    line.stop();
    events = [];
    line = open();
    line.start();
    await service.settle();
    expect(events).toContainEqual({ kind: 'begun', conversationId: 'c1', resumed: true });
    expect(texts()).toEqual(['Guten Tag']);
  });

  test('goes on behind its watermark after a break, with nothing lost and nothing twice', async () => {
    service.say('c1', { text: 'before' });
    service.cut(1006);
    service.say('c1', { text: 'meanwhile' });
    await service.pass(1000);
    expect(statuses()).toEqual(['connecting', 'online', 'reconnecting', 'online']);
    expect(texts()).toEqual(['before', 'meanwhile']);
    expect(service.requests.at(-1)).toBe('GET /conversations/c1?watermark=1');
    expect(service.openSockets).toBe(1);
  });

  test('waits longer after each failure, and a moment only when the service says that it restarts', async () => {
    service.isUp = false;
    service.cut(1012);
    await service.pass(500);
    const attempts = (): number => service.requests.length;
    const first = attempts();
    await service.pass(999);
    expect(attempts()).toBe(first);
    await service.pass(1);
    expect(attempts()).toBe(first + 1);
    await service.pass(1999);
    expect(attempts()).toBe(first + 1);
    service.isUp = true;
    await service.pass(1);
    expect(statuses().at(-1)).toBe('online');
  });

  test('says when the network is gone and comes back with it at once', async () => {
    service.isOnline = false;
    line.networkChanged();
    expect(statuses().at(-1)).toBe('offline');
    expect(service.openSockets).toBe(0);
    write('k1');
    await service.pass(600_000);
    expect(outcome('k1')).toEqual([]);
    service.isOnline = true;
    line.networkChanged();
    await service.settle();
    expect(statuses().at(-1)).toBe('online');
    expect(outcome('k1')).toEqual(['sent']);
  });

  test('after a long sleep it dials anew', async () => {
    const before = service.requests.length;
    line.wake();
    await service.settle();
    expect(service.requests.slice(before)).toEqual(['GET /conversations/c1?watermark=']);
    expect(service.openSockets).toBe(1);
  });

  test('keeps its token fresh', async () => {
    await service.pass(1_800_000);
    expect(service.requests.filter((request) => request === 'POST /tokens/refresh')).toHaveLength(1);
    await service.pass(1_800_000);
    expect(service.requests.filter((request) => request === 'POST /tokens/refresh')).toHaveLength(2);
  });

  test('gets a new token for the same conversation when the old one has expired', async () => {
    service.expireTokens();
    write('k1');
    await service.settle();
    expect(outcome('k1')).toEqual(['sent']);
    expect(service.conversations.size).toBe(1);
  });

  test('that is gone is said to be gone, once', async () => {
    service.conversations.clear();
    service.cut(1006);
    await service.pass(60_000);
    expect(statuses().at(-1)).toBe('ended');
    expect(resume).toBeUndefined();
  });

  test('can be left for a new one', async () => {
    line.restart();
    await service.settle();
    expect(events).toContainEqual({ kind: 'begun', conversationId: 'c2', resumed: false });
    service.say('c1', { text: 'old' });
    service.say('c2', { text: 'new' });
    expect(texts()).toEqual(['new']);
  });
});

describe('A message', () => {
  beforeEach(async () => {
    line.start();
    await service.settle();
  });

  test('goes again after an error, and stands there once', async () => {
    service.moods.push('unreachable', 'unreachable');
    write('k1');
    await service.pass(3000);
    expect(outcome('k1')).toEqual(['sent']);
    expect(texts()).toEqual(['text of k1']);
  });

  test('whose answer was lost has arrived when it comes back on the stream', async () => {
    service.moods.push('swallows');
    write('k1');
    await service.pass(5000);
    expect(outcome('k1')).toEqual(['sent']);
    expect(service.conversations.get('c1')!.activities).toHaveLength(1);
  });

  test('that is refused fails at once, and the next one goes', async () => {
    service.moods.push('refuses');
    write('k1');
    write('k2');
    await service.settle();
    expect([outcome('k1'), outcome('k2')]).toEqual([['failed'], ['sent']]);
  });

  test('fails when half a minute of trying brings nothing, and can be sent again', async () => {
    service.moods.push(...Array<'unreachable'>(6).fill('unreachable'));
    write('k1');
    await service.pass(31_000);
    expect(outcome('k1')).toEqual(['failed']);
    write('k1');
    await service.settle();
    expect(outcome('k1')).toEqual(['failed', 'sent']);
  });

  test('waits for those before it: the order is the one in which they were written', async () => {
    service.moods.push('unreachable');
    for (const key of ['k1', 'k2', 'k3']) write(key);
    await service.pass(5000);
    expect(texts()).toEqual(['text of k1', 'text of k2', 'text of k3']);
  });
});

describe('A first connection', () => {
  test('is tried until it stands', async () => {
    service.isUp = false;
    line.start();
    await service.pass(60_000);
    expect(statuses()).toEqual(['connecting']);
    service.isUp = true;
    await service.pass(30_000);
    expect(statuses()).toEqual(['connecting', 'online']);
  });

  test('for a credential that opens nothing any more is a new conversation', async () => {
    resume = 'forgotten';
    line.start();
    await service.settle();
    expect(events).toContainEqual({ kind: 'begun', conversationId: 'c1', resumed: false });
    expect(resume).toBe('r1');
  });
});

describe('The wait between attempts', () => {
  test('doubles up to half a minute, and takes up to half of it off at random', () => {
    expect([0, 1, 2, 5, 50].map((attempt) => backoff(attempt, 0))).toEqual([1000, 2000, 4000, 30_000, 30_000]);
    expect(backoff(1, 1)).toBe(1000);
  });
});

describe('A frame', () => {
  test.each([[''], ['no JSON'], ['[]'], ['null'], ['{"activities":5}'], [new ArrayBuffer(1)]])(
    '%p is passed over',
    (data) => {
      expect(readFrame(data)).toBeNull();
    },
  );

  test('carries activities and perhaps a watermark', () => {
    expect(readFrame('{"activities":[{"type":"typing"},null,{"text":"no type"}]}')).toEqual({
      activities: [{ type: 'typing' }],
      watermark: undefined,
    });
    expect(readFrame('{"activities":[],"watermark":"7"}')?.watermark).toBe('7');
  });
});

describe('Who it is', () => {
  test('is said with the bank’s signature, and with the wish to be remembered', async () => {
    user = 'signed';
    remembers = true;
    line.start();
    await service.settle();
    expect(service.asked).toEqual([{ locale: 'de', user: { token: 'signed' }, remember: true }]);
  });

  test('stands in the token that the bank’s server has got, which is used once', async () => {
    service.conversations.set('c9', { id: 'c9', resume: 'r9', begun: false, activities: [] });
    const claims = Buffer.from(JSON.stringify({ conv: 'c9', iat: 0, exp: 3600 })).toString('base64url');
    // The stand-in knows a token by its beginning and its generation.
    token = `c9#1.${claims}.x`;
    service.validToken = 1;
    line.start();
    await service.settle();
    expect(service.asked).toEqual([]);
    expect(service.requests[0]).toBe('POST /conversations');
  });

  test('has run out: the page is to get it anew', async () => {
    user = 'signed';
    line.start();
    await service.settle();
    service.refusesTokens = true;
    service.expireTokens();
    service.cut(1006);
    await service.pass(5000);
    expect(statuses().at(-1)).toBe('signed-out');
  });
});

describe('Taking back', () => {
  beforeEach(async () => {
    line.start();
    await service.settle();
  });

  test('the whole conversation: nothing finds it again', async () => {
    await expect(line.erase()).resolves.toBe('deleted');
    expect([statuses().at(-1), resume, service.conversations.size, service.openSockets]).toEqual([
      'deleted',
      undefined,
      0,
      0,
    ]);
    line.networkChanged();
    line.wake();
    await service.settle();
    expect(service.conversations.size).toBe(0);
    line.restart();
    await service.settle();
    expect(statuses().at(-1)).toBe('online');
  });

  test('not while a case is open, nor without a connection', async () => {
    service.held.add('c1');
    await expect(line.erase()).resolves.toBe('open-case');
    service.held.clear();
    service.isUp = false;
    await expect(line.erase()).resolves.toBe('failed');
    expect(service.conversations.size).toBe(1);
  });

  test('files go as a form with their activity, and are fetched with the token', async () => {
    line.send({ key: 'k1', text: '', locale: 'de', files: [new File(['x'], 'a.png', { type: 'image/png' })] });
    await service.settle();
    expect(outcome('k1')).toEqual(['sent']);
    expect(service.requests).toContain('POST /conversations/c1/upload');
    const url = 'https://bank.example/v3/directline/conversations/c1/files/f1';
    expect(await (await line.fetchFile(url))?.text()).toBe('content');
    // The token goes to the service and to nobody else.
    expect(await line.fetchFile('https://evil.example/v3/directline/conversations/c1/files/f1')).toBeNull();
    await expect(line.removeFile('https://evil.example/x')).resolves.toBe(false);
  });
});
