import type { CaseOwner, OpenCase, WaitingCase } from '../conversation/case.ts';
import type { Plan } from './plan.ts';

/** Somebody who works on cases. */
export interface Worker extends CaseOwner {
  /** Empty: all teams. */
  readonly teams: readonly string[];
  readonly languages: readonly string[];
  readonly capacity: number;
  readonly available: boolean;
}

/** The order of the queue: fraud and despair before all, then the oldest deadline, then the oldest case. */
export function inQueueOrder(a: WaitingCase, b: WaitingCase): number {
  const pressing = (item: WaitingCase): number => (item.priority === 0 ? 0 : 1);
  return pressing(a) - pressing(b) || a.due - b.due || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** How many cases ask for a person's hand now: not those that sleep or wait for the customer. */
export function loadOf(userId: string, open: readonly OpenCase[]): number {
  return open.filter((item) =>
    item.status === 'waiting'
      ? item.assignment?.to.userId === userId
      : item.owner.userId === userId && item.awaits === 'staff' && item.snoozedUntil === undefined,
  ).length;
}

/** Whether somebody could take a case, their load apart. */
export function fitsCase({ teams, languages, available }: Worker, item: WaitingCase): boolean {
  const language = item.language === 'en' ? 'en' : 'de';
  return available && (teams.length === 0 || teams.includes(item.team)) && languages.includes(language);
}

/** Who gets which case. */
export interface Match {
  readonly item: WaitingCase;
  readonly to: CaseOwner;
}

/**
 * Gives the waiting cases of automatic teams to whoever is free, in the order of the queue. Those who let a case pass
 * come last for it; of the others the one with the least to do gets it.
 */
export function matchQueue(open: readonly OpenCase[], people: readonly Worker[], plan: Plan): readonly Match[] {
  const load = new Map(people.map(({ userId }) => [userId, loadOf(userId, open)]));
  const queue = open
    .filter((item) => item.status === 'waiting')
    .filter((item) => item.assignment === undefined && plan.team(item.team).routing === 'automatic')
    .sort(inQueueOrder);
  const matches: Match[] = [];
  for (const item of queue) {
    const passed = (person: Worker): number => (item.passed ?? []).indexOf(person.userId);
    const loaded = (person: Worker): number => load.get(person.userId) ?? 0;
    const [next] = people
      .filter((person) => fitsCase(person, item) && loaded(person) < person.capacity)
      .sort((a, b) => passed(a) - passed(b) || loaded(a) - loaded(b) || (a.userId < b.userId ? -1 : 1));
    if (next === undefined) continue;
    load.set(next.userId, loaded(next) + 1);
    matches.push({ item, to: { userId: next.userId, name: next.name } });
  }
  return matches;
}
