import { describe, expect, test } from '@jest/globals';
import { readChoice, readInputs } from '../../src/bot/inputs.ts';
import type { Entry } from '../../src/conversation/entry.ts';

const isIntent = (id: string): boolean => id === 'card.block';
let seq = 0;
const entry = (activity: Entry['activity'], more: Partial<Entry> = {}): Entry => ({
  who: 'customer',
  audience: 'customer',
  input: true,
  seq: (seq += 1),
  time: seq,
  activity,
  ...more,
});
const text = (words: string, value?: unknown): Entry => entry({ type: 'message', text: words, value });
const read = (...entries: readonly Entry[]) => readInputs(entries, isIntent);

describe('the inputs of a turn', () => {
  test('texts that came one after another are one thought', () => {
    expect(read(text('Hallo'), text('meine Karte'), text('ist weg'))).toMatchObject([
      { kind: 'message', text: 'Hallo\nmeine Karte\nist weg', choice: null },
    ]);
  });

  test('a button is never merged with what stands around it', () => {
    expect(read(text('Hallo'), text('Karte sperren', { choose: 'card.block' }), text('bitte'))).toMatchObject([
      { text: 'Hallo', choice: null },
      { text: 'Karte sperren', choice: { kind: 'intent', intent: 'card.block' } },
      { text: 'bitte', choice: null },
    ]);
  });

  test('two buttons are two inputs', () => {
    const inputs = read(text('Ja', { dialog: 'yes' }), text('Ja', { dialog: 'yes' }));
    expect(inputs).toHaveLength(2);
  });

  test('a forged value is ignored, the text is read', () => {
    expect(read(text('Hallo', { choose: 'transfer.everything' }))).toMatchObject([{ text: 'Hallo', choice: null }]);
  });

  test('attachments are noticed', () => {
    const [input] = read(entry({ type: 'message', attachments: [{ contentType: 'image/png' }] }), text('das hier'));
    expect(input).toMatchObject({ text: 'das hier', attachments: true });
  });

  test('what was erased is not read', () => {
    expect(read(entry({ type: 'message', text: 'x' }, { redacted: true }))).toEqual([]);
  });

  test('somebody who comes begins; somebody who leaves does not', () => {
    expect(read(entry({ type: 'conversationUpdate', membersAdded: [{ id: 'k', name: '' }] }))).toEqual([
      { kind: 'start' },
    ]);
    expect(read(entry({ type: 'conversationUpdate', membersRemoved: [{ id: 'k', name: '' }] }))).toEqual([]);
    expect(read(entry({ type: 'conversationUpdate', membersAdded: [] }))).toEqual([]);
  });

  test('events of the house are read, a customer’s under the same name are not', () => {
    const event = { type: 'event', name: 'handoff.returned', value: { announce: true } };
    expect(read(entry(event, { who: 'system', audience: 'internal' }))).toMatchObject([{ kind: 'event' }]);
    expect(read(entry(event))).toEqual([]);
  });
});

describe('a button’s value', () => {
  test.each([
    [{ choose: 'card.block' }, { kind: 'intent', intent: 'card.block' }],
    [{ choose: 'other' }, { kind: 'other' }],
    [{ choose: 'resume' }, { kind: 'resume' }],
    [{ choose: 'cancel' }, { kind: 'cancel' }],
    [{ choose: 'no' }, { kind: 'no' }],
    [{ dialog: 'yes' }, { kind: 'dialog', value: 'yes' }],
    [
      { dialog: 'yes', step: 'lost-card.call' },
      { kind: 'dialog', value: 'yes', step: 'lost-card.call' },
    ],
  ])('%j is read', (value, choice) => expect(readChoice(value, isIntent)).toEqual(choice));

  test.each([
    undefined,
    null,
    '',
    'card.block',
    7,
    true,
    [],
    [{ choose: 'card.block' }],
    {},
    { choose: 'unknown.intent' },
    { choose: { toString: 'card.block' } },
    { choose: ['card.block'] },
    { dialog: { yes: true } },
    { dialog: 1 },
    JSON.parse('{"__proto__":{"choose":"card.block"}}') as unknown,
    { choose: 'constructor' },
  ])('%j is none', (value) => expect(readChoice(value, isIntent)).toBeNull());
});
