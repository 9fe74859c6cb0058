import { describe, expect, test } from '@jest/globals';
import { timeline } from '../../web/widget/chat/state/timeline.ts';
import type { Message, Speaker } from '../../web/widget/chat/state/types.ts';

const noon = new Date(2026, 10, 20, 12).getTime();
const customer: Speaker = { kind: 'customer' };
const assistant: Speaker = { kind: 'assistant' };
const staff = (name: string): Speaker => ({ kind: 'staff', name });

const told = (...said: readonly (readonly [speaker: Speaker, minutes: number])[]): string[] =>
  timeline(
    said.map(([speaker, minutes], index) => ({
      ...(speaker.kind === 'customer' ? { speaker, delivery: 'sent' as const } : { speaker, choices: [] }),
      key: String(index),
      text: '',
      at: noon + minutes * 60_000,
      redacted: false,
    })) as Message[],
  ).map((row) => (row.kind === 'group' ? `${row.speaker.kind} ${row.messages.length}` : row.kind));

describe('The timeline', () => {
  test('groups what one says in one go', () => {
    expect(told([assistant, 0], [customer, 1], [customer, 2], [assistant, 3])).toEqual([
      'day',
      'assistant 1',
      'customer 2',
      'assistant 1',
    ]);
  });

  test('parts what lies more than five minutes apart, and days', () => {
    expect(told([customer, 0], [customer, 6], [customer, 60 * 24])).toEqual([
      'day',
      'customer 1',
      'customer 1',
      'day',
      'customer 1',
    ]);
  });

  test('says when a person comes, is followed by another, and goes', () => {
    const rows = told([assistant, 0], [staff('A'), 1], [customer, 2], [staff('A'), 3], [staff('B'), 4], [assistant, 5]);
    expect(rows).toEqual([
      'day',
      'assistant 1',
      'joined',
      'staff 1',
      'customer 1',
      'staff 1',
      'joined',
      'staff 1',
      'left',
      'assistant 1',
    ]);
  });

  test('every row has a key of its own', () => {
    const keys = timeline([]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(told()).toEqual([]);
  });
});
