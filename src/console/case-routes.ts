import { z } from 'zod';
import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import type { Desk } from '../handoff/desk.ts';
import { checked } from '../http/request.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Accounts } from './accounts.ts';
import { listCases } from './case-list.ts';
import { numberOf, viewCase, viewEarlier, type Names } from './case-view.ts';
import type { HeldReply, WholeCase } from './contract.ts';
import { heldReplies } from './held.ts';
import { apiHeaders, type Guard, type StaffRequest } from './guard.ts';
import type { Live } from './live.ts';
import type { Session } from './sessions.ts';
import { may } from './rights.ts';
import { readTranscript } from './transcript.ts';
import type { Writers } from './writers.ts';
import { readBrief } from './brief.ts';

const whole = (high: number) => z.coerce.number().int().min(0).max(high);
const word = z.string().min(1).max(100).nullable();
const listQuery = z.object({
  status: z.enum(['waiting', 'active', 'resolved']).nullable(),
  owner: word,
  team: word,
  label: word,
  reason: word,
  channel: word,
  priority: whole(2).nullable(),
  snoozed: z.enum(['yes', 'no', 'all']).nullable(),
  q: z.string().max(200).nullable(),
  limit: whole(500).nullable(),
  cursor: whole(1_000_000).nullable(),
});
const seq = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .nullable();
const rangeQuery = z.object({ after: seq, before: seq });
const pageLimit = 500;

export interface CaseRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly live: Live;
  readonly guard: Guard;
  readonly names: Names;
  readonly writers: Writers;
}

/** Finds the case of a request by its id or number. @throws SchalterError CaseNotFound */
export async function caseIn({ request }: StaffRequest, store: Store): Promise<Case> {
  const name = request.params['id'] ?? '';
  const item = (await store.case(name)) ?? (await caseByNumber(name, store));
  if (item === null) throw new SchalterError('CaseNotFound');
  return item;
}

const numbered = /^\d{6}-[0-9A-Z]{5}$/;

async function caseByNumber(name: string, store: Store): Promise<Case | null> {
  const number = name.toUpperCase();
  if (!numbered.test(number)) return null;
  for (const status of ['waiting', 'active', 'resolved'] as const) {
    const found = (await store.cases({ status, limit: 10_000 })).find((item) => numberOf(item) === number);
    if (found !== undefined) return found;
  }
  return null;
}

/** Reading cases; working on them is in `work-routes.ts`. */
export function registerCaseRoutes(options: CaseRoutesOptions): void {
  const { http, store, desk, clock, accounts, live, guard, names, writers } = options;
  const seen = createSeen();

  http.route(
    'get',
    '/staff/api/cases',
    guard.reading('cases.read', async ({ request, member }) => {
      const fields = Object.keys(listQuery.shape);
      const query = checked(listQuery, Object.fromEntries(fields.map((name) => [name, request.query.get(name)])));
      const filter = {
        ...query,
        q: query.q?.trim() ? query.q : null,
        snoozed: query.snoozed ?? ('all' as const),
        limit: query.limit === null || query.limit === 0 ? pageLimit : query.limit,
        cursor: query.cursor ?? 0,
      };
      return { status: 200, json: await listCases(store, filter, { me: member.userId, now: clock.now(), names }) };
    }),
    apiHeaders,
  );

  const rest = async (
    item: Case,
  ): Promise<Omit<WholeCase, keyof ReturnType<typeof viewCase> | 'transcript' | 'lastSeq'>> => {
    const [all, held, brief] = await Promise.all([
      store.casesOf(item.conversationId),
      heldReplies(item, store),
      readBrief(item, { store, names, now: clock.now() }),
    ]);
    const others = all.filter(({ id }) => id !== item.id).sort((a, b) => b.createdAt - a.createdAt);
    const mine: readonly HeldReply[] = held;
    return {
      ...(brief !== null && { brief }),
      earlier: others.map((other) => viewEarlier(other, names)),
      held: mine,
      writing: writers.in(item.id),
    };
  };

  http.route(
    'get',
    '/staff/api/cases/:id',
    guard.reading(
      'cases.read',
      async (staff) => {
        const { query } = staff.request;
        const range = checked(rangeQuery, { after: query.get('after'), before: query.get('before') });
        const item = await caseIn(staff, store);
        const { conversationId, id: caseId } = item;
        const plain = range.after === null && range.before === null;
        const page = await readTranscript(item, range, { store, names, staffNames: await accounts.names() });
        if (seen.first(staff.session, caseId)) {
          const actor = staff.member.userId;
          await store.writeRecords([], [{ time: clock.now(), actor, action: 'case.view', conversationId, caseId }]);
          if (may(staff.member.role, 'cases.work')) await desk.look(caseId);
        }
        live.watch(conversationId, caseId);
        return { status: 200, json: { ...viewCase(item, names), ...page, ...(plain && (await rest(item))) } };
      },
      // What follows a live event is the page's doing, not the person's.
      (request) => request.query.has('after'),
    ),
    apiHeaders,
  );
}

/** Which cases a session has looked at: the trail names each once, not with every line that is fetched. */
function createSeen(): { first(session: Session, caseId: string): boolean } {
  const limit = 10_000;
  const pairs = new Set<string>();
  return {
    first({ key }, caseId) {
      const pair = `${key} ${caseId}`;
      if (pairs.has(pair)) return false;
      // Forgetting all at once costs no more than some lines twice in the trail.
      if (pairs.size >= limit) pairs.clear();
      pairs.add(pair);
      return true;
    },
  };
}
