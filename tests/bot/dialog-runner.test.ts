import { describe, expect, test } from '@jest/globals';
import { continueDialog, resumeDialog, startDialog, takes } from '../../src/bot/dialog-runner.ts';
import type { Dialog, DialogInput, DialogState } from '../../src/bot/dialog-types.ts';

const now = 1000;
const input = (text: string): DialogInput => ({ text, intent: null, choice: null, location: null, now });

/** Asks for a colour, then for a number that depends on it. */
const dialog: Dialog = {
  name: 'paint',
  intents: ['paint.any'],
  start: 'colour',
  open: ({ text, intent }) =>
    text === 'nothing'
      ? { end: { prompts: ['bye'], person: 'none' } }
      : text.includes('red')
        ? { step: 'number', slots: { colour: 'red' }, before: ['noted'] }
        : { step: 'colour', slots: { began: intent } },
  steps: {
    colour: {
      prompts: ['which'],
      again: 'whichAgain',
      buttons: [{ choice: 'red', prompt: 'red' }],
      read: ({ text }) =>
        text === 'pink'
          ? { kind: 'refused', prompt: 'noPink' }
          : ['red', 'blue'].includes(text)
            ? { kind: 'value', value: text, slots: { extra: 'x' } }
            : { kind: 'unclear' },
      next: (value) => (value === 'blue' ? { prompts: ['sorry'], person: 'offer' } : 'number'),
    },
    number: {
      prompts: (slots, at) => [{ prompt: 'howMany', values: { colour: slots['colour'] ?? '', at: String(at) } }],
      again: (slots) => ({ prompt: 'howManyAgain', values: { colour: slots['colour'] ?? '' } }),
      buttons: (slots) => (slots['colour'] === 'red' ? [{ choice: '1', title: 'one' }] : []),
      read: ({ text }) => (/^\d$/.test(text) ? { kind: 'value', value: text } : { kind: 'unclear' }),
      next: (value, slots) => ({ prompts: ['done'], person: 'now', details: { number: value, ...slots } }),
    },
  },
};
const start = (text = ''): DialogState => startDialog(dialog, input(text), 'paint.any').state as DialogState;

describe('starting', () => {
  test('at the first step, with what began it', () => {
    expect(startDialog(dialog, input(''), 'paint.any')).toEqual({
      prompts: ['which'],
      buttons: [{ choice: 'red', prompt: 'red' }],
      intent: 'paint.any',
      slots: { began: 'paint.any' },
      end: null,
      state: { name: 'paint', intent: 'paint.any', step: 'colour', slots: { began: 'paint.any' }, misses: 0 },
    });
  });

  test('as far on as the first message leads', () => {
    const move = startDialog(dialog, input('red please'), 'paint.any');
    expect(move.prompts).toEqual(['noted', { prompt: 'howMany', values: { colour: 'red', at: '1000' } }]);
    expect(move).toMatchObject({ buttons: [{ choice: '1' }], state: { step: 'number', slots: { colour: 'red' } } });
  });

  test('to its end, where that was everything', () => {
    expect(startDialog(dialog, input('nothing'), 'paint.any')).toMatchObject({
      state: null,
      end: { prompts: ['bye'] },
    });
  });
});

describe('going on', () => {
  test('a value leads on and is kept, with what else was told', () => {
    const move = continueDialog(dialog, start(), input('red'));
    expect(move.state).toMatchObject({ step: 'number', slots: { colour: 'red', extra: 'x' }, misses: 0 });
  });

  test('a value may end it', () => {
    expect(continueDialog(dialog, start(), input('blue'))).toMatchObject({
      state: null,
      prompts: ['sorry'],
      end: { person: 'offer' },
    });
  });

  test('the end carries what was collected', () => {
    const { state } = continueDialog(dialog, start(), input('red'));
    const move = continueDialog(dialog, state as DialogState, input('3'));
    expect(move.end).toMatchObject({ person: 'now', details: { number: '3', colour: 'red' } });
  });

  test('what cannot be taken is refused with its reason, and counts', () => {
    const move = continueDialog(dialog, start(), input('pink'));
    expect(move).toMatchObject({ prompts: ['noPink'], state: { step: 'colour', misses: 1 } });
  });

  test('after three misses a person is offered: nobody is asked in circles', () => {
    let state = start();
    for (const text of ['hm', 'pink']) {
      const move = continueDialog(dialog, state, input(text));
      expect(move.end).toBeNull();
      state = move.state as DialogState;
    }
    expect(continueDialog(dialog, state, input('hm'))).toMatchObject({ state: null, end: { person: 'offer' } });
  });

  test('the state that is passed in is never changed', () => {
    const state = Object.freeze({ ...start(), slots: Object.freeze({ ...start().slots }) });
    continueDialog(dialog, state, input('red'));
    continueDialog(dialog, state, input('hm'));
    expect(state).toEqual(start());
  });

  test('a step that does not exist is a fault of the dialog and told as one', () => {
    expect(() => continueDialog(dialog, { ...start(), step: 'gone' }, input('x'))).toThrow(/paint.*gone/);
  });
});

describe('coming back', () => {
  test('the open question is asked again, with a clean slate', () => {
    const missed = { ...start('red'), misses: 2 };
    expect(resumeDialog(dialog, missed, now)).toMatchObject({
      prompts: [{ prompt: 'howManyAgain', values: { colour: 'red' } }],
      state: { step: 'number', misses: 0 },
    });
  });

  test('a refused answer is still an answer to this question', () => {
    expect(['red', 'pink', 'hm'].map((text) => takes(dialog, start(), input(text)))).toEqual([true, true, false]);
  });
});
