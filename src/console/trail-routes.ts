import { z } from 'zod';
import type { AuditEntry, Store } from '../conversation/store.ts';
import { checked } from '../http/request.ts';
import type { Http } from '../http/server.ts';
import type { Accounts } from './accounts.ts';
import { caseIn } from './case-routes.ts';
import { iso } from './case-view.ts';
import type { TrailLine } from './contract.ts';
import { apiHeaders, type Guard } from './guard.ts';

const text = z.string().min(1).max(200).nullable();
const query = z.object({
  actor: text,
  action: text,
  caseId: text,
  before: z.coerce.number().int().positive().nullable(),
  limit: z.coerce.number().int().min(1).max(500).nullable(),
});
const plain = 200;
/** Lines that are looked through for one answer; `next` goes on where it ended. */
const lookedThrough = 20_000;
const ofCase = 500;
const page = 1000;

export interface TrailRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly guard: Guard;
}

/** Who saw and did what. */
export function registerTrailRoutes({ http, store, accounts, guard }: TrailRoutesOptions): void {
  const view = async (entries: readonly AuditEntry[]): Promise<readonly TrailLine[]> => {
    const names = await accounts.names();
    return entries.map(({ time, actor, action, caseId, conversationId, subject }) => ({
      time: iso(time),
      actor,
      name: names.get(actor) ?? null,
      action,
      caseId: caseId ?? null,
      conversationId: conversationId ?? null,
      subject: subject ?? null,
    }));
  };
  /** The newest lines that fit, and before which moment to go on; null: there are no more. */
  const find = async (
    fits: (entry: AuditEntry) => boolean,
    limit: number,
    before: number | undefined,
  ): Promise<{ readonly found: readonly AuditEntry[]; readonly next: number | null }> => {
    const found: AuditEntry[] = [];
    let end = before;
    let known = 0;
    for (let looked = 0; looked < lookedThrough; looked += page) {
      // The last moment of the page before is read again: some of it may not have stood on it.
      const some = (await store.audit(page + known, end)).slice(known);
      for (const entry of some) {
        // A whole moment goes into one answer, since the next begins before it.
        if (found.length >= limit && entry.time !== found.at(-1)?.time)
          return { found, next: found.at(-1)?.time ?? null };
        if (fits(entry)) found.push(entry);
      }
      const last = some.at(-1);
      if (last === undefined || some.length < page) return { found, next: null };
      end = last.time + 1;
      known = some.filter(({ time }) => time === last.time).length;
    }
    return { found, next: end ?? null };
  };

  http.route(
    'get',
    '/staff/api/trail',
    guard.reading('trail.read', async ({ request }) => {
      const asked = Object.fromEntries(Object.keys(query.shape).map((key) => [key, request.query.get(key)]));
      const { actor, action, caseId, before, limit } = checked(query, asked);
      const fits = (entry: AuditEntry): boolean =>
        (actor === null || entry.actor === actor) &&
        (action === null || entry.action.startsWith(action)) &&
        (caseId === null || entry.caseId === caseId);
      const { found, next } = await find(fits, limit ?? plain, before ?? undefined);
      return { status: 200, json: { lines: await view(found), next: next === null ? null : String(next) } };
    }),
    apiHeaders,
  );

  http.route(
    'get',
    '/staff/api/cases/:id/trail',
    guard.reading('trail.read', async (staff) => {
      const { id } = await caseIn(staff, store);
      const { found } = await find((entry) => entry.caseId === id, ofCase, undefined);
      return { status: 200, json: { lines: await view(found) } };
    }),
    apiHeaders,
  );
}
