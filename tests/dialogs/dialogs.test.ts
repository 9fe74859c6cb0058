import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distance } from '../../dialogs/find-place.ts';
import type { Dialog } from '../../src/bot/dialog-types.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Knowledge } from '../../src/knowledge/types.ts';
import { createDialogs } from '../../src/service/dialogs.ts';
import { converse, monday, understands, type Doing } from './conversation.ts';

let knowledge: Knowledge;
let dialogs: ReadonlyMap<string, Dialog>;

beforeAll(async () => {
  knowledge = await loadKnowledge('data', monday);
  dialogs = new Map(createDialogs(knowledge.facts).map((dialog) => [dialog.name, dialog]));
});

const dialog = (name: string): Dialog => {
  const found = dialogs.get(name);
  if (found === undefined) throw new Error(`There is no dialog ${name}.`);
  return found;
};

const appointment = [
  'Ich möchte einen Termin',
  'Baufinanzierung',
  'in der Filiale',
  'Marktplatz',
  'Dienstag',
  'halb drei',
];
const told = [...appointment, 'Erika Muster', '0171 1234567'];
const english = [
  'an appointment please',
  'a mortgage',
  'by video',
  'on Thursday',
  'at 3 pm',
  'Linda Hall',
  'linda@example.org',
];
const callback = ['Rückruf bitte', '0171 1234567', 'mein Kredit', 'morgen Vormittag'];
const grievance = 'Die Filiale hat mich gestern zum dritten Mal ohne Grund wieder weggeschickt';
const complaint = [grievance, 'eine Entschuldigung', 'erika@web.de'];

