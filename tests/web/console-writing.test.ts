import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasGap, insertPiece, nextGap } from '../../web/console/compose/insert.ts';
import { keyNames, keyTable, wishOf, type CommandId } from '../../web/console/keys/commands.ts';
import { findOffers, type Offer } from '../../web/console/keys/find.ts';

describe('A text that is inserted', () => {
  const field = (text: string, from = text.length, to = from) => ({ text, from, to });

  test('stands at the cursor, and pieces stack as paragraphs', () => {
    const first = insertPiece(field(''), 'Guten Tag.');
    expect(first).toEqual({ text: 'Guten Tag.', from: 10, to: 10 });
    expect(insertPiece(first, 'Alles Gute.').text).toBe('Guten Tag.\n\nAlles Gute.');
    expect(insertPiece(field('Vorn hinten', 4), 'Mitte').text).toBe('Vorn\n\nMitte\n\nhinten');
  });

  test('takes the place of what is selected', () => {
    expect(insertPiece(field('alles weg', 0, 9), 'Neu')).toEqual({ text: 'Neu', from: 3, to: 3 });
  });

  test('selects its first gap; a key leads from gap to gap and out at the end', () => {
    const put = insertPiece(field('Guten Tag.'), 'Am {=Tag} um {=Uhrzeit}.');
    expect(put.text.slice(put.from, put.to)).toBe('{=Tag}');
    const next = nextGap(put);
    expect(next?.text.slice(next.from, next.to)).toBe('{=Uhrzeit}');
    expect(next === null ? 'none' : nextGap(next)).toBeNull();
    expect([hasGap(put.text), hasGap('{kein} = {}')]).toEqual([true, false]);
  });

  test('loses nothing of what was written', () => {
    const words = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(words, words, fc.nat(20), (text, piece, at) => {
        const cursor = Math.min(at, text.length);
        const put = insertPiece(field(text, cursor), piece);
        expect(put.text).toContain(piece);
        expect(put.text.replace(piece, '').replace(/\s+/g, '').length).toBe(text.replace(/\s+/g, '').length);
      }),
    );
  });
});

describe('The keys', () => {
  const stroke = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey', true>> = {}) =>
    wishOf({ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held })?.id ?? null;

  test.each([
    ['j', {}, 'next'],
    ['J', {}, 'next'],
    ['e', {}, 'resolve'],
    ['E', { shiftKey: true }, 'resolveNext'],
    ['?', { shiftKey: true }, 'help'],
    ['?', {}, 'help'],
    ['k', { ctrlKey: true }, 'palette'],
    ['k', { metaKey: true }, 'palette'],
    ['Escape', {}, 'back'],
    ['2', {}, 'suggest'],
    ['9', {}, null],
    ['r', { ctrlKey: true }, null],
    ['e', { altKey: true }, null],
    ['€', { altKey: true }, null],
    ['ö', {}, null],
  ] as const)('%s with %j is %s', (key, held, expected) => {
    expect(stroke(key, held)).toBe(expected);
  });

  test('are all different, and need neither AltGr nor a key that a German keyboard lacks', () => {
    const all = Object.values(keyTable);
    expect(new Set(all).size).toBe(all.length);
    for (const key of all) expect(key).toMatch(/^((Control|Shift)\+)?[a-z1?]$|^Escape$/);
  });

  test('are shown as they are printed', () => {
    const german = (Object.keys(keyTable) as CommandId[]).map((id) => keyNames(id, { language: 'de' }).join(' '));
    expect(german).toContain('Strg K');
    expect(german).toContain('Umschalt E');
    expect(keyNames('palette', { language: 'en' })).toEqual(['Ctrl', 'K']);
  });
});

describe('The palette', () => {
  const offer = (id: string, title: string, group: string, hint = ''): Offer => ({
    id,
    title,
    hint,
    group,
    keys: [],
    run: () => undefined,
  });
  const offers = [
    offer('1', 'Zurückstellen', 'Schritte'),
    offer('2', 'Weitergeben', 'Schritte'),
    offer('3', 'Erna Groß: Betrug', 'Fälle', '261120-7QK4M'),
    offer('4', 'Betrug melden', 'Texte'),
  ];
  const find = (typed: string) => findOffers(offers, typed, 10).map(({ id }) => id);

  test('finds without umlauts, by every word, in title and hint', () => {
    expect(find('zuruck')).toEqual(['1']);
    expect(find('gross betrug')).toEqual(['3']);
    expect(find('7qk4')).toEqual(['3']);
    expect(find('nichts')).toEqual([]);
  });

  test('puts the group with the best hit first and keeps groups together', () => {
    expect(find('betrug')).toEqual(['4', '3']);
    expect(find('')).toEqual(['1', '2', '3', '4']);
    expect(findOffers(offers, '', 2)).toHaveLength(2);
  });
});
