import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Case } from '../../src/conversation/case.ts';
import { timersOf } from '../../src/handoff/case-timers.ts';
import type { Desk, Staff } from '../../src/handoff/desk.ts';
import { returnedEvent } from '../../src/handoff/events.ts';
import { requestHandoff, type HandoffRequest } from '../../src/handoff/request.ts';
import { SchalterError } from '../../src/platform/errors.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTestDesk, testPlan } from '../support/plan.ts';

const sabine: Staff = { userId: 'sabine', name: 'Sabine Weber' };
const jonas: Staff = { userId: 'jonas', name: 'Jonas Krüger' };
const id = 'c1';
const asked: HandoffRequest = {
  caseId: 'f1',
  reason: 'asked',
  priority: 2,
  intent: null,
  language: 'de',
  words: 'Ich möchte einen Menschen',
};

function openDesk() {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const desk = createTestDesk(store, clock);
  const begin = (): Promise<unknown> =>
    store.write(id, {}, () => ({
      begin: { channel: 'test', customer: { id: 'k', name: 'Erna' }, reference: null },
      entries: [{ who: 'customer', audience: 'customer', input: true, activity: { type: 'message', text: 'hallo' } }],
      result: undefined,
    }));
  const request = (more: Partial<HandoffRequest> = {}): Promise<unknown> =>
    store.write(id, {}, (view) => ({
      ...requestHandoff(view, { ...asked, ...more }, clock.now(), testPlan),
      result: undefined,
    }));
  return { clock, store, desk, begin, request };
}

let stage = openDesk();
beforeEach(async () => {
  stage = openDesk();
  await stage.begin();
  await stage.request();
});

const actions = {
  accept: (desk: Desk, staff: Staff) => desk.accept('f1', staff),
  reply: (desk: Desk, staff: Staff) => desk.reply('f1', staff, 'Guten Tag'),
  'give back': (desk: Desk, staff: Staff) => desk.resolve('f1', staff, { returnToBot: true }),
  'resolve quietly': (desk: Desk, staff: Staff) => desk.resolve('f1', staff, { returnToBot: false }),
} as const;
type Action = keyof typeof actions;
const attempt = (action: Action, staff: Staff): Promise<string> =>
  actions[action](stage.desk, staff).then(
    () => 'done',
    (error: unknown) => (error instanceof SchalterError ? error.code : 'unexpected'),
  );
const theCase = async (): Promise<Case | null> => stage.store.case('f1');
const visible = async (): Promise<readonly (string | undefined)[]> =>
  (await stage.store.entries(id, { audience: 'customer' })).slice(1).map((entry) => entry.activity.text);

describe('who may do what', () => {
  test.each<readonly [string, readonly Action[], Action, 'sabine' | 'jonas', string, Case['status']]>([
    ['waiting', [], 'accept', 'sabine', 'done', 'active'],
    ['waiting', [], 'reply', 'sabine', 'done', 'active'],
    ['waiting', [], 'give back', 'sabine', 'done', 'resolved'],
    ['one’s own', ['accept'], 'accept', 'sabine', 'done', 'active'],
    ['one’s own', ['accept'], 'reply', 'sabine', 'done', 'active'],
    ['one’s own', ['accept'], 'give back', 'sabine', 'done', 'resolved'],
    ['a colleague’s', ['accept'], 'accept', 'jonas', 'CaseNotYours', 'active'],
    ['a colleague’s', ['accept'], 'reply', 'jonas', 'CaseNotYours', 'active'],
    ['a colleague’s', ['reply'], 'give back', 'jonas', 'CaseNotYours', 'active'],
    ['a resolved one', ['give back'], 'accept', 'sabine', 'CaseClosed', 'resolved'],
    ['a resolved one', ['give back'], 'reply', 'sabine', 'CaseClosed', 'resolved'],
    ['a resolved one', ['resolve quietly'], 'give back', 'jonas', 'CaseClosed', 'resolved'],
  ])('a case that is %s, after %j: %s by %s is %s', async (_state, before, action, who, outcome, status) => {
    for (const earlier of before) expect(await attempt(earlier, sabine)).toBe('done');
    const lines = await visible();
    const audit = await stage.store.audit(10);
    expect(await attempt(action, who === 'sabine' ? sabine : jonas)).toBe(outcome);
    expect((await theCase())?.status).toBe(status);
    if (outcome === 'done') return;
    // Who was refused changed nothing.
    expect(await visible()).toEqual(lines);
    expect(await stage.store.audit(10)).toEqual(audit);
  });

  test('a case that does not exist', async () => {
    await expect(stage.desk.accept('nope', sabine)).rejects.toMatchObject({ code: 'CaseNotFound' });
    await expect(stage.desk.reply('nope', sabine, 'x')).rejects.toMatchObject({ code: 'CaseNotFound' });
  });
});