/** Each line: the dialog, what the customer does, where it then stands, and what was said. */
const table: readonly (readonly [string, readonly Doing[], string, RegExp])[] = [
  // Unknown charge
  ['unknown-charge', [''], 'known', /09123 4567.*116 116/],
  ['unknown-charge', ['', '[yes]'], 'end:none', /Ordnung|geklärt/],
  ['unknown-charge', ['', 'das war ich doch selbst'], 'end:none', /Ordnung|geklärt/],
  ['unknown-charge', ['', 'weiß nicht sicher'], 'unsure', /E-Mails|App/],
  ['unknown-charge', ['', 'nein, kenne ich nicht'], 'blocked', /bestätigt/],
  ['unknown-charge', ['', '[no]', '[notYet]'], 'callNow', /116 116/],
  ['unknown-charge', ['', '[no]', 'nein', 'ist gesperrt'], 'safe', /Kollegin|Team/],
  ['unknown-charge', ['', '[no]', '[yes]', '[yes]'], 'end:now', /^$/],
  ['unknown-charge', ['', '[no]', '[yes]', '[no]'], 'end:none', /Umsätze|Buchung/],
  ['unknown-charge', ['', '[no]', 'da geht keiner ran', 'nein'], 'end:none', /116 116/],
  ['unknown-charge', ['', 'blabla', 'blabla', 'blabla'], 'end:offer', /^$/],
  // Phishing
  ['phishing', ['Ist die SMS von euch?'], 'given', /eingegeben/],
  ['phishing', ['', 'nein, noch nichts'], 'end:none', /phishing@musterbank.example/],
  ['phishing', ['', 'nur angeklickt'], 'end:none', /Passwort|Umsätze/],
  ['phishing', ['', 'ja, meine TAN eingegeben'], 'end:fraud.victim', /^$/],
  ['phishing', ['', '[given]'], 'end:fraud.victim', /^$/],
  ['phishing', ['Ich habe dort meine Daten eingegeben'], 'end:fraud.victim', /^$/],
  ['phishing', ['Muss ich das eingeben?'], 'given', /eingegeben/],
  ['phishing', ['', 'hm', 'hm', 'hm'], 'end:offer', /^$/],
  // Fraud first aid
  ['fraud-first-aid', [''], 'call', /09123 4567.*116 116[\s\S]*Kollegin/],
  ['fraud-first-aid', ['', 'noch nicht'], 'waiting', /116 116/],
  ['fraud-first-aid', ['', 'ich erreiche niemanden'], 'unreachable', /116 116/],
  ['fraud-first-aid', ['', 'bin im Ausland'], 'abroad', /\+49/],
  ['fraud-first-aid', ['', 'ich bin gehörlos'], 'noVoice', /gebaerdensprache/],
  ['fraud-first-aid', ['', 'ja, habe angerufen'], 'access', /Passwort/],
  ['fraud-first-aid', ['', '[yes]', 'erledigt'], 'evidence', /Polizei/],
  ['fraud-first-aid', ['', '[yes]', '[stuck]', '[done]'], 'end:none', /Kollegin/],
  ['fraud-first-aid', ['', 'äh', 'äh', 'äh'], 'end:offer', /^$/],
  // Find a place
  ['find-place', ['Wo ist eine Filiale?'], 'where', /Postleitzahl/],
  ['find-place', ['', '99017'], 'end:none', /Neudorf.*\n.*Marktplatz|Neudorf[\s\S]*Bahnhof/],
  ['find-place', ['Filiale in 99001'], 'end:none', /Marktplatz 1.*Jetzt offen, bis 12:30 Uhr/],
  [
    'find-place',
    ['Hat die Filiale Neudorf heute auf?'],
    'end:none',
    /Gerade geschlossen[\s\S]*Dienstag, 24\. November: 9 bis 12 Uhr/,
  ],
  ['find-place', ['', '90402'], 'where', /außerhalb|nichts in der Nähe/],
  ['find-place', ['', 'Hamburg'], 'where', /außerhalb|nichts in der Nähe/],
  ['find-place', ['', { location: { latitude: 49.44, longitude: 11.097 } }], 'end:none', /Bahnhofstraße/],
  ['find-place', ['', { location: { latitude: 53.55, longitude: 9.99 } }], 'end:none', /nichts|Stück weg/],
  ['find-place', ['', '?', '?', '?'], 'end:offer', /^$/],
  // Appointment
  ['appointment', ['Ich möchte einen Termin'], 'topic', /bestätigt|meldet/],
  [
    'appointment',
    ['Termin zur Baufinanzierung in der Filiale Marktplatz am Dienstag um 15 Uhr'],
    'name',
    /Namen|heißen/,
  ],
  ['appointment', ['Termin', 'Ich will eine Kreditkarte'], 'way', /Video/],
  ['appointment', ['Termin', 'Kredit', 'Neudorf'], 'day', /Tag/],
  ['appointment', ['Termin', 'Kredit', 'per Video', 'Samstag'], 'day', /Samstag, 28\. November/],
  ['appointment', ['Termin', 'Kredit', 'per Video', '24.12.'], 'day', /24\. Dezember/],
  ['appointment', ['Termin', 'Kredit', '[branch]', '[neudorf]', 'Montag'], 'day', /30\. November/],
  ['appointment', appointment, 'name', /Namen|heißen/],
  ['appointment', [...appointment.slice(0, 5), 'um 13 Uhr'], 'time', /9 bis 12:30 Uhr und 14 bis 16:30 Uhr/],
  ['appointment', [...appointment.slice(0, 5), '14:10'], 'time', /halbe? Stunde|voll oder halb/],
  ['appointment', [...appointment.slice(0, 5), 'nachmittags'], 'name', /Namen|heißen/],
  ['appointment', [...appointment.slice(0, 4), 'Dienstag um halb drei'], 'name', /Namen|heißen/],
  ['appointment', [...appointment, 'Erika Muster', '0171 12'], 'contact', /Vorwahl|Ziffer/],
  [
    'appointment',
    ['Termin', 'Kredit', 'am Telefon', 'Dienstag', '[600]', 'E. Muster', 'e@web.de'],
    'contact',
    /Nummer/,
  ],
  ['appointment', told, 'confirm', /Baufinanzierung.*Filiale Marktplatz.*Dienstag, 24\. November um 14:30 Uhr/],
  ['appointment', [...told, 'nein, doch Donnerstag'], 'confirm', /Donnerstag, 26\. November um 14:30 Uhr/],
  ['appointment', [...told, 'nein, doch Mittwoch'], 'time', /9 bis 12:30 Uhr/],
  ['appointment', [...told, 'lieber um 15 Uhr'], 'confirm', /15 Uhr/],
  ['appointment', [...told, 'nein, doch Samstag'], 'confirm', /28\. November/],
  ['appointment', [...told, 'nein, doch per Video'], 'confirm', /Per Video/],
  ['appointment', [...told, 'nein', '[name]', 'Erika Meier'], 'confirm', /Erika Meier/],
  ['appointment', [...told, 'der Name ist falsch', 'Erika Meier'], 'confirm', /Erika Meier/],
  ['appointment', [...told, 'erika@web.de'], 'confirm', /erika@web\.de/],
  ['appointment', [...told, '[cancel]'], 'end:none', /nichts|nicht/],
  ['appointment', [...told, 'hm', 'hm', 'hm'], 'end:offer', /^$/],
  ['appointment', [...told, 'ja'], 'end:later', /angefragt|weitergegeben/],
  // Callback
  ['callback', ['Rückruf bitte'], 'phone', /Nummer/],
  ['callback', ['Ruft mich unter 0171 1234567 an'], 'topic', /Worum|Thema/],
  ['callback', ['', '0171 12'], 'phone', /Vorwahl|Ziffer|Nummer/],
  ['callback', callback, 'confirm', /0171 1234567.*Dienstag, 24\. November, 8 bis 12 Uhr/],
  ['callback', [...callback.slice(0, 3), 'Samstag'], 'window', /andere Zeit|eine von diesen/],
  ['callback', [...callback.slice(0, 3), 'egal'], 'confirm', /Montag, 23\. November/],
  ['callback', [...callback.slice(0, 3), 'um 15 Uhr'], 'confirm', /Montag, 23\. November, 15 bis 16 Uhr/],
  ['callback', [...callback, 'nein, doch Mittwoch nachmittag'], 'confirm', /Mittwoch, 25\. November, 12 bis 17 Uhr/],
  ['callback', [...callback, 'die Nummer ist 0151 23456789'], 'confirm', /01512 3456789/],
  ['callback', [...callback, 'abbrechen', '[cancel]'], 'end:none', /nichts|nicht/],
  ['callback', ['', 'x', 'x', 'x'], 'end:offer', /^$/],
  ['callback', [...callback, 'ja'], 'end:later', /0171 1234567/],
  // Complaint
  ['complaint', ['Ich möchte mich beschweren'], 'what', /passiert/],
  ['complaint', [grievance], 'wish', /wünschen|tun/],
  ['complaint', complaint, 'confirm', /weggeschickt.*Entschuldigung.*erika@web\.de/],
  ['complaint', [grievance, '[open]', 'hier im Chat'], 'confirm', /Kein bestimmter Wunsch.*Hier im Chat/],
  ['complaint', [grievance, 'Geld zurück', 'erika@web'], 'contact', /Adresse|Zeichen/],
  ['complaint', [...complaint, 'nein, 0171 1234567'], 'confirm', /0171 1234567/],
  ['complaint', [...complaint, 'nein', 'der Wunsch', 'dass ihr anruft'], 'confirm', /dass ihr anruft/],
  ['complaint', [...complaint, '[cancel]'], 'end:none', /nichts|nicht/],
  ['complaint', ['', '[person]'], 'end:now', /261123-TEST0.*14\. Dezember/],
  ['complaint', ['', 'x', 'x', 'x'], 'end:offer', /^$/],
  ['complaint', [...complaint, 'ja'], 'end:later', /261123-TEST0[\s\S]*23\. November[\s\S]*14\. Dezember/],
  // Suggestion
  ['suggestion', ['Ich habe einen Vorschlag'], 'idea', /besser|Idee/],
  ['suggestion', ['Baut doch bitte Fahrradständer vor die Filiale'], 'confirm', /Fahrradständer/],
  [
    'suggestion',
    ['', 'Fahrradständer vor der Filiale', 'nein', 'längere Öffnungszeiten wären gut'],
    'change',
    /ändern|Angabe/,
  ],
  [
    'suggestion',
    ['', 'Fahrradständer vor der Filiale', 'nein', '[idea]', 'längere Öffnungszeiten'],
    'confirm',
    /Öffnungszeiten/,
  ],
  ['suggestion', ['', 'Fahrradständer vor der Filiale', '[cancel]'], 'end:none', /nichts|nicht/],
  ['suggestion', ['', 'x', 'x', 'x'], 'end:offer', /^$/],
  ['suggestion', ['', 'Fahrradständer vor der Filiale', 'ja'], 'end:later', /Kollegin|Mensch/],
  // Data request
  ['data-request', ['DSGVO'], 'kind', /sehen/i],
  ['data-request', ['Ich will wissen, welche Daten ihr über mich habt'], 'proof', /Ausweis/],
  ['data-request', ['', 'löschen', 'alles', 'online'], 'confirm', /Daten löschen.*alles.*Online-Banking/],
  ['data-request', ['', '[object]', 'kein Online-Banking'], 'confirm', /Werbung.*Filiale/],
  ['data-request', ['', '[see]', '[online]', 'nein, doch löschen'], 'about', /gelöscht/],
  ['data-request', ['', '[see]', '[online]', '[cancel]'], 'end:none', /nichts|nicht/],
  ['data-request', ['', 'x', 'x', 'x'], 'end:offer', /^$/],
  ['data-request', ['', '[see]', '[online]', 'ja'], 'end:later', /261123-TEST0[\s\S]*einem Monat/],
];

