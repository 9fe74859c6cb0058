import type { Store } from '../conversation/store.ts';
import type { Uploads } from '../conversation/uploads/uploads.ts';
import type { Desk } from '../handoff/desk.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { openAccounts } from './accounts.ts';
import { registerCaseRoutes } from './case-routes.ts';
import type { Names } from './case-view.ts';
import { apiHeaders, createGuard } from './guard.ts';
import { openLive } from './live.ts';
import { registerSessionRoutes, type SignInOutcome } from './session-routes.ts';
import { createSessions } from './sessions.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { createStreams } from './streams.ts';
import { registerWorkRoutes } from './work-routes.ts';
import { createWriters } from './writers.ts';
import { registerUploadRoutes } from './upload-routes.ts';

export interface ConsoleOptions {
  readonly http: Http;
  readonly store: Store;
  readonly desk: Desk;
  readonly uploads: Uploads;
  readonly clock: Clock;
  /** Unguessable: cookies, salts and the first password are made with it. */
  readonly ids: Ids;
  readonly log: Log;
  /** Where browsers reach the service; its origin may change things, and https makes the cookie Secure. */
  readonly publicUrl: string;
  /** Password of the user `admin` as set; undefined: one is made at the first start. */
  readonly adminPassword: string | undefined;
  /** Told once in the life of a data folder, with the password that was made. */
  readonly onFirstPassword: (password: string) => void;
  /** Names of intents and details for people, and the desk's plan. */
  readonly names: Names;
  /** Told of each attempt to sign in, for the metrics. */
  readonly observe?: (outcome: SignInOutcome) => void;
}

export interface StaffConsole {
  /** Open live streams. */
  streams(): number;
  /** Ends the live streams; nothing is told any more. */
  close(): void;
}

/** Opens the staff's API on `http`: accounts are ready and routes registered when it resolves. */
export async function createConsole(options: ConsoleOptions): Promise<StaffConsole> {
  const { http, store, desk, clock, ids, log, publicUrl, adminPassword, onFirstPassword, names, observe } = options;
  const sessions = createSessions({ store, clock, ids });
  const accounts = await openAccounts({
    store,
    ids,
    adminPassword,
    onFirstPassword,
    onNewPassword: (userId) => sessions.endAllOf(userId),
  });
  const live = await openLive({ store, ids, log, names });
  const streams = createStreams({ live, sessions, clock });
  const guard = createGuard(sessions, accounts, publicUrl);

  const limits = createSignInLimits();
  registerSessionRoutes({ http, store, clock, accounts, sessions, streams, limits, guard, publicUrl, observe });
  const cases = { http, store, desk, clock, accounts, live, guard, names, writers: createWriters(clock) };
  registerCaseRoutes(cases);
  registerWorkRoutes(cases);
  registerUploadRoutes({ http, store, clock, uploads: options.uploads, guard });
  http.route(
    'get',
    '/staff/api/events',
    guard.reading(
      'notices.read',
      ({ request, session }) => {
        const lastEventId = request.headers['last-event-id'];
        return streams.open(session, typeof lastEventId === 'string' ? lastEventId : undefined);
      },
      () => true,
    ),
    apiHeaders,
  );
  http.errorHeaders('/staff/api/', apiHeaders);

  return {
    streams: () => streams.count(),
    close() {
      streams.end();
      live.close();
    },
  };
}
