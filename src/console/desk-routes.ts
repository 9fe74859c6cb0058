import type { OpenCase } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import type { Presence } from '../handoff/presence.ts';
import { loadOf } from '../handoff/routing.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import type { Accounts, Member } from './accounts.ts';
import { isoOrNull, type Names } from './case-view.ts';
import type { Colleague, DeskInfo, PresenceState } from './contract.ts';
import { apiHeaders, type Guard } from './guard.ts';
import { may } from './rights.ts';

export interface DeskRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly guard: Guard;
  readonly presence: Presence;
  readonly names: Names;
  readonly addressForm: 'Sie' | 'du';
  readonly intents: DeskInfo['intents'];
}

const openLimit = 10_000;

export async function openCases(store: Store): Promise<readonly OpenCase[]> {
  const lists = await Promise.all([
    store.cases({ status: 'waiting', limit: openLimit }),
    store.cases({ status: 'active', limit: openLimit }),
  ]);
  return lists.flat().flatMap((item) => (item.status === 'resolved' ? [] : [item]));
}

export function viewColleague(member: Member, presence: PresenceState, open: readonly OpenCase[]): Colleague {
  const { userId, name, role, teams, languages, capacity } = member;
  return { userId, name, role, teams, languages, capacity, presence, load: loadOf(userId, open) };
}

/** What the page needs to know once, and who is there. */
export function registerDeskRoutes(options: DeskRoutesOptions): void {
  const { http, store, clock, accounts, guard, presence, names, addressForm, intents } = options;
  const { plan } = names;

  http.route(
    'get',
    '/staff/api/desk',
    guard.reading('notices.read', async () => {
      const waiting = await store.cases({ status: 'waiting', limit: openLimit });
      const info: DeskInfo = {
        teams: plan.teams.map((team) => {
          const { id, name, languages, routing } = team;
          const { open, changesAt } = team.hours(clock.now());
          const count = waiting.filter((item) => item.team === id).length;
          return { id, name, languages, routing, open, changesAt: isoOrNull(changesAt ?? undefined), waiting: count };
        }),
        labels: plan.labels,
        outcomes: plan.outcomes,
        intents,
        addressForm,
        undoMs: plan.undoMs,
        unseenMs: plan.unseenMs,
      };
      return { status: 200, json: info };
    }),
    apiHeaders,
  );

  http.route(
    'get',
    '/staff/api/people',
    guard.reading('people.read', async () => {
      const [all, states, open] = await Promise.all([accounts.all(), presence.all(), openCases(store)]);
      const people = all
        .filter(({ disabled, role }) => !disabled && may(role, 'cases.work'))
        .map((member) => viewColleague(member, states.get(member.userId) ?? 'offline', open));
      return { status: 200, json: { people } };
    }),
    apiHeaders,
  );
}