describe('in German', () => {
  test.each(table)('%s: %j → %s', (name, doings, at, text) => {
    const heard = converse(dialog(name), knowledge, doings);
    expect({ at: heard.at }).toEqual({ at });
    expect(heard.text).toMatch(text);
  });
});

describe('in English', () => {
  test.each<readonly [string, readonly Doing[], string, RegExp]>([
    ['unknown-charge', ['', 'not mine', 'yes'], 'safe', /colleague|team/i],
    ['unknown-charge', ['', 'I remember, it was me'], 'end:none', /well|cleared/],
    ['phishing', ['', 'no, nothing'], 'end:none', /forward|copy/],
    ['phishing', ['', 'yes, I entered my password'], 'end:fraud.victim', /^$/],
    ['fraud-first-aid', ['', 'not yet', 'yes', 'done', 'done'], 'end:none', /colleague/],
    ['find-place', ['a branch in Neudorf'], 'end:none', /Tuesday 24 November: 9 am to 12 pm/],
    ['appointment', english, 'confirm', /Mortgage, By video, on Thursday 26 November at 3 pm/],
    ['appointment', [...english, 'no, Friday please'], 'confirm', /Friday 27 November at 3 pm/],
    ['appointment', [...english, 'yes'], 'end:later', /asked for|passed on/],
    ['callback', ['', '0171 1234567', 'my loan', 'tomorrow morning'], 'confirm', /Tuesday 24 November, 8 am to 12 pm/],
    ['callback', ['', '0171 1234567', 'my loan', 'tomorrow morning', 'yes'], 'end:later', /0171 1234567/],
    [
      'complaint',
      ['I want to complain', 'Your app lost my documents twice', 'nothing', 'here', 'yes'],
      'end:later',
      /14 December/,
    ],
    ['suggestion', ['', 'Please open on Saturdays', 'yes'], 'end:later', /promise/],
    ['data-request', ['', 'delete', 'everything', 'at a branch', 'yes'], 'end:later', /one month/],
  ])('%s: %j → %s', (name, doings, at, text) => {
    const heard = converse(dialog(name), knowledge, doings, { language: 'en' });
    expect({ at: heard.at }).toEqual({ at });
    expect(heard.text).toMatch(text);
  });
});

