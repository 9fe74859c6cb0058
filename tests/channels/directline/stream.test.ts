import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NewEntry } from '../../../src/conversation/entry.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import {
  ask,
  dial,
  expectRising,
  openDirectLine,
  secret,
  site,
  startChat,
  texts,
  type Chat,
  type Dialled,
  type Opened,
} from './open.ts';

let opened: Opened;
let chat: Chat;
beforeEach(async () => {
  opened = await openDirectLine();
  chat = await startChat(opened);
  await opened.settled(chat.id);
});
afterEach(() => opened.close());

/** The stream's address from a reconnect. */
const addressAt = async (query: string): Promise<string> => {
  const { json } = await ask(`${opened.base}/conversations/${chat.id}${query}`, { auth: chat.token });
  return String(json['streamUrl']);
};
const holds = (stream: Dialled, count: number): Promise<void> => stream.until(() => stream.shown().length >= count);
const refusal = (url: string, headers = {}): Promise<unknown> =>
  dial(url, headers).then(
    () => 'open',
    (error: unknown) => (error instanceof Error ? error.message : error),
  );

describe('The stream', () => {
  test('shows what was said, then each echo and reply as it comes, with a watermark', async () => {
    const stream = await dial(chat.streamUrl);
    await holds(stream, 1);
    expect(texts(stream.shown())).toEqual(['Guten Tag!']);
    const { json } = await chat.say('Hallo', 'c1');
    await holds(stream, 3);
    const [greeting, echo, reply] = stream.shown();
    expect(greeting!.replyToId).toBeUndefined();
    expect(echo).toMatchObject({
      id: json['id'],
      from: { id: chat.user, role: 'user' },
      channelData: { clientActivityID: 'c1' },
    });
    expect(reply).toMatchObject({
      replyToId: json['id'],
      from: { id: 'schalter', name: 'Schalter', role: 'bot' },
      text: 'Hallo',
    });
    expectRising(stream.shown());
    expect(stream.watermark()).toBe(String((await opened.store.head(chat.id))?.lastSeq));
  });

  test('a reply that follows in another frame names its echo, one after a replay too', async () => {
    const stream = await dial(await addressAt(''));
    const { json } = await chat.say('Hallo');
    await holds(stream, 2);
    expect(stream.shown()[1]!.replyToId).toBe(json['id']);
    const echoSeq = Number(String(json['id']).split('|')[1]);
    const late = await dial(await addressAt(`?watermark=${String(echoSeq)}`));
    await holds(late, 1);
    expect(late.shown()[0]!.replyToId).toBe(json['id']);
  });

  test('begins where the watermark says: a number, everything, or now', async () => {
    await chat.say('eins');
    await opened.settled(chat.id);
    const streams = await Promise.all([
      addressAt('?watermark=3').then(dial),
      addressAt('?watermark=').then(dial),
      addressAt('').then(dial),
    ]);
    await chat.say('zwei');
    const [number, all, now] = streams;
    await Promise.all([holds(number, 4), holds(all, 5), holds(now, 2)]);
    expect(texts(number.shown())).toEqual(['eins', 'eins', 'zwei', 'zwei']);
    expect(texts(all.shown())).toEqual(['Guten Tag!', 'eins', 'eins', 'zwei', 'zwei']);
    expect(texts(now.shown())).toEqual(['zwei', 'zwei']);
  });

  test('a watermark that a client appends to the address counts', async () => {
    await chat.say('eins');
    await opened.settled(chat.id);
    const stream = await dial(`${chat.streamUrl}&watermark=3`);
    await holds(stream, 2);
    expect(texts(stream.shown())).toEqual(['eins', 'eins']);
  });

  test('a history of hundreds comes whole, in order, once, while the conversation goes on', async () => {
    const say = (index: number): NewEntry => ({
      who: index % 3 === 0 ? 'staff' : 'bot',
      audience: index % 2 === 0 ? 'customer' : 'staff',
      activity: { type: 'message', text: String(index) },
    });
    const indices = Array.from({ length: 700 }, (_, index) => index);
    await opened.store.write(chat.id, {}, () => ({ entries: indices.map(say), result: undefined }));
    const streams = await Promise.all([dial(chat.streamUrl), dial(chat.streamUrl)]);
    for (let index = 700; index < 720; index += 1)
      await opened.store.write(chat.id, {}, () => ({ entries: [say(index)], result: undefined }));
    for (const stream of streams) {
      await holds(stream, 361);
      expect(texts(stream.shown()).slice(1)).toEqual(Array.from({ length: 360 }, (_, index) => String(index * 2)));
      expect(stream.frames.length).toBeGreaterThan(3);
    }
  });

  test('sockets at different places each get everything once', async () => {
    const streams: Dialled[] = [];
    for (let round = 0; round < 3; round += 1) {
      const [stream] = await Promise.all([
        dial(chat.streamUrl),
        chat.say(`a${String(round)}`),
        chat.say(`b${String(round)}`),
      ]);
      streams.push(stream);
    }
    await opened.settled(chat.id);
    const { json } = await ask(`${opened.base}/conversations/${chat.id}/activities`, { auth: chat.token });
    const expected = (json['activities'] as { id: string }[]).map(({ id }) => id);
    for (const stream of streams) {
      await holds(stream, expected.length);
      expect(stream.shown().map(({ id }) => id)).toEqual(expected);
    }
  });

  test('what is committed between the look at the conversation and the opening of the socket is not lost', async () => {
    const clock = createManualClock();
    const store = createMemoryStore(clock);
    let armed = false;
    const racing: typeof store = {
      ...store,
      head: async (id) => {
        const head = await store.head(id);
        if (armed) {
          armed = false;
          const late: NewEntry = { who: 'bot', audience: 'customer', activity: { type: 'message', text: 'knapp' } };
          await store.write(id, {}, () => ({ entries: [late], result: undefined }));
        }
        return head;
      },
    };
    const service = await openDirectLine({ store: racing, clock, silent: true });
    try {
      const visitor = await startChat(service);
      armed = true;
      const stream = await dial(visitor.streamUrl);
      await holds(stream, 1);
      expect(texts(stream.shown())).toEqual(['knapp']);
    } finally {
      await service.close();
    }
  });

  test('what is committed just when the one before has been sent is not overlooked', async () => {
    const stream = await dial(chat.streamUrl);
    await holds(stream, 1);
    const say = (text: string): NewEntry => ({ who: 'bot', audience: 'customer', activity: { type: 'message', text } });
    const write = (text: string) =>
      opened.store.write(chat.id, {}, () => ({ entries: [say(text)], result: undefined }));
    const expected = ['Guten Tag!'];
    for (let steps = 0; steps < 40; steps += 1) {
      void write(`${String(steps)}a`);
      // Every distance between two commits, counted in steps of promises.
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      void write(`${String(steps)}b`);
      expected.push(`${String(steps)}a`, `${String(steps)}b`);
      await holds(stream, expected.length);
    }
    expect(texts(stream.shown())).toEqual(expected);
  });

  test('keeps the line alive with empty frames, and cuts a socket that answers nothing', async () => {
    const stream = await dial(chat.streamUrl);
    await holds(stream, 1);
    const pinged = new Promise((resolve) => stream.socket.once('ping', resolve));
    opened.clock.advance(25_000);
    await stream.until(() => stream.frames.includes(''));
    await pinged;
    stream.socket.pause();
    opened.clock.advance(25_000);
    opened.clock.advance(25_000);
    stream.socket.resume();
    expect((await stream.closed).code).toBe(1006);
  });

  test('what clients send on it is not read: empty, nonsense, anything', async () => {
    const stream = await dial(chat.streamUrl);
    for (const frame of ['', 'nonsense', '{"type":"message","text":"x"}', Buffer.alloc(100)]) stream.socket.send(frame);
    await chat.say('Hallo');
    await holds(stream, 3);
    expect(opened.log.lines).toEqual([]);
    stream.socket.send('x'.repeat(65 * 1024));
    expect((await stream.closed).code).toBe(1009);
  });

  test('three sockets of a conversation; the fourth closes the oldest', async () => {
    const streams = [];
    for (let index = 0; index < 4; index += 1) streams.push(await dial(chat.streamUrl));
    const [first, ...others] = streams as [Dialled, ...Dialled[]];
    expect(await first.closed).toEqual({ code: 1000, reason: 'collision' });
    await chat.say('Hallo');
    await Promise.all(others.map((stream) => holds(stream, 3)));
    const other = await startChat(opened);
    const theirs = await dial(other.streamUrl);
    await holds(theirs, 1);
    expect(others.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true);
  });

  test('a reader that does not keep up is cut off at 1 MB, the others go on', async () => {
    const [slow, quick] = [await dial(chat.streamUrl), await dial(chat.streamUrl)];
    await Promise.all([holds(slow, 1), holds(quick, 1)]);
    slow.socket.pause();
    const big: NewEntry = {
      who: 'bot',
      audience: 'customer',
      activity: { type: 'message', text: 'x'.repeat(200_000) },
    };
    let sent = 0;
    while (!opened.events.includes('socket.slow') && sent < 200) {
      await opened.store.write(chat.id, {}, () => ({ entries: [big], result: undefined }));
      sent += 1;
      await holds(quick, sent + 1);
    }
    expect(opened.events).toContain('socket.slow');
    slow.socket.resume();
    expect((await slow.closed).code).toBe(1006);
    expect(quick.shown()).toHaveLength(sent + 1);
  });

  test('an erased conversation ends its streams, and the way back says so', async () => {
    const stream = await dial(chat.streamUrl);
    await opened.store.erase(chat.id);
    expect((await stream.closed).reason).toBe('ended');
    expect(await refusal(chat.streamUrl)).toBe('404');
  });

  test('an erased message does not end anything', async () => {
    const stream = await dial(chat.streamUrl);
    const { json } = await chat.say('Hallo');
    await holds(stream, 3);
    await opened.store.redact(chat.id, Number(String(json['id']).split('|')[1]));
    await chat.say('noch da?');
    await holds(stream, 5);
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
  });

  test('when the service stops, clients are told to come back', async () => {
    const stream = await dial(chat.streamUrl);
    await opened.channel.close();
    expect(await stream.closed).toEqual({ code: 1012, reason: 'restart' });
    expect(await refusal(chat.streamUrl)).toBe('503');
  });

  test('shows typing while it happens and keeps nothing of it', async () => {
    const stream = await dial(chat.streamUrl);
    await holds(stream, 1);
    const before = stream.watermark();
    opened.channel.showTyping(chat.id, 'Sabine Weber');
    opened.channel.showTyping(chat.id, null);
    opened.channel.showTyping('nobody', null);
    await holds(stream, 3);
    expect(stream.shown().slice(1)).toMatchObject([
      { type: 'typing', from: { name: 'Sabine Weber', role: 'bot' }, channelData: { schalter: { speaker: 'staff' } } },
      { type: 'typing', from: { id: 'schalter', role: 'bot' } },
    ]);
    expect(stream.watermark()).toBe(before);
    const { json } = await ask(`${opened.base}/conversations/${chat.id}/activities`, { auth: chat.token });
    expect(json['activities']).toHaveLength(1);
  });
});

