import { describe, expect, test } from '@jest/globals';
import type { Activity } from 'botframework-schema';
import fc from 'fast-check';
import { cleanActivity } from '../../../src/conversation/door/activity.ts';

const CARD = '4111 1111 1111 1111';
const CARD_DIGITS = '4111111111111111';
const MARK = '⟦card⟧';

const message: Partial<Activity> = {
  type: 'message',
  id: CARD_DIGITS,
  timestamp: new Date('2024-03-12T10:00:00Z'),
  localTimezone: 'Europe/Berlin',
  serviceUrl: `https://example.org/${CARD_DIGITS}`,
  channelId: 'directline',
  from: { id: CARD_DIGITS, name: 'Erika' },
  recipient: { id: CARD_DIGITS, name: 'Schalter' },
  conversation: { id: CARD_DIGITS, isGroup: false, conversationType: 'personal', name: 'Chat' },
  replyToId: CARD_DIGITS,
  text: 'Guten Tag',
  textFormat: 'plain',
  locale: 'de-DE',
  channelData: {
    clientActivityID: CARD_DIGITS,
    mid: CARD_DIGITS,
    sender: { id: CARD_DIGITS },
    recipient: { id: CARD_DIGITS },
    page_id: CARD_DIGITS,
    timestamp: 1710237600000,
    permalink_url: `https://facebook.com/${CARD_DIGITS}`,
  },
  attachments: [{ contentType: 'image/png', contentUrl: `https://cdn.example/${CARD_DIGITS}.png`, name: 'bild.png' }],
};

/** A partial activity from parts that its type does not foresee, as they come over the wire. */
const wire = (parts: object) => parts as Partial<Activity>;

describe('what has no secret', () => {
  test('comes back as the same object, ids, addresses and times that look like cards included', () => {
    const { activity, kinds } = cleanActivity(message);
    expect(activity).toBe(message);
    expect(kinds).toEqual([]);
  });

  test('parts without a secret stay the same objects beside one with a secret', () => {
    const { activity } = cleanActivity({ ...message, text: CARD });
    expect(activity.text).toBe(MARK);
    expect(activity.channelData).toBe(message.channelData);
    expect(activity.from).toBe(message.from);
    expect(activity.timestamp).toBe(message.timestamp);
  });
});

describe('a secret planted in any field', () => {
  const fields: Readonly<Record<string, object>> = {
    text: { text: CARD },
    summary: { summary: CARD },
    speak: { speak: CARD },
    label: { label: CARD },
    'topic name': { topicName: CARD },
    'event name': { name: CARD },
    action: { action: CARD },
    'value type': { valueType: CARD },
    locale: { locale: CARD },
    code: { code: CARD },
    'value, as text': { value: CARD },
    'value, as a number': { value: { number: 4111111111111111 } },
    'value, deep': { value: { a: [{ b: { c: ['x', CARD] } }] } },
    'value, under an id, as a sentence': { value: { id: `Karte ${CARD}` } },
    'a key of value': { value: { [CARD]: 'ja' } },
    'attachment name': { attachments: [{ contentType: 'text/plain', name: `${CARD}.txt` }] },
    'attachment content, as text': { attachments: [{ contentType: 'text/plain', content: CARD }] },
    'attachment content, a card': {
      attachments: [{ contentType: 'x', content: { title: CARD, body: [{ type: 'TextBlock', text: CARD }] } }],
    },
    'suggested actions': {
      suggestedActions: {
        to: [],
        actions: [{ type: 'imBack', title: CARD, value: CARD, text: CARD, displayText: CARD }],
      },
    },
    'channel data': { channelData: { message: { mid: 'm_1', text: CARD } } },
    'channel data, an edit': { channelData: { message_edit: { mid: 'm_1', text: CARD, num_edit: 1 } } },
    'channel data, a payload': { channelData: { postback: { payload: CARD, title: CARD } } },
    'name of the sender': { from: { id: 'u1', name: CARD } },
    'name of the conversation': { conversation: { id: 'c1', name: CARD } },
    entities: { entities: [{ type: 'mention', text: CARD, mentioned: { id: 'u1', name: CARD } }] },
    reactions: { reactionsAdded: [{ type: CARD }] },
    'members added': { membersAdded: [{ id: 'u1', name: CARD }] },
    highlights: { textHighlights: [{ text: CARD, occurrence: 1 }] },
    'listen for': { listenFor: ['Karte', CARD] },
    'a semantic action': { semanticAction: { id: 'x', state: 'start', entities: { e: { type: 't', note: CARD } } } },
    'a field nobody knows': { unheardOf: { deep: CARD } },
  };

  test.each(Object.entries(fields))('%s', (_, part) => {
    const before = JSON.stringify(part);
    const { activity, kinds } = cleanActivity(wire({ ...message, ...part }));
    const own = JSON.stringify(
      Object.fromEntries(Object.keys(part).map((key) => [key, (activity as Record<string, unknown>)[key]])),
    );
    expect(own).toContain(MARK);
    expect(own).not.toMatch(/4111 ?1111/);
    expect(kinds).toEqual(['card']);
    expect(JSON.stringify(part)).toBe(before);
    expect(activity.id).toBe(CARD_DIGITS);
    expect(activity.serviceUrl).toBe(message.serviceUrl);
  });

  test('an update of a message is read like a message', () => {
    expect(cleanActivity({ type: 'messageUpdate', text: 'meine PIN ist 1234' })).toEqual({
      activity: { type: 'messageUpdate', text: 'meine PIN ist ⟦pin⟧' },
      kinds: ['pin'],
    });
  });
});

