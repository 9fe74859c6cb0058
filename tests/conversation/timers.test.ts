import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../src/conversation/store.ts';
import { createTimers } from '../../src/conversation/timers.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { breathe } from '../support/breathe.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { fillable, id } from './stage.ts';

async function open(before?: { readonly store: Store; readonly clock: ManualClock }) {
  const clock = before?.clock ?? createManualClock();
  const store = fillable(before?.store ?? createMemoryStore(clock));
  const log = createLogSpy();
  const timers = createTimers({ store, clock, log });
  const set = (timer: string, inMs: number, conversationId = id): Promise<unknown> =>
    store.write(conversationId, {}, (view) => ({
      ...(view.head === null && { begin: { channel: 'test', customer: { id: 'k' }, reference: null } }),
      timers: {
        set: [{ id: timer, conversationId, due: clock.now() + inMs, name: `timer.${timer}`, value: { of: timer } }],
      },
      result: undefined,
    }));
  const cancel = (timer: string): Promise<unknown> =>
    store.write(id, {}, () => ({ timers: { cancel: [timer] }, result: undefined }));
  const fired = async (conversationId = id): Promise<readonly (string | undefined)[]> =>
    (await store.entries(conversationId)).map(({ activity }) => activity.name);
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await breathe();
  };
  await timers.start();
  return { clock, store, log, timers, set, cancel, fired, pass };
}

describe('timers', () => {
  test('one fires when it is due, not before, and only once', async () => {
    const { set, fired, pass, store } = await open();
    await set('a', 5000);
    await breathe();
    await pass(4999);
    expect(await fired()).toEqual([]);
    await pass(1);
    expect(await fired()).toEqual(['timer.a']);
    await pass(3_600_000);
    expect(await fired()).toEqual(['timer.a']);
    expect(await store.timers(10)).toEqual([]);
  });

  test('its entry wakes the bot, carries its value and is seen by nobody outside', async () => {
    const { set, pass, store } = await open();
    await set('a', 1000);
    await breathe();
    await pass(1000);
    expect(await store.entries(id)).toMatchObject([
      {
        who: 'system',
        audience: 'internal',
        input: true,
        key: 'timer:a',
        activity: { type: 'event', value: { of: 'a' } },
      },
    ]);
    expect(await store.entries(id, { audience: 'customer' })).toEqual([]);
  });

  test('a cancelled one does not fire', async () => {
    const { set, cancel, fired, pass } = await open();
    await set('a', 1000);
    await set('b', 1000);
    await cancel('a');
    await breathe();
    await pass(1000);
    expect(await fired()).toEqual(['timer.b']);
  });

  test('an earlier one that comes later is not overslept', async () => {
    const { set, fired, pass } = await open();
    await set('late', 20_000);
    await breathe();
    await set('early', 1000);
    await breathe();
    await pass(1000);
    expect(await fired()).toEqual(['timer.early']);
    await pass(19_000);
    expect(await fired()).toEqual(['timer.early', 'timer.late']);
  });

  test('many that are due together all fire, in order of their time', async () => {
    const { set, fired, pass } = await open();
    for (let number = 0; number < 230; number += 1) await set(`t${number}`, 1000 + number);
    await breathe();
    await pass(1229);
    for (let round = 0; round < 5; round += 1) await pass(0);
    expect(await fired()).toEqual(Array.from({ length: 230 }, (_value, number) => `timer.t${number}`));
  });

  test('one that fell due while nothing ran fires at the next start', async () => {
    const first = await open();
    await first.set('a', 1000);
    first.timers.stop();
    first.clock.advance(3_600_000);
    const second = await open(first);
    await breathe();
    expect(await second.fired()).toEqual(['timer.a']);
  });

  test('two processes fire it once', async () => {
    const first = await open();
    const second = await open(first);
    await first.set('a', 1000);
    await breathe();
    await second.pass(1000);
    expect(await first.fired()).toEqual(['timer.a']);
  });

  test('a step of the clock is noticed within half a minute', async () => {
    const { set, fired, pass, clock } = await open();
    await set('a', 3_600_000);
    await breathe();
    clock.set(clock.now() + 3_600_000);
    await pass(30_000);
    expect(await fired()).toEqual(['timer.a']);
  });

  test('on a full disk it waits and fires later', async () => {
    const { set, fired, pass, store, log } = await open();
    await set('a', 1000);
    await breathe();
    store.full = true;
    await pass(1000);
    expect(await fired()).toEqual([]);
    expect(log.lines[0]?.level).toBe('warn');
    store.full = false;
    await pass(1000);
    expect(await fired()).toEqual(['timer.a']);
  });

  test('one that cannot be fired does not hold up the others', async () => {
    const { store, clock, set, fired } = await open();
    await set('a', 1000, 'broken');
    await set('b', 2000);
    const faulty: Store = {
      ...store,
      write: (conversation, options, decide) =>
        conversation === 'broken' ? Promise.reject(new Error('broken')) : store.write(conversation, options, decide),
    };
    clock.set(clock.now() + 5000);
    const timers = createTimers({ store: faulty, clock, log: createLogSpy() });
    await timers.start();
    await breathe();
    expect(await fired()).toEqual(['timer.b']);
    timers.stop();
  });

  test('nothing fires after the stop', async () => {
    const { set, fired, pass, timers } = await open();
    await set('a', 1000);
    await breathe();
    timers.stop();
    await pass(10_000);
    expect(await fired()).toEqual([]);
  });

  test('erasing a conversation takes its timers', async () => {
    const { set, fired, pass, store } = await open();
    await set('a', 1000);
    await store.erase(id);
    await breathe();
    await pass(1000);
    expect(await fired()).toEqual([]);
  });
});