describe('two hands at once', () => {
  test('exactly one of two accepts wins', async () => {
    const outcomes = await Promise.all([attempt('accept', sabine), attempt('accept', jonas)]);
    expect(outcomes).toEqual(['done', 'CaseNotYours']);
    expect(await theCase()).toMatchObject({ status: 'active', owner: sabine });
    expect(await visible()).toEqual(['handoff.joined Sabine Weber']);
  });

  test('exactly one of two replies reaches the customer', async () => {
    const outcomes = await Promise.all([attempt('reply', jonas), attempt('reply', sabine)]);
    expect(outcomes).toEqual(['done', 'CaseNotYours']);
    expect(await visible()).toEqual(['Guten Tag']);
  });

  test('a reply loses against a colleague who resolves', async () => {
    const outcomes = await Promise.all([attempt('resolve quietly', jonas), attempt('reply', sabine)]);
    expect(outcomes).toEqual(['done', 'CaseClosed']);
    expect(await visible()).toEqual([]);
  });
});

describe('what the actions do', () => {
  test('accepting tells the customer who it is, once', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.desk.accept('f1', sabine);
    expect(await visible()).toEqual(['handoff.joined Sabine Weber']);
    expect(await stage.store.head(id)).toMatchObject({ owner: { kind: 'person', userId: 'sabine' }, openCase: 'f1' });
  });

  test('replying takes the case by itself', async () => {
    const entry = await stage.desk.reply('f1', sabine, 'Guten Tag');
    expect(entry).toMatchObject({ who: 'staff', audience: 'customer', activity: { text: 'Guten Tag' } });
    expect(await theCase()).toMatchObject({ status: 'active', owner: sabine });
  });

  test('a secret in a reply does not leave', async () => {
    await stage.desk.reply('f1', sabine, 'Ihre Karte 4111 1111 1111 1111');
    expect(JSON.stringify(await stage.store.entries(id))).not.toContain('4111');
  });

  test('resolving frees the conversation and wakes the bot', async () => {
    await stage.desk.accept('f1', sabine);
    const resolved = await stage.desk.resolve('f1', sabine, { returnToBot: true });
    expect(resolved).toMatchObject({ status: 'resolved', returnedToBot: true, owner: sabine });
    const head = await stage.store.head(id);
    expect(head).toMatchObject({ owner: { kind: 'bot' }, openCase: null });
    const last = (await stage.store.entries(id)).at(-1);
    expect(last).toMatchObject({
      input: true,
      audience: 'internal',
      activity: { name: returnedEvent, value: { announce: true } },
    });
    expect(head?.lastInput).toBe(last?.seq);
    expect(head?.cursor).toBeLessThan(last?.seq ?? 0);
  });

  test('every action is written down with its actor', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.desk.reply('f1', sabine, 'x');
    await stage.desk.resolve('f1', sabine, { returnToBot: false });
    expect(await stage.store.audit(10)).toMatchObject(
      ['case.resolve', 'case.reply', 'case.accept'].map((action) => ({
        actor: 'sabine',
        action,
        caseId: 'f1',
        conversationId: id,
      })),
    );
  });

  const timers = async (): Promise<readonly string[]> => (await stage.store.timers(10)).map(({ name }) => name);

  test.each<readonly [Action, readonly string[]]>([
    ['accept', ['timer.case-deadline']],
    ['reply', []],
    ['give back', []],
    ['resolve quietly', []],
  ])('the timers of a waiting case are called off by: %s', async (action, left) => {
    expect([...(await timers())].sort()).toEqual(['timer.case-deadline', 'timer.case-unseen', 'timer.case-waiting']);
    await attempt(action, sabine);
    expect(await timers()).toEqual(left);
  });

  test('events for systems are never shown to the customer', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.desk.resolve('f1', sabine, { returnToBot: true });
    const shown = await stage.store.entries(id, { audience: 'customer' });
    expect(shown.every((entry) => entry.activity.type === 'message')).toBe(true);
  });
});

