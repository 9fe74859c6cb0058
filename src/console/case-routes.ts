import { z } from 'zod';
import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import type { Desk } from '../handoff/desk.ts';
import { checked } from '../http/request.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Accounts } from './accounts.ts';
import { viewCase, type TitleOf } from './case-view.ts';
import { viewEntry } from './entry-view.ts';
import { apiHeaders, type Guard, type StaffRequest } from './guard.ts';
import type { Live } from './live.ts';
import type { Session } from './sessions.ts';
import { readTranscript } from './transcript.ts';

const statuses = ['waiting', 'active', 'resolved'] as const;
const listQuery = z.object({ status: z.enum(statuses).nullable() });
const seq = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .nullable();
const rangeQuery = z.object({ after: seq, before: seq });
/** As long as a customer's message may be. */
const message = z.object({ text: z.string().trim().min(1).max(4000) });
const ending = z.object({ returnToBot: z.boolean().default(true) });

/** Cases in one list: open ones all, as far as anybody works through them; resolved ones the newest. */
const openLimit = 1000;
const resolvedLimit = 200;

export interface CaseRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly live: Live;
  readonly guard: Guard;
  readonly titleOf: TitleOf;
}

/** Reading cases and working on them; the rules of who may do what are the desk's. */
export function registerCaseRoutes(options: CaseRoutesOptions): void {
  const { http, store, desk, clock, accounts, live, guard, titleOf } = options;
  const seen = createSeen();
  const view = (item: Case) => viewCase(item, store, titleOf);

  const caseIn = async ({ request }: StaffRequest): Promise<Case> => {
    const item = await store.case(request.params['id'] ?? '');
    if (item === null) throw new SchalterError('CaseNotFound');
    return item;
  };

  http.route(
    'get',
    '/staff/api/cases',
    guard.reading(async ({ request }) => {
      const { status } = checked(listQuery, { status: request.query.get('status') });
      const wanted = status === null ? (['waiting', 'active'] as const) : [status];
      const lists = await Promise.all(
        wanted.map((each) => store.cases({ status: each, limit: each === 'resolved' ? resolvedLimit : openLimit })),
      );
      return { status: 200, json: { cases: await Promise.all(lists.flat().map(view)) } };
    }),
    apiHeaders,
  );

  http.route(
    'get',
    '/staff/api/cases/:id',
    guard.reading(
      async (staff) => {
        const { query } = staff.request;
        const range = checked(rangeQuery, { after: query.get('after'), before: query.get('before') });
        const item = await caseIn(staff);
        const { conversationId, id: caseId } = item;
        const page = await readTranscript(item, range, { store, titleOf, staffNames: await accounts.names() });
        if (seen.first(staff.session, caseId)) {
          const actor = staff.member.userId;
          await store.writeRecords([], [{ time: clock.now(), actor, action: 'case.view', conversationId, caseId }]);
        }
        live.watch(conversationId, caseId);
        return { status: 200, json: { ...(await view(item)), ...page } };
      },
      // What follows a live event is the page's doing, not the person's.
      (request) => request.query.has('after'),
    ),
    apiHeaders,
  );

  http.route(
    'post',
    '/staff/api/cases/:id/accept',
    guard.changing(async (staff) => {
      const { id } = await caseIn(staff);
      return { status: 200, json: await view(await desk.accept(id, staffOf(staff))) };
    }),
    apiHeaders,
  );

  http.route(
    'post',
    '/staff/api/cases/:id/messages',
    guard.changing(async (staff) => {
      const { text } = await staff.request.json(message);
      const { id, conversationId } = await caseIn(staff);
      const entry = await desk.reply(id, staffOf(staff), text);
      const [staffNames, deliveries] = await Promise.all([accounts.names(), store.deliveries(conversationId)]);
      return { status: 201, json: viewEntry(entry, { customerName: null, staffNames, deliveries, titleOf }) };
    }),
    apiHeaders,
  );

  http.route(
    'post',
    '/staff/api/cases/:id/resolve',
    guard.changing(async (staff) => {
      const { returnToBot } = await staff.request.json(ending);
      const { id } = await caseIn(staff);
      return { status: 200, json: await view(await desk.resolve(id, staffOf(staff), { returnToBot })) };
    }),
    apiHeaders,
  );
}

function staffOf({ member }: StaffRequest): { readonly userId: string; readonly name: string } {
  return { userId: member.userId, name: member.name };
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
