import type { Example } from '../../src/understanding/index.ts';

const texts: Readonly<Record<string, { readonly de: readonly string[]; readonly en: readonly string[] }>> = {
  'card.block': {
    de: [
      'Ich habe meine Karte verloren',
      'Karte sperren bitte',
      'meine Karte wurde gestohlen',
      'Girocard weg, was nun?',
    ],
    en: ['I lost my card', 'please block my card', 'my card was stolen', 'debit card is gone, what now?'],
  },
  'account.iban': {
    de: ['Wo finde ich meine IBAN?', 'wie ist meine Kontonummer', 'IBAN und BIC gesucht', 'meine IBAN bitte'],
    en: ['where do I find my IBAN?', 'what is my account number', 'looking for IBAN and BIC', 'my IBAN please'],
  },
  'account.fees': {
    de: ['Was kostet das Konto?', 'Wie hoch sind die Kontogebühren', 'Preis Girokonto', 'kostet das Girokonto etwas?'],
    en: [
      'What does the account cost?',
      'how high are account fees',
      'price of the account',
      'do I pay for the account?',
    ],
  },
  'branch.find': {
    de: ['Wo ist die nächste Filiale?', 'Öffnungszeiten der Filiale', 'wann macht ihr auf', 'Adresse der Bank'],
    en: ['where is the nearest branch?', 'opening hours of the branch', 'when do you open', 'address of the bank'],
  },
  'chat.greet': { de: ['Hallo', 'Guten Tag', 'Moin', 'Servus'], en: ['Hello', 'good morning', 'hi there', 'hey'] },
};

/** A tiny bank's examples, enough to tell five intents apart. */
export const smallExamples: readonly Example[] = Object.entries(texts).flatMap(([intent, byLanguage]) =>
  (['de', 'en'] as const).flatMap((language) => byLanguage[language].map((text) => ({ text, language, intent }))),
);
