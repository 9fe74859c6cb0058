import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { lostCard } from '../../dialogs/lost-card.ts';
import { lead, understands } from './steps.ts';

const after = (...lines: readonly string[]) => lead(lostCard, 'card.block', ...lines);

test('the numbers come first, then the one question', () => {
  expect(after()).toEqual({
    step: 'call',
    person: null,
    said: ['numbers', 'ask'],
    buttons: ['yes', 'notYet', 'unreachable'],
  });
});

describe('how the call went', () => {
  test.each([
    ['!yes', 'confirmed'],
    ['ja #chat.yes', 'confirmed'],
    ['Die Karte ist gesperrt', 'confirmed'],
    ['wurde bestätigt', 'confirmed'],
    ['wurde bestaetigt', 'confirmed'],
    ['erledigt', 'confirmed'],
    ['it is blocked', 'confirmed'],
    ['they confirmed? yes they confirmed it #chat.yes', 'call'],
    ['yes, confirmed #chat.yes', 'confirmed'],
    ['done', 'confirmed'],
    ['!notYet', 'later'],
    ['noch nicht', 'later'],
    ['nein #chat.no', 'later'],
    ['nicht bestätigt', 'later'],
    ['sie haben es leider nicht so richtig bestätigt', 'later'],
    ['die Sperre wurde nie bestätigt', 'later'],
    ['keine Sperre bestätigt', 'later'],
    ['not confirmed', 'later'],
    ['it wasn’t confirmed', 'later'],
    ["it isn't blocked", 'later'],
    ['mach ich gleich', 'later'],
    ['not yet', 'later'],
    ['!unreachable', 'unreachable'],
    ['ich erreiche niemanden', 'unreachable'],
    ['ich erreiche da einfach niemanden', 'unreachable'],
    ['Ich habe angerufen, aber niemand ging ran', 'unreachable'],
    ['da geht keiner ran', 'unreachable'],
    ['die Nummer ist besetzt', 'unreachable'],
    ['hänge in der Warteschleife', 'unreachable'],
    ['can’t get through', 'unreachable'],
    ['nobody answers', 'unreachable'],
    ['I could not… I couldn’t reach anybody', 'unreachable'],
    ['!noVoice', 'noVoice'],
    ['Ich bin gehörlos', 'noVoice'],
    ['ich kann gerade nicht sprechen', 'noVoice'],
    ['I am deaf', 'noVoice'],
    ['!abroad', 'abroad'],
    ['Ich bin im Ausland', 'abroad'],
    ['I am abroad', 'abroad'],
  ])('%s leads to %s', (line, step) => expect(after(line).step).toBe(step));

  test.each([
    'Ich habe angerufen',
    'I called',
    'Ist die Karte jetzt gesperrt?',
    'Wann ist sie gesperrt?',
    'Was kostet eine neue Karte? #card.replace',
    'Ich habe Staub auf dem Handy',
    'Vergleich',
    'hm',
    '',
    '!forged',
  ])('“%s” is no answer', (line) => expect(understands(lostCard, 'card.block', line)).toBe(false));
});

describe('the offer of a person', () => {
  test.each([
    ['confirmed, and yes', ['!yes', '!yes'], 'now', []],
    ['confirmed, and yes in words', ['!yes', 'ja #chat.yes'], 'now', []],
    ['confirmed, a person is asked for', ['!yes', 'einen Menschen #contact.human'], 'now', []],
    ['confirmed, and no', ['!yes', '!no'], 'none', ['declined']],
    ['confirmed, thanks', ['!yes', 'danke #chat.thanks'], 'none', ['declined']],
    ['unreachable, and yes', ['!unreachable', '!yes'], 'now', []],
    ['unreachable, and no: the numbers once more', ['!unreachable', '!no'], 'none', ['declinedOpen']],
    ['no voice, and no: the numbers once more', ['!noVoice', '!no'], 'none', ['declinedOpen']],
    ['not yet, then confirmed', ['!notYet', '!yes', '!no'], 'none', ['declined']],
    ['abroad, then not yet, then confirmed', ['!abroad', '!notYet', '!yes', '!yes'], 'now', []],
    ['three times unclear', ['hm', 'hm', 'hm'], 'offer', []],
    ['unclear counts anew at each question', ['hm', 'hm', '!yes', 'hm', 'hm', 'hm'], 'offer', []],
  ])('%s', (_what, lines, person, said) => expect(after(...lines)).toMatchObject({ step: null, person, said }));

  test('an unclear answer is asked again in other words, twice at most', () => {
    expect(after('hm')).toMatchObject({ step: 'call', said: ['unclear'] });
    expect(after('hm', 'hm')).toMatchObject({ step: 'call', said: ['unclear'] });
  });
});

test('no wording says or sounds as if the bot had blocked a card', () => {
  const words = readFileSync(new URL('../../data/dialogs/lost-card.json', import.meta.url), 'utf8');
  expect(words).not.toMatch(/(ich|wir) (habe|haben|sperre|sperren) (die|Ihre|deine) Karte/i);
  expect(words).not.toMatch(/(Ihre|deine) Karte (ist|wurde) (jetzt |nun )?gesperrt/i);
  expect(words).not.toMatch(/your card (is|has been) (now )?blocked|I(’ve| have) blocked/i);
});
