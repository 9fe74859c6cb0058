import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Case } from '../../src/conversation/case.ts';
import { createTimers } from '../../src/conversation/timers.ts';
import { deskTimerReaction } from '../../src/handoff/desk-moves.ts';
import type { Staff } from '../../src/handoff/desk.ts';
import { heardByPerson, requestHandoff, type HandoffRequest } from '../../src/handoff/request.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { breathe } from '../support/breathe.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTestDesk, rulesOf, testPlan } from '../support/plan.ts';

const sabine: Staff = { userId: 'sabine', name: 'Sabine Weber' };
const jonas: Staff = { userId: 'jonas', name: 'Jonas Krüger' };
const lead: Staff = { userId: 'mia', name: 'Mia Lang', manages: true };
const id = 'c1';
const minute = 60_000;

/** A desk with its timers; `restart` begins them anew on the same data. */
async function open() {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const log = createLogSpy();
  const desk = createTestDesk(store, clock);
  const begin = () => createTimers({ store, clock, log, react: deskTimerReaction(rulesOf(testPlan)) });
  let timers = begin();
  await timers.start();
  await store.write(id, {}, () => ({
    begin: { channel: 'test', customer: { id: 'k' }, reference: null },
    result: undefined,
  }));
  const request = (more: Partial<HandoffRequest> = {}): Promise<unknown> =>
    store.write(id, {}, (view) => {
      const asked = { caseId: 'f1', reason: 'asked', priority: 2, intent: null, language: 'de', words: 'x' } as const;
      return { ...requestHandoff(view, { ...asked, ...more }, clock.now(), testPlan), result: undefined };
    });
  const writes = (): Promise<unknown> =>
    store.write(id, {}, (view) => ({
      ...heardByPerson(view, { at: clock.now(), urgent: null }, clock.now(), testPlan),
      result: undefined,
    }));
  await request();
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await breathe();
  };
  const theCase = async (caseId = 'f1'): Promise<Case> => {
    const item = await store.case(caseId);
    if (item === null) throw new Error('no case');
    return item;
  };
  const said = async (): Promise<readonly string[]> =>
    (await store.entries(id, { audience: 'customer' })).map(({ activity }) => activity.text ?? '');
  const happened = async (): Promise<readonly string[]> =>
    (await store.entries(id)).flatMap(({ activity }) =>
      activity.name === 'case.event' ? [(activity.value as { kind: string }).kind] : [],
    );
  const restart = async (): Promise<void> => {
    timers.stop();
    timers = begin();
    await timers.start();
    await breathe();
  };
  return { clock, store, desk, request, writes, pass, theCase, said, happened, restart };
}
let stage: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  stage = await open();
});

describe('a reply that is held back', () => {
  test('leaves by itself, once, also across a restart', async () => {
    await stage.desk.hold('f1', sabine, 'Guten Tag', 'a');
    await stage.desk.hold('f1', sabine, 'Guten Tag', 'a');
    expect(await stage.said()).toEqual([]);
    await stage.restart();
    await stage.pass(testPlan.undoMs);
    expect(await stage.said()).toEqual(['Guten Tag']);
    expect(await stage.desk.hold('f1', sabine, 'Guten Tag', 'a')).toBeNull();
    await stage.desk.reply('f1', sabine, 'Guten Tag', 'a');
    await stage.pass(testPlan.undoMs);
    expect(await stage.said()).toEqual(['Guten Tag']);
    expect(await stage.theCase()).toMatchObject({ status: 'active', awaits: 'customer' });
  });

  test('can be taken back until then, by whoever wrote it', async () => {
    const held = await stage.desk.hold('f1', sabine, 'Falsch', 'a');
    await expect(stage.desk.takeBack('f1', jonas, held?.id ?? '')).rejects.toMatchObject({ code: 'CaseNotYours' });
    expect(await stage.desk.takeBack('f1', sabine, held?.id ?? '')).toBe('Falsch');
    await stage.pass(testPlan.undoMs * 2);
    expect(await stage.said()).toEqual([]);
    await expect(stage.desk.takeBack('f1', sabine, held?.id ?? '')).rejects.toMatchObject({ code: 'AlreadySent' });
  });

  test('goes before what is written after it, and before the end', async () => {
    await stage.desk.hold('f1', sabine, 'eins', 'a');
    await stage.desk.reply('f1', sabine, 'zwei');
    await stage.desk.hold('f1', sabine, 'drei', 'b');
    await stage.desk.resolve('f1', sabine, { returnToBot: false, line: 'vier' });
    await stage.pass(minute);
    expect(await stage.said()).toEqual(['eins', 'zwei', 'drei', 'vier']);
  });

  test('does not leave in somebody else’s case; its words are kept for staff', async () => {
    await stage.desk.hold('f1', sabine, 'Mein Satz', 'a');
    await stage.desk.accept('f1', lead, { force: true });
    await stage.pass(testPlan.undoMs);
    expect(await stage.said()).toEqual(['handoff.joined Mia Lang']);
    expect(await stage.happened()).toContain('reply-dropped');
  });

  test('stands in the log once, so that redacting finds it', async () => {
    await stage.desk.hold('f1', sabine, 'geheim', 'a');
    await stage.pass(testPlan.undoMs);
    const entry = (await stage.store.entries(id)).find(({ activity }) => activity.text === 'geheim');
    await stage.store.redact(id, entry?.seq ?? 0);
    expect(JSON.stringify(await stage.store.entries(id))).not.toContain('geheim');
  });
});

