import { describe, expect, test } from '@jest/globals';
import { createKeep } from '../../web/widget/chat/keep.ts';
import { inkOn, readOptions } from '../../web/widget/loader/options.ts';

describe('The options of the embed', () => {
  test('are the page’s language, the right corner and the house’s colours when nothing is said', () => {
    expect(readOptions({}, 'en-GB')).toEqual({
      language: 'en',
      position: 'right',
      theme: undefined,
      brand: undefined,
      brandInk: undefined,
      privacy: undefined,
      imprint: undefined,
    });
    expect(readOptions({}, '').language).toBe('de');
  });

  test('are taken as said, and what is no colour is left out', () => {
    const data = { language: 'de', position: 'left', theme: 'dark', brand: '#004488', brandInk: 'url(x)' };
    expect(readOptions(data, 'en')).toMatchObject({
      language: 'de',
      position: 'left',
      theme: 'dark',
      brand: '#004488',
      brandInk: '#ffffff',
    });
    expect(readOptions({ brand: 'red; --x: 1' }, 'de').brand).toBeUndefined();
  });

  test.each([
    ['#004488', '#ffffff'],
    ['#0f5c4c', '#ffffff'],
    ['#ffcc00', '#0c1a16'],
    ['#ff6200', '#0c1a16'],
    ['#4fc3a5', '#0c1a16'],
  ])('text on %s is %s', (brand, ink) => {
    expect(inkOn(brand)).toBe(ink);
  });
});

describe('What a page keeps', () => {
  const memory = (): Storage => {
    const items = new Map<string, string>();
    return {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, value: string) => void items.set(name, value),
    } as Storage;
  };

  test('is found again under its name, and what is withdrawn is gone', () => {
    const storage = memory();
    const keep = createKeep(() => storage, 'schalter:a');
    keep.update({ draft: 'Ich wollte', open: true });
    keep.update({ draft: undefined });
    expect(createKeep(() => storage, 'schalter:a').read()).toEqual({ open: true });
    expect(storage.getItem('schalter:a')).toBe('{"open":true}');
    expect(createKeep(() => storage, 'schalter:b').read()).toEqual({});
  });

  test('lasts as long as the page where storage is forbidden or damaged', () => {
    const keep = createKeep(() => {
      throw new DOMException('denied');
    }, 'schalter:a');
    keep.update({ draft: 'Ich wollte' });
    expect(keep.read()).toEqual({ draft: 'Ich wollte' });
    const damaged = memory();
    damaged.setItem('schalter:a', '{"open":');
    expect(createKeep(() => damaged, 'schalter:a').read()).toEqual({});
  });
});