describe('what the person who takes the case is told', () => {
  test('an appointment', () => {
    const { details, move } = converse(dialog('appointment'), knowledge, [...english, 'yes'], { language: 'en' });
    expect(details).toEqual({
      'appointment.field.topic': 'Baufinanzierung',
      'appointment.field.way': 'Per Video',
      'appointment.field.day': 'Donnerstag, 26. November',
      'appointment.field.time': '15 Uhr',
      'appointment.field.name': 'Linda Hall',
      'appointment.field.contact': 'linda@example.org',
    });
    expect(move.end?.event).toMatchObject({ from: Date.UTC(2026, 10, 26, 14), to: Date.UTC(2026, 10, 26, 14, 30) });
    expect(Object.keys(details).filter((id) => !knowledge.labels.has(id))).toEqual([]);
  });

  test.each([
    ['callback', [...callback, 'ja']],
    ['complaint', [...complaint, 'ja']],
    ['suggestion', ['', 'Fahrradständer vor der Filiale', 'ja']],
    ['data-request', ['', 'löschen', 'alles', 'online', 'ja']],
  ])('%s: every detail has a label and a value', (name, doings) => {
    const { details } = converse(dialog(name), knowledge, doings);
    expect(Object.keys(details).length).toBeGreaterThan(0);
    for (const [id, value] of Object.entries(details)) {
      expect(knowledge.labels.get(id)?.de ?? `no label ${id}`).not.toBe(`no label ${id}`);
      expect(value).not.toBe('');
    }
  });
});

