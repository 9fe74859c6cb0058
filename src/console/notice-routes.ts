import { z } from 'zod';
import { cleanText } from '../conversation/door/text.ts';
import { stateOf, type Notice, type Notices } from '../handoff/notices.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import { iso } from './case-view.ts';
import type { Notice as NoticeView } from './contract.ts';
import { apiHeaders, type Guard } from './guard.ts';
import type { Live } from './live.ts';

const words = z.string().trim().min(1).max(500);
const moment = z.iso.datetime({ offset: true }).transform((time) => Date.parse(time));
const publishing = z.object({
  text: z.object({ de: words, en: words }),
  intents: z.array(z.string()).max(200),
  pausesPublic: z.boolean().default(false),
  from: moment.optional(),
  until: moment,
});
const longest = 14 * 24 * 3600_000;

export interface NoticeRoutesOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly live: Live;
  readonly notices: Notices;
  readonly isIntent: (id: string) => boolean;
}

/** Notices to customers: a lead publishes them, and they expire by themselves. */
export function registerNoticeRoutes({ http, clock, guard, live, notices, isIntent }: NoticeRoutesOptions): void {
  const view = (notice: Notice): NoticeView => ({
    ...{ id: notice.id, text: notice.text, intents: notice.intents, pausesPublic: notice.pausesPublic, by: notice.by },
    from: iso(notice.from),
    until: iso(notice.until),
    createdAt: iso(notice.createdAt),
    ended: notice.ended === null ? null : { at: iso(notice.ended.at), by: notice.ended.by },
    state: stateOf(notice, clock.now()),
  });
  const told = (notice: Notice): NoticeView => {
    const shown = view(notice);
    live.tell({ kind: 'notice', data: shown });
    return shown;
  };

  http.route(
    'get',
    '/staff/api/notices',
    guard.reading('notices.read', async () => ({
      status: 200,
      json: { notices: (await notices.all()).map(view) },
    })),
    apiHeaders,
  );

  http.route(
    'post',
    '/staff/api/notices',
    guard.changing('notices.publish', async ({ request, member }) => {
      const { text, intents, pausesPublic, from = clock.now(), until } = await request.json(publishing);
      const now = clock.now();
      if (until <= from || until <= now || until > now + longest)
        throw new SchalterError('BadArgument', { message: 'The field until must lie behind from, within 14 days.' });
      if (!intents.every(isIntent))
        throw new SchalterError('BadArgument', {
          message: 'The field intents names nothing that the assistant knows.',
        });
      const cleaned = { de: cleanText(text.de).text, en: cleanText(text.en).text };
      const published = await notices.publish({ text: cleaned, intents, pausesPublic, from, until }, member);
      return { status: 201, json: told(published) };
    }),
    apiHeaders,
  );

  http.route(
    'del',
    '/staff/api/notices/:id',
    guard.changing('notices.publish', async ({ request, member }) => ({
      status: 200,
      json: told(await notices.end(request.params['id'] ?? '', member)),
    })),
    apiHeaders,
  );
}