describe('asking again', () => {
  test('makes no second case', async () => {
    await stage.request({ caseId: 'f2' });
    expect(await stage.store.case('f2')).toBeNull();
    expect(await stage.store.cases({ status: 'waiting' })).toHaveLength(1);
  });

  test('fraud raises the waiting case and alerts', async () => {
    await stage.request({ caseId: 'f2', reason: 'fraud', priority: 0, intent: 'fraud.victim' });
    expect(await theCase()).toMatchObject({
      status: 'waiting',
      reason: 'fraud',
      priority: 0,
      alert: true,
      intent: 'fraud.victim',
    });
  });

  test('fraud raises an active case and alerts until its owner acts', async () => {
    await stage.desk.accept('f1', sabine);
    await stage.request({ reason: 'fraud', priority: 0 });
    expect(await theCase()).toMatchObject({ status: 'active', owner: sabine, alert: true, priority: 0 });
    await stage.desk.reply('f1', sabine, 'ich sehe es');
    expect(await theCase()).toMatchObject({ alert: false, priority: 0 });
    await stage.request({ reason: 'fraud', priority: 0 });
    expect(await theCase()).toMatchObject({ alert: true });
  });

  test('something less pressing changes nothing', async () => {
    await stage.request({ reason: 'fraud', priority: 0 });
    await stage.request({ reason: 'complaint', priority: 1 });
    await stage.request({ reason: 'asked', priority: 2 });
    expect(await theCase()).toMatchObject({ reason: 'fraud', priority: 0 });
  });

  test('after resolving, a wish for a person opens the case again, within the window', async () => {
    await stage.desk.resolve('f1', sabine, { returnToBot: true });
    stage.clock.advance(testPlan.reopenMs - 1);
    await stage.request({ caseId: 'f2' });
    expect(await stage.store.case('f2')).toBeNull();
    expect(await theCase()).toMatchObject({ status: 'waiting', reopened: 1 });
    expect(await stage.store.head(id)).toMatchObject({ openCase: 'f1' });
  });

  test.each<readonly [string, number, Partial<HandoffRequest>]>([
    ['another concern', 0, { intent: 'card.limit', reason: 'offered' }],
    ['the end of the window', testPlan.reopenMs, {}],
  ])('%s makes a new case that is linked to the old one', async (_why, wait, more) => {
    await stage.desk.resolve('f1', sabine, { returnToBot: true });
    stage.clock.advance(wait);
    await stage.request({ caseId: 'f2', ...more });
    expect(await stage.store.head(id)).toMatchObject({ openCase: 'f2' });
    expect(await stage.store.case('f2')).toMatchObject({ status: 'waiting', previous: 'f1' });
    expect(await theCase()).toMatchObject({ status: 'resolved' });
  });

  test('the preview is short, one line, and never half a letter', async () => {
    await stage.desk.resolve('f1', sabine, { returnToBot: true });
    await stage.request({ caseId: 'f2', intent: 'card.limit', words: `${'x'.repeat(138)}😀😀\nzweite Zeile` });
    const preview = (await stage.store.case('f2'))?.preview ?? '';
    expect(preview.length).toBeLessThanOrEqual(140);
    expect(preview.isWellFormed()).toBe(true);
    expect(preview).not.toContain('\n');
  });
});

describe('no sequence of actions leads to an impossible state', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constantFrom(...(Object.keys(actions) as Action[])),
      by: fc.constantFrom(sabine, jonas),
      on: fc.nat(3),
    }),
    fc.record({ ask: fc.constantFrom<0 | 1 | 2>(0, 1, 2) }),
    fc.record({ wait: fc.integer({ min: -60_000, max: 600_000 }) }),
  );

  test('owner, open case, status and reminder agree after every step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { store, desk, begin, request, clock } = openDesk();
        await begin();
        let made = 0;
        for (const each of steps) {
          if ('ask' in each) await request({ caseId: `f${(made += 1)}`, priority: each.ask });
          else if ('wait' in each) clock.set(clock.now() + each.wait);
          else {
            const on = `f${each.on}`;
            const run = {
              accept: () => desk.accept(on, each.by),
              reply: () => desk.reply(on, each.by, 'x'),
              'give back': () => desk.resolve(on, each.by, { returnToBot: true }),
              'resolve quietly': () => desk.resolve(on, each.by, { returnToBot: false }),
            };
            await run[each.do]().catch((error: unknown) => expect(error).toBeInstanceOf(SchalterError));
          }
          await consistent(store);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});

async function consistent(store: ReturnType<typeof createMemoryStore>): Promise<void> {
  const head = await store.head(id);
  const waiting = await store.cases({ status: 'waiting' });
  const active = await store.cases({ status: 'active' });
  const [open, ...more] = [...waiting, ...active];
  expect(more).toEqual([]);
  expect(head?.openCase ?? null).toBe(open?.id ?? null);
  const [mine] = active;
  if (mine?.status === 'active') expect(head?.owner).toMatchObject({ kind: 'person', userId: mine.owner.userId });
  else expect(head?.owner).toEqual({ kind: 'bot' });
  const ids = (timers: readonly { readonly id: string }[]): readonly string[] => timers.map((timer) => timer.id).sort();
  expect(ids(await store.timers(10))).toEqual(ids([...waiting, ...active].flatMap((item) => timersOf(item, testPlan))));
  const entries = await store.entries(id);
  for (const [index, entry] of entries.entries()) {
    expect(entry.seq).toBe(index + 1);
    expect(entry.time).toBeGreaterThan(entries[index - 1]?.time ?? 0);
  }
  expect(head?.cursor).toBeLessThanOrEqual(head?.lastInput ?? 0);
}
