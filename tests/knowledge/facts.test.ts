import { describe, expect, test } from '@jest/globals';
import { sayFact, type Facts } from '../../src/knowledge/facts.ts';
import { factsOf, fill, valuesOf } from '../../src/knowledge/template.ts';

const week = { mon: ['09:00-12:00'] };
const facts: Facts = {
  bank: { name: 'Musterbank', federalState: 'BY' },
  hours: { calendar: week, service: { de: 'von 8 bis 20 Uhr', en: '8 am to 8 pm' } },
  price: { month: { eur: 4.9 }, free: { eur: 0 }, big: { eur: 5000 }, odd: { eur: 1234.5 } },
  rate: { a: { percent: 1.5 }, b: { percent: 2 } },
  count: { branches: 1200 },
  branches: [],
  atms: [],
  area: [],
  complaints: { businessDays: 15 },
};

describe('saying a fact', () => {
  test.each([
    ['bank.name', 'Musterbank', 'Musterbank'],
    ['hours.service', 'von 8 bis 20 Uhr', '8 am to 8 pm'],
    ['price.month', '4,90 €', '€4.90'],
    ['price.free', '0 €', '€0'],
    ['price.big', '5.000 €', '€5,000'],
    ['price.odd', '1.234,50 €', '€1,234.50'],
    ['rate.a', '1,5 %', '1.5%'],
    ['rate.b', '2 %', '2%'],
    ['count.branches', '1.200', '1,200'],
  ])('%s is "%s" and "%s"', (path, german, english) => {
    expect(sayFact(facts, path, 'de')).toBe(german);
    expect(sayFact(facts, path, 'en')).toBe(english);
  });

  test.each(['price.none', 'price', 'branches', 'constructor', 'price.month.eur.toFixed', 'hours.calendar.mon'])(
    '%s is refused',
    (path) => {
      expect(() => sayFact(facts, path, 'de')).toThrow(/the fact .* (does not exist|cannot be said)/);
    },
  );

  test('proposes the names that are most like a mistyped one', () => {
    expect(() => sayFact(facts, 'price.mnth', 'de')).toThrow(/correct its name \(like \{price\.month\}, /);
    expect(() => sayFact(facts, 'nothing.like', 'de')).toThrow(/correct its name$/);
  });
});

describe('filling a text in', () => {
  test('replaces facts and keeps named values', () => {
    expect(fill('{=name}: {price.month} bei der {bank.name}', facts, 'de')).toBe('{=name}: 4,90 € bei der Musterbank');
    expect(factsOf('{=name}: {price.month} {bank.name}')).toEqual(['price.month', 'bank.name']);
    expect(valuesOf('{=b} {price.month} {=a} {=b}')).toEqual(['a', 'b']);
  });

  test.each(['{', 'a } b', '{=}', '{ price.month }'])('refuses %s', (template) => {
    expect(() => fill(template, facts, 'de')).toThrow();
  });
});
