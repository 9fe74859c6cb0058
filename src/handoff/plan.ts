import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseReason, Priority } from '../conversation/case.ts';
import type { IsHoliday } from '../calendar/business-days.ts';
import { germanHolidays } from '../calendar/holidays.ts';
import type { Week } from '../calendar/hours.ts';
import { addOpenTime, opensAt } from '../calendar/open-time.ts';
import type { Facts } from '../knowledge/facts.ts';
import { planFile, type PlanFile } from './plan-file.ts';

const minuteMs = 60_000;

/** A team with its hours. All durations are milliseconds. */
export interface Team {
  readonly id: string;
  readonly name: Readonly<Record<'de' | 'en', string>>;
  readonly languages: readonly string[];
  readonly routing: 'automatic' | 'pick';
  /** Whether it is there, and when that changes next. */
  hours(now: number): { readonly open: boolean; readonly changesAt: number | null };
  /** The moment after so much of the team's open time. */
  after(from: number, duration: number): number;
  /** When the first word to a new case is due. */
  firstReplyDue(from: number, priority: Priority, quiet: boolean): number;
  /** When the answer to what the customer wrote next is due. */
  replyDue(from: number): number;
}

/** Who answers what, when, and how soon. */
export interface Plan extends Pick<PlanFile, 'labels' | 'outcomes'> {
  readonly teams: readonly Team[];
  /** The team of that id; one that is not there any more is the first one. */
  team(id: string): Team;
  teamFor(concern: { readonly intent: string | null; readonly reason: CaseReason; readonly language: string }): Team;
  readonly undoMs: number;
  readonly unseenMs: number;
  readonly escalateMs: number;
  readonly absentMs: number;
  readonly reopenMs: number;
  readonly takeMs: { readonly automatic: number; readonly person: number };
  readonly remindMs: readonly number[];
}

type TeamFile = PlanFile['teams'][number];

function teamOf(file: TeamFile, bankHours: Week, stateHoliday: IsHoliday): Team {
  const week = file.hours ?? bankHours;
  const closed = new Set(file.closedDays ?? []);
  const isHoliday: IsHoliday = (day) => closed.has(day) || stateHoliday(day);
  const after: Team['after'] = (from, duration) => addOpenTime(week, from, duration, isHoliday);
  return {
    id: file.id,
    name: file.name,
    languages: file.languages,
    routing: file.routing,
    hours: (now) => opensAt(week, now, isHoliday),
    after,
    firstReplyDue: (from, priority, quiet) =>
      after(from, (quiet && priority > 0 ? file.quietMinutes : file.firstReplyMinutes[priority]) * minuteMs),
    replyDue: (from) => after(from, file.replyMinutes * minuteMs),
  };
}

/** Makes the plan of a checked file, with the bank's hours and its state's holidays. */
export function createPlan(file: PlanFile, facts: Pick<Facts, 'bank' | 'hours'>): Plan {
  const isHoliday = germanHolidays(facts.bank.federalState);
  const teams = file.teams.map((team) => teamOf(team, facts.hours.calendar, isHoliday));
  const byId = new Map(teams.map((team) => [team.id, team]));
  const first = teams[0];
  if (first === undefined) throw new Error('The desk has no team.');
  const speaks = ({ languages }: TeamFile, language: string): boolean =>
    languages.some((known) => known === (language === 'en' ? 'en' : 'de'));
  return {
    teams,
    labels: file.labels,
    outcomes: file.outcomes,
    team: (id) => byId.get(id) ?? first,
    teamFor({ intent, reason, language }) {
      const topic = intent?.split('.')[0];
      const able = file.teams.filter((team) => speaks(team, language));
      const found =
        able.find(({ reasons }) => reasons.includes(reason)) ??
        (topic === undefined ? undefined : able.find(({ topics }) => topics.includes(topic))) ??
        able[0];
      return byId.get(found?.id ?? first.id) ?? first;
    },
    undoMs: file.undoSeconds * 1000,
    unseenMs: file.unseenMinutes * minuteMs,
    escalateMs: file.escalateMinutes * minuteMs,
    absentMs: file.absentMinutes * minuteMs,
    reopenMs: file.reopenHours * 60 * minuteMs,
    takeMs: { automatic: file.takeMinutes.automatic * minuteMs, person: file.takeMinutes.person * minuteMs },
    remindMs: file.remindMinutes.map((each) => each * minuteMs),
  };
}

/**
 * Reads data/desk.json.
 * @throws Error naming the field where the file is not usable
 */
export async function loadPlan(dataDir: string, facts: Pick<Facts, 'bank' | 'hours'>): Promise<Plan> {
  const parsed = planFile.safeParse(JSON.parse(await readFile(join(dataDir, 'desk.json'), 'utf8')));
  if (parsed.success) return createPlan(parsed.data, facts);
  const [issue] = parsed.error.issues;
  throw new Error(`desk.json: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not usable'}`);
}
