import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paragraphs, splitLinks } from '../../web/widget/chat/text/links.ts';

const links = (text: string): readonly (readonly [string, string])[] =>
  splitLinks(text).flatMap((piece) => (piece.kind === 'link' ? [[piece.text, piece.href] as const] : []));

describe('Links in plain text', () => {
  test.each([
    ['Rufen Sie 116 116 an.', '116 116', 'tel:116116'],
    ['Notruf 112!', '112', 'tel:112'],
    ['aus dem Ausland +49 30 4050 4050, rund um die Uhr', '+49 30 4050 4050', 'tel:+493040504050'],
    ['Hotline: 0800 111 0 111.', '0800 111 0 111', 'tel:08001110111'],
    ['Büro (0911/123-456)', '0911/123-456', 'tel:0911123456'],
    ['+49 (0) 911 123456', '+49 (0) 911 123456', 'tel:+49911123456'],
    ['+49 116 116 oder', '+49 116 116', 'tel:+49116116'],
    ['Siehe https://bank.example/a?b=c&d=e.', 'https://bank.example/a?b=c&d=e', 'https://bank.example/a?b=c&d=e'],
    ['(www.bank.example/preise)', 'www.bank.example/preise', 'https://www.bank.example/preise'],
    ['https://de.example/Bank_(Geld)', 'https://de.example/Bank_(Geld)', 'https://de.example/Bank_(Geld)'],
    ['„https://bank.example“', 'https://bank.example', 'https://bank.example/'],
    ['an service@bank.example!', 'service@bank.example', 'mailto:service@bank.example'],
  ])('%s', (text, shown, href) => {
    expect(links(text)).toEqual([[shown, href]]);
  });

  test.each([
    '110 € und 112,50 Euro',
    '110.000 Menschen',
    'am 01.02.2026 um 10:30 Uhr',
    '01067 Dresden',
    '4111 1111 1111 1111',
    'DE02 1203 0000 0000 2020 51',
    'Kunde 1234567890',
    'mindestens 12,50 €',
    '0,15 % von 10000000',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://',
    '30 Jahre, 2026',
  ])('nothing in: %s', (text) => {
    expect(links(text)).toEqual([]);
  });

  test('whatever the text, its pieces are the text, and no link leads to anything but a call, a page or a letter', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '116 116',
        'https://a.example/b',
        'javascript:x',
        'a@b.example',
        '+49 30 123456',
        '(',
        ')',
        '.',
        '<b>',
      ),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        const pieces = splitLinks(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const piece of pieces)
          if (piece.kind === 'link') expect(piece.href).toMatch(/^(https?:\/\/|mailto:|tel:\+?\d)/);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('Paragraphs', () => {
  test('are parted by blank lines; single breaks stay', () => {
    expect(paragraphs('Eins\nzwei\n\nDrei\n\n\n')).toEqual(['Eins\nzwei', 'Drei']);
  });
});
