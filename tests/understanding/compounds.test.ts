import { describe, expect, test } from '@jest/globals';
import { splitCompound } from '../../src/understanding/features/compounds.ts';

const words = ['konto', 'gebuhren', 'giro', 'kredit', 'karte', 'karten', 'zahlung', 'rechnung'];
const split = (word: string): string[] | null =>
  splitCompound(word, (part) => words.indexOf(part))?.map((place) => words[place] ?? '') ?? null;

describe('German compounds', () => {
  test.each([
    ['kontogebuhren', ['konto', 'gebuhren']],
    ['kreditkartenzahlung', null],
    ['kartenzahlung', ['karten', 'zahlung']],
    ['zahlungsrechnung', ['zahlung', 'rechnung']],
    ['girokonto', ['giro', 'konto']],
    ['konto', null],
    ['kontoxyzgebuhren', null],
    ['konto-gebuhren', null],
  ])('%s', (word, parts) => {
    expect(split(word)).toEqual(parts);
  });
});
