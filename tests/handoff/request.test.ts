import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutContent, type Case } from '../../src/conversation/case.ts';
import { waitingReminder } from '../../src/handoff/case-timers.ts';
import { caseNumberOf } from '../../src/handoff/case-number.ts';
import { handoffInitiate } from '../../src/handoff/events.ts';
import { requestHandoff, type HandoffRequest } from '../../src/handoff/request.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { testPlan } from '../support/plan.ts';

const conversation = 'c1';
const asked: HandoffRequest = {
  caseId: 'f1',
  reason: 'asked',
  priority: 2,
  intent: 'contact.human',
  language: 'de',
  words: 'Ich möchte mit jemandem sprechen',
};
const callback: HandoffRequest = {
  ...asked,
  reason: 'callback',
  intent: 'contact.callback',
  details: { 'callback.field.phone': '0171 1234567' },
  quiet: true,
};

async function open() {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  await store.write(conversation, {}, () => ({
    begin: { channel: 'directline', customer: { id: 'dl_1', name: 'Erika' }, reference: null },
    result: undefined,
  }));
  const request = (wish: HandoffRequest) =>
    store.write(conversation, {}, (view) => ({
      ...requestHandoff(view, wish, clock.now(), testPlan),
      result: undefined,
    }));
  const found = async (): Promise<Case> => {
    const item = await store.case('f1');
    if (item === null) throw new Error('There is no case.');
    return item;
  };
  const reminders = async (): Promise<readonly string[]> => {
    const timers = await store.timers(100);
    return timers.filter(({ name }) => name === waitingReminder).map(({ value }) => JSON.stringify(value['caseId']));
  };
  return { store, request, found, reminders };
}

describe('a case that a dialog ends in', () => {
  test('carries what was collected, and nobody is told to be patient', async () => {
    const { request, found, reminders } = await open();
    await request(callback);
    expect(await found()).toMatchObject({ status: 'waiting', reason: 'callback', details: callback.details });
    expect(await reminders()).toEqual([]);
  });

  test('is a concern of its own beside the one that the customer waits for', async () => {
    const { store, request, reminders } = await open();
    await request(callback);
    const { entries } = await request({ ...asked, caseId: 'f2' });
    expect(await store.case('f1')).toMatchObject({ quiet: true, details: callback.details });
    expect(await store.case('f2')).toMatchObject({ reason: 'asked', previous: 'f1' });
    expect(await store.head(conversation)).toMatchObject({ openCase: 'f2' });
    expect(await reminders()).toEqual(['"f2"']);
    expect(entries.map(({ activity }) => activity.name)).toEqual([handoffInitiate]);
  });

  test('a complaint, a call and a question are three cases', async () => {
    const { store, request } = await open();
    await request(asked);
    await request({ ...callback, caseId: 'f2' });
    await request({ ...callback, caseId: 'f3', reason: 'complaint', priority: 1, details: { 'complaint.sum': '1' } });
    const cases = await store.casesOf(conversation);
    expect(cases.map(({ reason, team }) => `${reason} ${team}`).sort()).toEqual([
      'asked service',
      'callback service',
      'complaint complaints',
    ]);
    expect(await store.head(conversation)).toMatchObject({ openCase: 'f1' });
  });

  test('what a dialog adds to the case that is waited for is kept beside what was there', async () => {
    const { request, found } = await open();
    await request({ ...asked, details: { 'complaint.number': '1' } });
    await request({ ...asked, caseId: 'f2', details: { 'callback.field.phone': '0171 1234567' } });
    expect(await found()).toMatchObject({
      details: { 'complaint.number': '1', 'callback.field.phone': '0171 1234567' },
    });
  });

  test('erased, it holds nothing of the customer', async () => {
    const { request, found } = await open();
    await request(callback);
    const emptied = withoutContent(await found(), 0);
    expect(JSON.stringify(emptied)).not.toMatch(/0171|Erika|sprechen/);
  });
});

test('a case has one number, which tells the day and nothing about the case', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(caseNumberOf(id, '2026-11-23')).toMatch(/^261123-[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(caseNumberOf(id, '2026-11-23')).toBe(caseNumberOf(id, '2026-11-23'));
    }),
  );
});