describe('forms', () => {
  test('a field named after a secret says what it holds', () => {
    const value = {
      pin: '1234',
      onlinePassword: 'Hund',
      smsTan: 123456,
      cvc: 123,
      customer_number: '12345678',
      name: 'Erika',
    };
    expect(cleanActivity({ value })).toEqual({
      activity: {
        value: {
          pin: '⟦pin⟧',
          onlinePassword: '⟦password⟧',
          smsTan: '⟦tan⟧',
          cvc: '⟦cvc⟧',
          customer_number: '12345678',
          name: 'Erika',
        },
      },
      kinds: ['pin', 'password', 'tan', 'cvc'],
    });
  });

  test('a topic named after a secret is none', () => {
    const activity = {
      value: { intent: 'card.pin_forgotten', pinForgotten: '12345', hasPin: true, passwordReset: 'ja' },
    };
    expect(cleanActivity(activity).activity).toBe(activity);
  });

  test('numbers that are no cards stay numbers', () => {
    const activity = { value: { a: 4111111111111112, b: 12.5, c: -4111111111111111, d: 1710237600000, e: 0 } };
    expect(cleanActivity(activity).activity).toBe(activity);
  });

  test('a number too long for its last digits to be kept goes by its beginning', () => {
    expect(cleanActivity(wire({ value: JSON.parse('{ "a": 6799990100000000019 }') })).activity.value).toEqual({
      a: MARK,
    });
  });

  test('two keys that become the same both stay', () => {
    expect(cleanActivity({ value: { [CARD]: 1, '5555555555554444': 2 } }).activity.value).toEqual({
      '⟦card⟧ (2)': 2,
      '⟦card⟧': 1,
    });
  });
});

describe('data addresses', () => {
  test('are dropped, the attachment stays', () => {
    const attachments = [
      { contentType: 'text/plain', name: 'a.txt', contentUrl: 'data:text/plain,meine%20PIN%20ist%201234' },
    ];
    expect(cleanActivity({ attachments }).activity.attachments).toEqual([{ contentType: 'text/plain', name: 'a.txt' }]);
  });

  test('are dropped wherever they hide', () => {
    const { activity } = cleanActivity({
      attachments: [{ contentType: 'x', content: { images: [{ url: 'data:;base64,NDExMQ==' }] } }],
    });
    expect(activity.attachments).toEqual([{ contentType: 'x', content: { images: [{}] } }]);
  });

  test('a text that begins like one is still a text', () => {
    expect(cleanActivity({ text: `data:,${CARD}` }).activity.text).toBe(`data:,${MARK}`);
  });
});

describe('what is built to do harm', () => {
  test('a prototype cannot be reached', () => {
    const { activity } = cleanActivity(
      wire({ value: JSON.parse(`{"__proto__":{"x":"${CARD}"},"constructor":"${CARD}"}`) }),
    );
    expect(Object.getPrototypeOf(activity.value)).toBe(Object.prototype);
    expect(Object.hasOwn(activity.value as object, '__proto__')).toBe(false);
    expect(JSON.stringify(activity)).not.toContain('4111');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test.each([101, 20_000])('what lies deeper than the door reads is dropped (%i levels)', (levels) => {
    let value: unknown = CARD;
    for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
    expect(JSON.stringify(cleanActivity(wire({ value })).activity)).not.toContain('4111');
  });

  test('circles end', () => {
    const circle: Record<string, unknown> = { text: CARD };
    circle.self = circle;
    circle.list = [circle, circle];
    const { activity, kinds } = cleanActivity(wire({ value: circle }));
    expect(JSON.stringify(activity)).not.toContain('4111');
    expect(kinds).toEqual(['card']);
  });

  test('a part that is shared a million times over is read once', () => {
    let value: object = { text: CARD };
    for (let level = 0; level < 60; level += 1) value = { one: value, two: value };
    expect(cleanActivity(wire({ value })).kinds).toEqual(['card']);
  });

  test('any JSON is read, never changed, and clean the second time', () => {
    const leaf = fc.constantFrom(CARD, 'meine PIN ist 1234', 'DE89370400440532013000', 'Hallo', CARD_DIGITS, 'data:,x');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.constantFrom('id', 'text', 'pin', 'url', '__proto__', CARD), fc.string()),
          tie('tree'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, tree, (value, channelData) => {
        const activity = wire({ type: 'message', value, channelData });
        const before = JSON.stringify(activity);
        const once = cleanActivity(activity);
        expect(JSON.stringify(activity)).toBe(before);
        expect(JSON.stringify(once.activity)).not.toContain(CARD);
        const twice = cleanActivity(once.activity);
        expect(twice.activity).toBe(once.activity);
        expect(twice.kinds).toEqual([]);
      }),
      { numRuns: 2000, seed: 4711 },
    );
  });
});