describe('an open question leaves to others what is not for it', () => {
  const other = { text: 'Was kostet das Konto?', intent: 'account.fees' };
  const stop = { text: 'bitte abbrechen', intent: 'chat.cancel' };
  const person = { text: 'Ich will einen Menschen', intent: 'contact.human' };
  test.each([
    ['appointment', ['Termin']],
    ['appointment', appointment],
    ['appointment', told],
    ['callback', ['', '0171 1234567']],
    ['complaint', ['Ich möchte mich beschweren']],
    ['complaint', complaint],
    ['suggestion', ['']],
    ['data-request', ['', 'löschen']],
    ['find-place', ['']],
    ['phishing', ['']],
    ['unknown-charge', ['']],
    ['fraud-first-aid', ['']],
  ])('%s after %j', (name, doings) => {
    expect(understands(dialog(name), knowledge, doings, other)).toBe(false);
    expect(understands(dialog(name), knowledge, doings, person)).toBe(false);
    expect(understands(dialog(name), knowledge, doings, stop)).toBe(false);
  });
});

test('a wish that sounds like going back is a wish', () => {
  const wish = { text: 'Geld zurück', intent: 'chat.cancel' };
  expect(understands(dialog('complaint'), knowledge, [grievance], wish)).toBe(true);
});

describe('bookable times', () => {
  test('every offered day and time is taken, and lies two hours ahead or more', () => {
    const moments = fc.integer({ min: 0, max: 120 * 24 }).map((hours) => monday + hours * 3_600_000);
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom('markt', 'bahnhof', 'neudorf'),
        fc.nat(3),
        fc.nat(3),
        (now, branch, d, t) => {
          const start: Doing[] = ['Termin', 'Kredit', '[branch]', `[${branch}]`];
          const choice = (buttons: readonly { choice: string }[], index: number) =>
            `[${buttons[index % buttons.length]?.choice}]`;
          const atDay = converse(dialog('appointment'), knowledge, start, { now });
          const day = choice(atDay.move.buttons, d);
          const atTime = converse(dialog('appointment'), knowledge, [...start, day], { now });
          expect(atTime.at).toBe('time');
          const time = choice(atTime.move.buttons, t);
          const done = converse(dialog('appointment'), knowledge, [...start, day, time, 'E M', '0171 1234567', 'ja'], {
            now,
          });
          expect(done.at).toBe('end:later');
          expect(done.move.end?.event?.from).toBeGreaterThanOrEqual(now + 2 * 3_600_000);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('distance', () => {
  const point = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });

  test('Nuremberg to Munich', () => {
    expect(distance({ latitude: 49.4521, longitude: 11.0767 }, { latitude: 48.1372, longitude: 11.5756 })).toBeCloseTo(
      150.7,
      0,
    );
  });

  test('is the same both ways, none to itself, never longer than half around the globe', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(distance(a, b)).toBeCloseTo(distance(b, a), 6);
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBeLessThanOrEqual(Math.PI * 6371 + 1e-6);
      }),
    );
  });
});
