import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Case, OpenCase } from '../../src/conversation/case.ts';
import { timersOf } from '../../src/handoff/case-timers.ts';
import { createTimers } from '../../src/conversation/timers.ts';
import { deskTimerReaction } from '../../src/handoff/desk-moves.ts';
import type { Staff } from '../../src/handoff/desk.ts';
import { createPresence } from '../../src/handoff/presence.ts';
import { heardByPerson, requestHandoff } from '../../src/handoff/request.ts';
import { createRouter } from '../../src/handoff/router.ts';
import { fitsCase, loadOf, type Worker } from '../../src/handoff/routing.ts';
import { SchalterError } from '../../src/platform/errors.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { breathe } from '../support/breathe.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { automaticPlan, createTestDesk, rulesOf } from '../support/plan.ts';

const people = [
  { userId: 'sabine', name: 'Sabine', teams: [], languages: ['de', 'en'], capacity: 2 },
  { userId: 'jonas', name: 'Jonas', teams: ['service'], languages: ['de'], capacity: 1 },
  { userId: 'mia', name: 'Mia', teams: ['complaints'], languages: ['de', 'en'], capacity: 3 },
] as const;
const staffOf = (userId: string): Staff => ({ userId, name: userId, manages: userId === 'mia' });
const plan = automaticPlan;

/** A whole desk in memory, whose router and timers run when they are told to. */
async function openShift() {
  const clock = createManualClock();
  const log = createLogSpy();
  const store = createMemoryStore(clock);
  const rules = rulesOf(plan);
  const desk = createTestDesk(store, clock, plan);
  const presence = createPresence({ store, clock, graceMs: plan.absentMs });
  const workers = async (): Promise<readonly Worker[]> => {
    const states = await presence.all();
    return people.map((person) => ({ ...person, available: states.get(person.userId) === 'available' }));
  };
  const router = createRouter({ store, clock, log, rules, presence, people: workers });
  const timers = createTimers({ store, clock, log, react: deskTimerReaction(rules) });
  await timers.start();
  await router.start();
  /** Lets timers and the router come to rest. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) {
      await breathe(8);
      await router.run();
    }
  };
  const close = (): void => {
    router.stop();
    timers.stop();
  };
  return { clock, log, store, desk, presence, workers, router, settle, close };
}
type Shift = Awaited<ReturnType<typeof openShift>>;

async function openCases({ store }: Shift): Promise<readonly OpenCase[]> {
  const lists = [
    await store.cases({ status: 'waiting', limit: 999 }),
    await store.cases({ status: 'active', limit: 999 }),
  ];
  return lists.flat().flatMap((item) => (item.status === 'resolved' ? [] : [item]));
}

const conversations = ['c0', 'c1', 'c2'];
const who = fc.constantFrom('sabine', 'jonas', 'mia');
const on = fc.nat(5);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      at: fc.nat(2),
      priority: fc.constantFrom(0, 1, 2),
      quiet: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('write' as const), at: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('accept' as const, 'resolve' as const, 'reopen' as const, 'seize' as const, 'wake' as const),
      on,
      who,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('reply' as const, 'hold' as const), on, who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('transfer' as const), on, who, to: who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('snooze' as const), on, who, minutes: fc.integer({ min: 1, max: 60 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('come' as const, 'away' as const, 'leave' as const, 'sign' as const),
      who,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 40 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One event of a shift; refusals are part of it. */
async function play(shift: Shift, event: Step, made: string[]): Promise<void> {
  const { store, desk, presence, clock } = shift;
  const attempt = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      (error: unknown) => expect(error).toBeInstanceOf(SchalterError),
    );
  switch (event.do) {
    case 'ask': {
      const caseId = `k${made.length}`;
      const request = {
        ...{ caseId, intent: null, language: 'de', words: 'x', quiet: event.quiet },
        priority: event.priority,
        reason: event.quiet ? ('complaint' as const) : ('asked' as const),
      };
      const conversation = conversations[event.at] ?? 'c0';
      await store.write(conversation, {}, (view) => ({
        ...requestHandoff(view, request, clock.now(), plan),
        result: undefined,
      }));
      if ((await store.case(caseId)) !== null) made.push(caseId);
      return;
    }
    case 'write': {
      const at = clock.now();
      const heard = { at, urgent: null };
      await store.write(conversations[event.at] ?? 'c0', {}, (view) =>
        view.head?.owner.kind === 'person'
          ? { ...heardByPerson(view, heard, at, plan), result: undefined }
          : { result: undefined },
      );
      return;
    }
    case 'come':
      return presence.set(event.who, 'available');
    case 'away':
      return presence.set(event.who, 'away');
    case 'sign':
      return presence.seen(event.who);
    case 'leave':
      return presence.leave(event.who);
    case 'wait': {
      for (let minute = 0; minute < event.minutes; minute += 1) {
        clock.advance(60_000);
        await breathe(2);
      }
      return;
    }
    case 'transfer': {
      const id = made[event.on % Math.max(1, made.length)] ?? 'k0';
      return attempt(desk.transfer(id, staffOf(event.who), { person: staffOf(event.to) }));
    }
    case 'snooze': {
      const id = made[event.on % Math.max(1, made.length)] ?? 'k0';
      return attempt(desk.snooze(id, staffOf(event.who), clock.now() + event.minutes * 60_000));
    }
    default: {
      const staff = staffOf(event.who);
      const id = made[event.on % Math.max(1, made.length)] ?? 'k0';
      if (event.do === 'accept') return attempt(desk.accept(id, staff));
      if (event.do === 'seize') return attempt(desk.accept(id, staff, { force: true }));
      if (event.do === 'reply') return attempt(desk.reply(id, staff, 'Guten Tag'));
      if (event.do === 'hold') return attempt(desk.hold(id, staff, 'Guten Tag'));
      if (event.do === 'resolve') return attempt(desk.resolve(id, staff, { returnToBot: true }));
      if (event.do === 'reopen')
        return attempt(desk.reopen(id, staff).then((item) => made.includes(item.id) || made.push(item.id)));
      return attempt(desk.wake(id, staff));
    }
  }
}

