import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutBlocks, type Block } from '../../web/console/model/blocks.ts';
import { arrange, belongs, byDue, neighbour, noFilter, pressureOf } from '../../web/console/model/order.ts';
import type { Case, Entry, Happening } from '../../web/console/model/types.ts';
import { aCase, anEntry } from '../support/staged-things.ts';

const idsOf = (cases: readonly { readonly id: string }[]): readonly string[] => cases.map(({ id }) => id);
const me = { userId: 'me', name: 'Ich' };
const other = { userId: 'other', name: 'Sabine' };
const at = (time: string): string => `2026-11-20T${time}:00.000Z`;

describe('The list', () => {
  const cases: readonly Case[] = [
    aCase('later', { due: at('12:00') }),
    aCase('sooner', { due: at('11:00') }),
    aCase('fraud', { due: at('12:30'), priority: 0, reason: 'fraud' }),
    aCase('mine', { status: 'active', owner: me, due: at('11:30') }),
    aCase('with-customer', { status: 'active', owner: me, awaits: 'customer', due: null, acceptedAt: at('09:00') }),
    aCase('put-off', { status: 'active', owner: me, snoozedUntil: at('15:00') }),
    aCase('theirs', { status: 'active', owner: other, due: at('10:30') }),
    aCase('for-me', { due: at('13:00'), assignment: { to: me, by: null, until: at('10:05'), word: null } }),
    aCase('for-other', { due: at('10:00'), assignment: { to: other, by: null, until: at('10:05'), word: null } }),
    aCase('done', { status: 'resolved', owner: me, awaits: null, resolvedAt: at('10:00') }),
  ];
  const list = (view: Parameters<typeof belongs>[1], filter = noFilter): readonly string[] =>
    idsOf(cases.filter((item) => belongs(item, view, filter, 'me')).sort(byDue));

  test('puts fraud first, then what is due next; what waits for the customer stands behind', () => {
    expect(list('due')).toEqual(['fraud', 'sooner', 'mine', 'later', 'for-me', 'with-customer']);
  });

  test('shows one’s own with what is meant for one, all, and what was put off', () => {
    expect(list('mine')).toEqual(['mine', 'for-me', 'with-customer', 'put-off']);
    expect(list('all')).toContain('theirs');
    expect(list('all')).not.toContain('put-off');
    expect(list('later')).toEqual(['put-off']);
    expect([list('resolved'), list('found')]).toEqual([[], []]);
  });

  test('is narrowed by each condition', () => {
    expect(list('all', { ...noFilter, reason: 'fraud' })).toEqual(['fraud']);
    expect(list('all', { ...noFilter, label: 'card' })).toEqual([]);
    expect(list('all', { ...noFilter, team: 'nobody' })).toEqual([]);
    expect(list('all', { ...noFilter, channel: 'directline' })).toHaveLength(8);
  });

  test('is a whole order: two cases are never in both orders', () => {
    const any = fc.record({
      priority: fc.constantFrom(0, 1, 2),
      awaits: fc.constantFrom('staff', 'customer', null),
      status: fc.constantFrom('waiting', 'active'),
      due: fc.constantFrom(null, at('10:00'), at('11:00')),
      snoozedUntil: fc.constantFrom(null, at('12:00')),
    });
    fc.assert(
      fc.property(any, any, any, (one, two, three) => {
        const [a, b, c] = [aCase('a', one), aCase('b', two), aCase('c', three)] as const;
        expect(Math.sign(byDue(a, b))).toBe(-Math.sign(byDue(b, a)));
        if (byDue(a, b) < 0 && byDue(b, c) < 0) expect(byDue(a, c)).toBeLessThan(0);
      }),
    );
  });

  test('keeps the open case where it was', () => {
    expect(arrange(['b', 'c', 'a'], ['a', 'b', 'c'], 'a')).toEqual(['a', 'b', 'c']);
    expect(arrange(['b', 'c'], ['b', 'a', 'c'], 'a')).toEqual(['b', 'a', 'c']);
    expect(arrange(['b'], [], 'a')).toEqual(['b']);
    expect(arrange(['b', 'a'], ['a', 'b'], null)).toEqual(['b', 'a']);
  });

  test.each([
    [null, 1, 'a'],
    [null, -1, 'c'],
    ['a', 1, 'b'],
    ['a', -1, 'a'],
    ['c', 1, 'c'],
    ['gone', 1, 'a'],
  ] as const)('from %s by %d the keys lead to %s', (selected, step, expected) => {
    expect(neighbour(['a', 'b', 'c'], selected, step)).toBe(expected);
    expect(neighbour([], selected, step)).toBeNull();
  });

  test.each([
    ['10:00', 'calm'],
    ['10:44', 'calm'],
    ['10:45', 'soon'],
    ['11:00', 'over'],
  ] as const)('at %s a deadline of an hour is %s', (time, expected) => {
    const item = aCase('a', { waitingSince: at('10:00'), due: at('11:00') });
    expect(pressureOf(item, Date.parse(at(time)))).toBe(expected);
    expect(pressureOf({ ...item, due: null }, Date.parse(at(time)))).toBe('calm');
  });
});

