import { readFileSync } from 'node:fs';
import { cleanActivity } from '../../src/conversation/door/activity.ts';
import type { Store } from '../../src/conversation/store.ts';
import { createDesk, type Desk } from '../../src/handoff/desk.ts';
import type { DeskVoice, Rules } from '../../src/handoff/ownership.ts';
import { planFile, type PlanFile } from '../../src/handoff/plan-file.ts';
import { createPlan, type Plan } from '../../src/handoff/plan.ts';
import type { Clock } from '../../src/platform/clock.ts';

const allDay = ['00:00-24:00'];
const always = { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay };
export const shipped = planFile.parse(JSON.parse(readFileSync('data/desk.json', 'utf8')));

/** The shipped plan with teams that are always there, holidays apart; `changes` replaces fields of the file. */
export function planWith(changes: Partial<PlanFile> = {}): Plan {
  const teams = shipped.teams.map((team) => ({ ...team, hours: always }));
  return createPlan(
    { ...shipped, teams, ...changes },
    {
      bank: { name: 'Musterbank', federalState: 'BY' },
      hours: { calendar: always },
    },
  );
}

export const testPlan = planWith();

/** The same with cases that are given to people. */
export const automaticPlan = planWith({
  teams: shipped.teams.map((team) => ({ ...team, hours: always, routing: 'automatic' as const })),
});

/** Says the name of the phrase and its values. */
const plainVoice: DeskVoice = (head, _language, phrase, values = {}) => ({
  text: [phrase, ...Object.values(values)].join(' '),
  state: head.state,
});

/** The rules of a desk whose words can be told apart. */
export const rulesOf = (plan: Plan): Rules => ({ plan, say: plainVoice });

/** A desk whose words can be told apart, and that lets every reply pass. */
export function createTestDesk(store: Store, clock: Clock, plan: Plan = testPlan): Desk {
  let made = 0;
  return createDesk({
    store,
    clock,
    ids: () => `made-${(made += 1)}`,
    door: cleanActivity,
    ...rulesOf(plan),
    check: () => undefined,
  });
}
