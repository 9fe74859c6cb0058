import { describe, expect, test } from '@jest/globals';
import { hasMarker, MARKERS, markersIn, type SecretKind } from '../../../src/conversation/door/markers.ts';

describe('markers', () => {
  test.each(Object.entries(MARKERS))('%s is found by its marker', (kind, marker) => {
    expect(hasMarker(`davor ${marker} danach`)).toBe(true);
    expect(markersIn(`davor ${marker} danach`)).toEqual([kind as SecretKind]);
  });

  test('are listed once each, in order', () => {
    expect(markersIn('⟦tan⟧ ⟦pin⟧ ⟦tan⟧')).toEqual(['tan', 'pin']);
  });

  test.each(['', 'Karte', '⟦', '⟦karte⟧', '[card]', '⟦ card ⟧'])('%j has none', (text) => {
    expect(hasMarker(text)).toBe(false);
    expect(markersIn(text)).toEqual([]);
  });
});
