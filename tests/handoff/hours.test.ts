import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addOpenTime, opensAt } from '../../src/calendar/open-time.ts';
import { momentOf } from '../../src/calendar/zone.ts';
import { planWith } from '../support/plan.ts';
import type { PlanFile } from '../../src/handoff/plan-file.ts';
import { loadPlan } from '../../src/handoff/plan.ts';
import { openCounter } from '../support/counter.ts';

const week = { mon: ['08:00-12:00', '13:00-20:00'], tue: ['08:00-20:00'], wed: ['08:00-20:00'], fri: ['08:00-20:00'] };
const never = (): boolean => false;
const minute = 60_000;
const at = (day: string, time: string): number => momentOf(day, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));

describe('open time', () => {
  test.each([
    ['within a span', at('2026-11-23', '09:00'), 30, at('2026-11-23', '09:30')],
    ['over lunch', at('2026-11-23', '11:50'), 20, at('2026-11-23', '13:10')],
    ['over night', at('2026-11-23', '19:50'), 20, at('2026-11-24', '08:10')],
    ['over closed days', at('2026-11-25', '19:59'), 2, at('2026-11-27', '08:01')],
    ['before opening', at('2026-11-23', '03:00'), 1, at('2026-11-23', '08:01')],
  ])('%s', (_case, from, minutes, until) => {
    expect(addOpenTime(week, from, minutes * minute, never)).toBe(until);
  });

  test('a holiday is closed, and so is a team’s own day', () => {
    const holiday = (day: string): boolean => day === '2026-11-24';
    expect(addOpenTime(week, at('2026-11-23', '19:50'), 20 * minute, holiday)).toBe(at('2026-11-25', '08:10'));
    expect(opensAt(week, at('2026-11-24', '10:00'), holiday)).toEqual({
      open: false,
      changesAt: at('2026-11-25', '08:00'),
    });
  });

  test('where nobody is ever there a deadline still stands', () => {
    const from = at('2026-11-23', '09:00');
    expect(addOpenTime({}, from, 20 * minute, never)).toBe(from + 20 * minute);
  });

  test('more time is never due earlier, and what is due lies in open time', () => {
    const moment = fc.integer({ min: at('2026-11-01', '00:00'), max: at('2027-02-01', '00:00') });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 500 }), (from, first, more) => {
        const due = addOpenTime(week, from, first * minute, never);
        expect(addOpenTime(week, from, (first + more) * minute, never)).toBeGreaterThan(due);
        expect(due).toBeGreaterThanOrEqual(from + first * minute);
        expect(opensAt(week, due - 1, never).open).toBe(true);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('the shipped plan', () => {
  test('gives each concern a team', async () => {
    const { knowledge } = await openCounter();
    const plan = await loadPlan('data', knowledge.facts);
    const team = (intent: string | null, reason: 'asked' | 'fraud' | 'complaint') =>
      plan.teamFor({ intent, reason, language: 'de' }).id;
    expect([
      team('card.limit', 'asked'),
      team(null, 'fraud'),
      team('voice.complaint', 'complaint'),
      team(null, 'asked'),
    ]).toEqual(['cards', 'cards', 'complaints', 'service']);
    expect(plan.team('gone').id).toBe('service');
    // The second day of Christmas is a holiday in Bavaria: the next word is due on the Monday after it.
    expect(plan.team('service').firstReplyDue(at('2026-12-26', '10:00'), 2, false)).toBe(at('2026-12-28', '08:20'));
  });
});

test('outside the hours the customer hears by when somebody answers, and that is the deadline', async () => {
  const plan = planWith({ teams: nightTeams() });
  const counter = await openCounter(plan);
  counter.clock.set(at('2026-12-24', '21:00'));
  await counter.conversations.receive({
    conversationId: 'night',
    channel: 'directline',
    customer: { id: 'dl_night' },
    reference: null,
    activity: { type: 'message', text: 'Ich möchte mit einem Menschen sprechen' },
  });
  await counter.settled('night');
  const said = (await counter.visible('night')).map(({ activity }) => activity.text).join('\n');
  // 24 and 31 December are no banking days, 25 and 26 are holidays, then comes a weekend.
  expect(said).toMatch(/Montag, 28\. Dezember um 08:20 Uhr/);
  expect(said).toMatch(/Rückruf/);
  const caseId = (await counter.store.head('night'))?.openCase ?? '';
  expect(await counter.store.case(caseId)).toMatchObject({ due: at('2026-12-28', '08:20') });
  counter.clock.advance(12 * 3600_000);
  expect((await counter.visible('night')).length).toBe(2);
  counter.timers.stop();
  await counter.runner.stop();
});

test('the hours are spoken of only where a person is asked for', async () => {
  const counter = await openCounter(planWith({ teams: nightTeams() }));
  counter.clock.set(at('2026-12-24', '21:00'));
  await counter.conversations.receive({
    conversationId: 'night',
    channel: 'directline',
    customer: { id: 'dl_night' },
    reference: null,
    activity: { type: 'message', text: 'Was kostet das Girokonto im Monat?' },
  });
  await counter.settled('night');
  const said = (await counter.visible('night')).map(({ activity }) => activity.text).join('\n');
  expect(said).toContain('4,90');
  expect(said).not.toMatch(/im Dienst|nicht besetzt|Dezember/);
  counter.timers.stop();
  await counter.runner.stop();
});

function nightTeams(): PlanFile['teams'] {
  const hours = {
    mon: ['08:00-20:00'],
    tue: ['08:00-20:00'],
    wed: ['08:00-20:00'],
    thu: ['08:00-20:00'],
    fri: ['08:00-20:00'],
  };
  return [
    {
      ...{ id: 'service', name: { de: 'Service', en: 'Service' }, topics: [], reasons: [], languages: ['de', 'en'] },
      ...{ routing: 'pick', hours, firstReplyMinutes: [2, 10, 20], replyMinutes: 15, quietMinutes: 480 },
    },
  ];
}