describe('passing on', () => {
  test('to a person: they have some minutes, then it is everybody’s again; the deadline stays', async () => {
    await stage.desk.accept('f1', sabine);
    const { due } = (await stage.theCase()) as { due: number };
    const passed = await stage.desk.transfer('f1', sabine, { person: jonas }, 'Kennst du dich aus?');
    expect(passed).toMatchObject({ status: 'waiting', assignment: { to: { userId: 'jonas' }, by: sabine }, due });
    expect(await stage.store.head(id)).toMatchObject({ owner: { kind: 'bot' }, openCase: 'f1' });
    await stage.pass(testPlan.takeMs.person);
    const back = await stage.theCase();
    expect(back).toMatchObject({ status: 'waiting', due, passed: ['jonas'] });
    expect(back.status === 'waiting' && back.assignment).toBeUndefined();
    expect(await stage.happened()).toEqual(['assigned', 'queued']);
    expect(await stage.said()).toEqual(['handoff.joined Sabine Weber', 'handoff.transferred']);
  });

  test('the word to the colleague stays in the house', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.desk.transfer('f1', sabine, { team: 'cards' }, 'Vorsicht, schwierig');
    expect(JSON.stringify(await stage.store.entries(id, { audience: 'customer' }))).not.toContain('Vorsicht');
    expect(await stage.theCase()).toMatchObject({ team: 'cards', status: 'waiting' });
  });

  test('nobody passes on what a colleague has, but a lead', async () => {
    await stage.desk.accept('f1', sabine);
    await expect(stage.desk.transfer('f1', jonas, { person: jonas })).rejects.toMatchObject({ code: 'CaseNotYours' });
    expect(await stage.desk.transfer('f1', lead, { person: jonas })).toMatchObject({ status: 'waiting' });
  });
});

describe('deadlines', () => {
  test('a first word is due soon, and who does not answer loses the case, then the lead hears of it', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.pass(20 * minute);
    expect(await stage.theCase()).toMatchObject({ status: 'waiting' });
    expect((await stage.said()).at(-1)).toBe('handoff.requeued Sabine Weber');
    await stage.pass(testPlan.escalateMs);
    expect(await stage.theCase()).toMatchObject({ escalatedAt: stage.clock.now() });
  });

  test('nobody looks: an alert', async () => {
    await stage.pass(testPlan.unseenMs - 1);
    expect((await stage.theCase()).escalatedAt).toBeUndefined();
    await stage.pass(1);
    expect(await stage.theCase()).toMatchObject({ escalatedAt: stage.clock.now() });
    expect(await stage.happened()).toEqual(['escalated']);
  });

  test('somebody looked: none', async () => {
    await stage.desk.look('f1');
    await stage.pass(testPlan.unseenMs);
    expect((await stage.theCase()).escalatedAt).toBeUndefined();
  });

  test('an answer ends the deadline, the customer’s next word begins a new one', async () => {
    await stage.desk.reply('f1', sabine, 'Guten Tag');
    expect(await stage.theCase()).toMatchObject({ awaits: 'customer' });
    await stage.pass(3 * 60 * minute);
    expect(await stage.theCase()).toMatchObject({ status: 'active', awaits: 'customer' });
    await stage.writes();
    const now = stage.clock.now();
    expect(await stage.theCase()).toMatchObject({ awaits: 'staff', waitingSince: now, due: now + 15 * minute });
    await stage.pass(5 * minute);
    await stage.writes();
    expect(await stage.theCase()).toMatchObject({ waitingSince: now, due: now + 15 * minute });
  });
});

