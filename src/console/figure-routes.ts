import { z } from 'zod';
import { addDays } from '../calendar/days.ts';
import { wallClock } from '../calendar/zone.ts';
import type { Store } from '../conversation/store.ts';
import { checked } from '../http/request.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Figures } from './contract.ts';
import { apiHeaders, type Guard, type StaffRequest } from './guard.ts';

/** Days of the bank's clock, both included. */
interface Range {
  readonly from: string;
  readonly to: string;
  readonly team: string | null;
}

/** Where figures come from. */
export interface FigureSource {
  figures(range: Range): Promise<Figures>;
  csv(range: Range): Promise<string>;
}

const day = z.iso.date().nullable();
const query = z.object({ from: day, to: day, team: z.string().max(100).nullable() });
const plainDays = 7;
const mostDays = 92;

export interface FigureRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly source: FigureSource;
}

/** What the desk did, in numbers. */
export function registerFigureRoutes({ http, store, clock, guard, source }: FigureRoutesOptions): void {
  const rangeOf = ({ request }: StaffRequest): Range => {
    const asked = checked(query, {
      from: request.query.get('from'),
      to: request.query.get('to'),
      team: request.query.get('team'),
    });
    const to = asked.to ?? wallClock(clock.now()).day;
    const from = asked.from ?? addDays(to, 1 - plainDays);
    if (from > to || addDays(from, mostDays) <= to)
      throw new SchalterError('BadArgument', { message: 'The fields from and to span 1 to 92 days.' });
    return { from, to, team: asked.team };
  };

  http.route(
    'get',
    '/staff/api/figures',
    guard.reading('figures.read', async (staff) => ({ status: 200, json: await source.figures(rangeOf(staff)) })),
    apiHeaders,
  );

  http.route(
    'get',
    '/staff/api/figures.csv',
    guard.reading('figures.read', async (staff) => {
      const range = rangeOf(staff);
      const text = await source.csv(range);
      const subject = `${range.from} ${range.to}`;
      const actor = staff.member.userId;
      await store.writeRecords([], [{ time: clock.now(), actor, action: 'figures.export', subject }]);
      const headers = { 'content-disposition': `attachment; filename="schalter-${range.from}-${range.to}.csv"` };
      return { status: 200, text, type: 'text/csv; charset=utf-8', headers };
    }),
    apiHeaders,
  );
}