describe('The handshake', () => {
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(chat.streamUrl);
    change(url);
    return url.href;
  };

  test.each<[string, () => string | Promise<string>, string]>([
    ['no credential', () => changed((url) => url.searchParams.delete('t')), '401'],
    ['nonsense', () => changed((url) => url.searchParams.set('t', 'nonsense')), '403'],
    ['a token instead', () => changed((url) => url.searchParams.set('t', chat.token)), '403'],
    ['the secret instead', () => changed((url) => url.searchParams.set('t', secret)), '403'],
    ['another conversation', () => changed((url) => (url.pathname = url.pathname.replace(chat.id, 'other'))), '403'],
    ['a watermark that is none', () => changed((url) => url.searchParams.set('watermark', 'x')), '400'],
    ['another address', () => changed((url) => (url.pathname = url.pathname.replace('/stream', '/streams'))), '404'],
    ['a broken one', () => chat.streamUrl.replace(chat.id, '%ff'), '404'],
  ])('refuses %s', async (_name, url, status) => {
    expect(await refusal(await url())).toBe(status);
  });

  test('refuses a credential after 60 seconds', async () => {
    opened.clock.advance(59_000);
    expect(await refusal(chat.streamUrl)).toBe('open');
    opened.clock.advance(1000);
    expect(await refusal(chat.streamUrl)).toBe('403');
  });

  test('refuses pages that the token was not given to', async () => {
    expect(await refusal(chat.streamUrl, { origin: 'https://evil.example' })).toBe('403');
    expect(await refusal(chat.streamUrl, { origin: site })).toBe('open');
    expect(await refusal(chat.streamUrl, { origin: opened.own })).toBe('open');
  });
});