describe('snoozing', () => {
  test('a snooze ends across a restart', async () => {
    await stage.desk.reply('f1', sabine, 'Ich melde mich');
    await stage.desk.snooze('f1', sabine, stage.clock.now() + 60 * minute);
    await stage.restart();
    await stage.pass(59 * minute);
    expect(await stage.theCase()).toHaveProperty('snoozedUntil');
    await stage.pass(minute);
    expect(await stage.theCase()).not.toHaveProperty('snoozedUntil');
    expect(await stage.happened()).toEqual(['snoozed', 'woken']);
  });

  test('the customer’s word wakes a case, and only its owner may let it sleep', async () => {
    await stage.desk.reply('f1', sabine, 'Ich melde mich');
    await expect(stage.desk.snooze('f1', jonas, 1)).rejects.toMatchObject({ code: 'CaseNotYours' });
    await stage.desk.snooze('f1', sabine, stage.clock.now() + 60 * minute);
    await stage.writes();
    expect(await stage.theCase()).not.toHaveProperty('snoozedUntil');
  });

  test('it moves no deadline', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.desk.snooze('f1', sabine, stage.clock.now() + 10 * 60 * minute);
    await stage.pass(20 * minute);
    expect(await stage.theCase()).toMatchObject({ status: 'waiting' });
  });
});

describe('notes, looks and opening again', () => {
  test('a note is for staff alone, once, also in a colleague’s case', async () => {
    await stage.desk.accept('f1', sabine);
    const first = await stage.desk.note('f1', jonas, 'Kunde ist verärgert', 'n');
    expect(await stage.desk.note('f1', jonas, 'Kunde ist verärgert', 'n')).toMatchObject({ seq: first.seq });
    expect(first).toMatchObject({ who: 'staff', audience: 'staff' });
    expect(JSON.stringify(await stage.store.entries(id, { audience: 'customer' }))).not.toContain('verärgert');
    expect(await stage.store.deliveries(id)).toEqual([]);
  });

  test('the same reply twice is one', async () => {
    const first = await stage.desk.reply('f1', sabine, 'Guten Tag', 'r1');
    expect(await stage.desk.reply('f1', sabine, 'Guten Tag', 'r1')).toMatchObject({ seq: first.seq });
    expect(await stage.said()).toEqual(['Guten Tag']);
  });

  test('opened again it is its opener’s; after the window a new case goes on from it', async () => {
    await stage.desk.resolve('f1', sabine, { returnToBot: true, outcome: 'called-back' });
    expect(await stage.desk.reopen('f1', jonas)).toMatchObject({
      id: 'f1',
      status: 'active',
      owner: jonas,
      reopened: 1,
    });
    await stage.desk.resolve('f1', jonas, { returnToBot: true });
    await stage.pass(testPlan.reopenMs);
    const next = await stage.desk.reopen('f1', jonas);
    expect(next).toMatchObject({ status: 'active', previous: 'f1', owner: jonas });
    expect(next.id).not.toBe('f1');
    expect(await stage.store.head(id)).toMatchObject({ openCase: next.id, owner: { kind: 'person', userId: 'jonas' } });
    expect(await stage.theCase()).toMatchObject({ status: 'resolved' });
  });

  test('what is answered by a call is taken without the chat, and a word to the customer takes it too', async () => {
    await stage.request({ caseId: 'call', quiet: true, reason: 'callback' });
    await stage.desk.accept('call', jonas);
    expect(await stage.store.head(id)).toMatchObject({ owner: { kind: 'bot' }, openCase: 'f1' });
    await expect(stage.desk.reply('call', jonas, 'Guten Tag')).rejects.toMatchObject({ code: 'OtherCaseOpen' });
    await stage.desk.resolve('f1', sabine, { returnToBot: false });
    await stage.desk.reply('call', jonas, 'Guten Tag');
    expect(await stage.store.head(id)).toMatchObject({ owner: { kind: 'person', userId: 'jonas' }, openCase: 'call' });
  });
});