const dueOf = (item: Case | null): number | null => (item !== null && 'due' in item ? item.due : null);

describe('whatever happens in a shift', () => {
  test('no case is lost, none owned twice, none waits while somebody free could take it, no deadline moves by itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (events) => {
        const shift = await openShift();
        for (const id of conversations)
          await shift.store.write(id, {}, () => ({
            begin: { channel: 'test', customer: { id }, reference: null },
            result: undefined,
          }));
        const made: string[] = [];
        try {
          for (const event of events) {
            const before = new Map<string, number | null>();
            for (const id of made) before.set(id, dueOf(await shift.store.case(id)));
            await play(shift, event, made);
            await shift.settle();
            await sound(shift, made);
            if (event.do === 'wait' || event.do === 'come' || event.do === 'away' || event.do === 'sign')
              for (const id of made) {
                const after = await shift.store.case(id);
                // What leaves while time passes is a held reply: with it the word is the customer's, and nothing is due.
                if (dueOf(after) !== null && before.get(id) !== null)
                  expect([id, dueOf(after)]).toEqual([id, before.get(id)]);
              }
          }
        } finally {
          shift.close();
        }
        expect(shift.log.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
      }),
      { numRuns: 60, seed: 11 },
    );
  }, 60_000);
});

describe('somebody goes home', () => {
  test('their cases go back to the queue after the grace, and to whoever is there', async () => {
    const shift = await openShift();
    await shift.store.write('c0', {}, () => ({
      begin: { channel: 'test', customer: { id: 'k' }, reference: null },
      result: undefined,
    }));
    await shift.presence.set('sabine', 'available');
    await play(shift, { do: 'ask', at: 0, priority: 2, quiet: false }, []);
    await shift.settle();
    expect(await shift.store.case('k0')).toMatchObject({ assignment: { to: { userId: 'sabine' }, by: null } });
    await shift.desk.accept('k0', staffOf('sabine'));
    await shift.presence.set('jonas', 'available');
    shift.clock.advance(plan.absentMs / 2);
    await shift.presence.seen('jonas');
    await shift.settle();
    expect(await shift.store.case('k0')).toMatchObject({ status: 'active', owner: { userId: 'sabine' } });
    shift.clock.advance(plan.absentMs / 2);
    await shift.settle();
    expect(await shift.store.case('k0')).toMatchObject({
      status: 'waiting',
      passed: ['sabine'],
      assignment: { to: { userId: 'jonas' } },
    });
    const said = await shift.store.entries('c0', { audience: 'customer' });
    expect(said.at(-1)?.activity.text).toBe('handoff.requeued sabine');
    shift.close();
  });
});

/** What must be true after every event. */
async function sound(shift: Shift, made: readonly string[]): Promise<void> {
  const open = await openCases(shift);
  const resolved = await shift.store.cases({ status: 'resolved', limit: 999 });
  // None is lost.
  expect([...open, ...resolved].map(({ id }) => id).sort()).toEqual([...made].sort());
  // None is owned twice, and the conversation belongs to whoever has its case.
  for (const id of conversations) {
    const head = await shift.store.head(id);
    const mine = open.filter((item) => item.conversationId === id && item.quiet !== true);
    const spoken = open.find((item) => item.id === head?.openCase);
    expect(mine.every((item) => item.id === head?.openCase)).toBe(true);
    const owner = spoken?.status === 'active' ? spoken.owner.userId : null;
    const has = head?.owner.kind === 'person' ? head.owner.userId : null;
    if (has !== null) expect(has).toBe(owner);
    if (owner !== null && spoken?.quiet !== true) expect(has).toBe(owner);
  }
  // The timers are those that the cases have, and held replies.
  const timers = (await shift.store.timers(999)).filter(({ name }) => name !== 'timer.reply-held').map(({ id }) => id);
  const wanted = open.flatMap((item) => timersOf(item, plan)).map(({ id }) => id);
  expect(timers.sort()).toEqual(wanted.sort());
  // Nobody waits while somebody free could take it.
  const workers = await shift.workers();
  const waiting = open.filter((item) => item.status === 'waiting');
  for (const item of waiting.filter(({ assignment }) => assignment === undefined))
    expect(workers.filter((person) => fitsCase(person, item) && loadOf(person.userId, open) < person.capacity)).toEqual(
      [],
    );
}
