import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutBlocks, lastUnderstood, type Block } from '../../web/console/model/blocks.ts';
import { byResolved, groupCases, neighbour } from '../../web/console/model/order.ts';
import type { Entry, Happening } from '../../web/console/model/types.ts';
import { aCase, anEntry } from './console-things.ts';

const idsOf = (cases: readonly { readonly id: string }[]): readonly string[] => cases.map(({ id }) => id);

describe('The list', () => {
  test('puts what is pressing first, then who waits longest; own and others apart, in the order of taking', () => {
    const me = { userId: 'me', name: 'Ich' };
    const other = { userId: 'other', name: 'Sabine' };
    const groups = groupCases(
      [
        aCase('young', { createdAt: '2026-11-20T11:00:00.000Z' }),
        aCase('old', { createdAt: '2026-11-20T09:00:00.000Z' }),
        aCase('fraud', { createdAt: '2026-11-20T12:00:00.000Z', priority: 0, reason: 'fraud' }),
        aCase('mine-2', { status: 'active', owner: me, acceptedAt: '2026-11-20T10:02:00.000Z' }),
        aCase('mine-1', { status: 'active', owner: me, acceptedAt: '2026-11-20T10:01:00.000Z' }),
        aCase('theirs', { status: 'active', owner: other, acceptedAt: '2026-11-20T10:00:00.000Z' }),
      ],
      'me',
    );
    expect([idsOf(groups.waiting), idsOf(groups.mine), idsOf(groups.others)]).toEqual([
      ['fraud', 'old', 'young'],
      ['mine-1', 'mine-2'],
      ['theirs'],
    ]);
  });

  test('shows the newest of the resolved first', () => {
    const at = (id: string, resolvedAt: string) => aCase(id, { status: 'resolved', resolvedAt });
    expect(idsOf(byResolved([at('a', '2026-11-20T10:00:00.000Z'), at('b', '2026-11-20T11:00:00.000Z')]))).toEqual([
      'b',
      'a',
    ]);
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
});

const happened = (seq: number, happening: Happening): Entry =>
  anEntry(seq, { who: 'system', audience: 'internal', text: null, happening });
const handedOver: Happening = { kind: 'handed-over', reason: 'asked', priority: 2, raised: false };
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
      happened(6, { kind: 'accepted', by: 'Sabine' }),
      anEntry(7, { who: 'staff' }),
    ];
    expect(shape(cutBlocks(entries))).toEqual([[1, 2], 3, 4, 5, 6, 7]);
    expect(cutBlocks(entries)[0]).toMatchObject({ kind: 'folded', messages: 2 });
  });

  test('folds each stretch with the assistant, never what a person wrote', () => {
    const entries = [
      anEntry(1),
      happened(2, handedOver),
      happened(3, { kind: 'accepted', by: 'Sabine' }),
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
      { kind: 'accepted', by: 'A' },
      { kind: 'completed', by: 'A' },
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

  test('tells what was understood last, past turns in which nothing was read', () => {
    const read = (confidence: number | null, intent: string | null) => ({
      decision: 'answer',
      intent,
      title: null,
      confidence,
      language: 'de',
      alternatives: [],
      alert: null,
    });
    const entries = [
      anEntry(1, { who: 'system', understood: [read(0.4, 'card.block')] }),
      anEntry(2, { who: 'system', understood: [read(null, null)] }),
      anEntry(3, { who: 'system', understood: [] }),
    ];
    expect(lastUnderstood(entries)?.intent).toBe('card.block');
    expect(lastUnderstood([])).toBeNull();
  });
});
