import { describe, expect, test } from '@jest/globals';
import { createKeep } from '../../web/widget/chat/keep.ts';
import { createMemory } from '../../web/widget/chat/remember.ts';
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
      greeting: undefined,
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
      removeItem: (name: string) => void items.delete(name),
    } as unknown as Storage;
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

  test('is remembered for thirty days once the customer wants it, and forgotten when they don’t', () => {
    const storage = memory();
    let now = 0;
    const remember = createMemory(
      () => storage,
      'schalter:a',
      () => now,
    );
    expect(remember.read()).toBeNull();
    remember.write('r1');
    now = 30 * 24 * 3600_000 - 1;
    expect(remember.read()).toBe('r1');
    now += 1;
    expect([remember.read(), storage.getItem('schalter:a')]).toEqual([null, null]);
    remember.write('r2');
    remember.forget();
    expect(storage.getItem('schalter:a')).toBeNull();
    storage.setItem('schalter:a', '{"resume":7}');
    expect(remember.read()).toBeNull();
  });
});