const happened = (seq: number, happening: Happening): Entry =>
  anEntry(seq, { who: 'system', audience: 'internal', text: null, happening });
const handedOver: Happening = { kind: 'handed-over', caseId: 'a', reason: 'asked', priority: 2, raised: false };
const shape = (blocks: readonly Block[]) =>
  blocks.map((block) => (block.kind === 'entry' ? block.entry.seq : block.entries.map(({ seq }) => seq)));

describe('The timeline', () => {
  test('folds what was said with the assistant, but not the last words before a person was needed', () => {
    const entries = [
      anEntry(1),
      anEntry(2, { who: 'bot' }),
      anEntry(3),
      anEntry(4, { who: 'bot' }),
      happened(5, handedOver),
      happened(6, { kind: 'accepted', caseId: 'a', by: 'Sabine' }),
      anEntry(7, { who: 'staff' }),
    ];
    expect(shape(cutBlocks(entries))).toEqual([[1, 2], 3, 4, 5, 6, 7]);
    expect(cutBlocks(entries)[0]).toMatchObject({ kind: 'folded', messages: 2 });
  });

  test('folds each stretch with the assistant, never what a person wrote', () => {
    const entries = [
      anEntry(1),
      happened(2, handedOver),
      happened(3, { kind: 'accepted', caseId: 'a', by: 'Sabine' }),
      anEntry(4, { who: 'staff' }),
      happened(5, { kind: 'returned', announced: true }),
      anEntry(6),
      anEntry(7, { who: 'bot' }),
      anEntry(8),
      happened(9, handedOver),
    ];
    expect(shape(cutBlocks(entries))).toEqual([1, 2, 3, 4, 5, [6, 7], 8, 9]);
  });

  test('becoming more pressing is told, and folds nothing', () => {
    const entries = [anEntry(1), anEntry(2, { who: 'bot' }), anEntry(3), happened(4, { ...handedOver, raised: true })];
    expect(shape(cutBlocks(entries))).toEqual([1, 2, 3, 4]);
  });

  test('shows every message exactly once and in order, whatever happened', () => {
    const kinds: readonly Happening[] = [
      handedOver,
      { ...handedOver, raised: true },
      { kind: 'accepted', caseId: 'a', by: 'A' },
      { kind: 'completed', caseId: 'a', by: 'A' },
      { kind: 'returned', announced: false },
      { kind: 'other' },
    ];
    const line = fc.oneof(
      fc.constantFrom('customer' as const, 'bot' as const, 'staff' as const).map((who) => ({ who, happening: null })),
      fc.constantFrom(...kinds).map((happening) => ({ who: 'system' as const, happening })),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const entries = lines.map((each, at) => anEntry(at + 1, each));
        const shown = cutBlocks(entries).flatMap((block) => (block.kind === 'entry' ? [block.entry] : block.entries));
        expect(shown.map(({ seq }) => seq)).toEqual(
          entries.filter(({ happening }) => happening?.kind !== 'other').map(({ seq }) => seq),
        );
      }),
    );
  });
});
