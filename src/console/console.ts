import type { Store } from '../conversation/store.ts';
import type { Uploads } from '../conversation/uploads/uploads.ts';
import type { Desk } from '../handoff/desk.ts';
import type { Notices } from '../handoff/notices.ts';
import type { Rules } from '../handoff/ownership.ts';
import type { Presence } from '../handoff/presence.ts';
import { createRouter } from '../handoff/router.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { registerAccountRoutes } from './account-routes.ts';
import { openAccounts } from './accounts.ts';
import { registerCaseRoutes } from './case-routes.ts';
import type { Names } from './case-view.ts';
import type { DeskInfo } from './contract.ts';
import { openCases, registerDeskRoutes, viewColleague } from './desk-routes.ts';
import { registerFigureRoutes, type FigureSource } from './figure-routes.ts';
import { apiHeaders, createGuard } from './guard.ts';
import { openLive } from './live.ts';
import { registerNoticeRoutes } from './notice-routes.ts';
import { replyContexts } from './reply-context.ts';
import { may } from './rights.ts';
import { registerSessionRoutes, type SignInOutcome } from './session-routes.ts';
import { createSessions } from './sessions.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { createStreams } from './streams.ts';
import { registerTextRoutes, type TextHelp } from './text-routes.ts';
import { registerTrailRoutes } from './trail-routes.ts';
import { registerUploadRoutes } from './upload-routes.ts';
import { registerWorkRoutes } from './work-routes.ts';
import { createWriters } from './writers.ts';

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
  readonly intents: DeskInfo['intents'];
  readonly rules: Rules;
  readonly notices: Notices;
  readonly presence: Presence;
  readonly help: TextHelp;
  readonly figures: FigureSource;
  /** Milliseconds without a sign of the person after which a session ends; absent: a shift. */
  readonly idleMs?: number;
  /** Told of each attempt to sign in, for the metrics. */
  readonly observe?: (outcome: SignInOutcome) => void;
}

export interface StaffConsole {
  /** Open live streams. */
  streams(): number;
  /** Ends the live streams; nothing is told any more. */
  close(): void;
}

/** Opens the staff's API on `http`: accounts are ready, routes registered and the queue looked at when it resolves. */
export async function createConsole(options: ConsoleOptions): Promise<StaffConsole> {
  const { http, store, desk, clock, ids, log, publicUrl, adminPassword, onFirstPassword, names, observe } = options;
  const { rules, notices, presence, help, figures, uploads, intents, idleMs } = options;
  const sessions = createSessions({ store, clock, ids, idleMs });
  const accounts = await openAccounts({
    store,
    ids,
    adminPassword,
    onFirstPassword,
    onNewPassword: (userId) => sessions.endAllOf(userId),
  });
  const live = await openLive({ store, ids, log, names });
  const guard = createGuard(sessions, accounts, publicUrl);
  const limits = createSignInLimits(store, clock);
  const streams = createStreams({
    live,
    sessions,
    clock,
    async seen(userId) {
      const member = await accounts.member(userId);
      if (member !== null && may(member.role, 'presence.set')) await presence.seen(userId);
    },
    async hearsCases(userId) {
      const member = await accounts.member(userId);
      return member !== null && may(member.role, 'cases.read');
    },
  });
  const router = createRouter({
    store,
    clock,
    log,
    rules,
    presence,
    async people() {
      const [all, states] = await Promise.all([accounts.all(), presence.all()]);
      return all
        .filter(({ disabled, role }) => !disabled && may(role, 'cases.work'))
        .map((member) => ({ ...member, available: states.get(member.userId) === 'available' }));
    },
  });
  const unsubscribe = presence.subscribe((userId) => {
    void (async () => {
      const [member, state, open] = await Promise.all([accounts.member(userId), presence.of(userId), openCases(store)]);
      if (member !== null) live.tell({ kind: 'presence', data: viewColleague(member, state, open) });
    })().catch(() => log.debug({}, 'a change of presence could not be told'));
  });

  registerSessionRoutes({
    http,
    store,
    clock,
    accounts,
    sessions,
    streams,
    limits,
    guard,
    presence,
    publicUrl,
    observe,
  });
  const cases = { http, store, desk, clock, accounts, live, guard, names, writers: createWriters(clock) };
  const contextOf = replyContexts(store, clock, help.addressForm);
  registerCaseRoutes(cases);
  registerWorkRoutes({ ...cases, contextOf, findings: help.findings });
  registerTextRoutes({ ...cases, contextOf, help });
  registerUploadRoutes({ http, store, clock, uploads, guard });
  registerDeskRoutes({ http, store, clock, accounts, guard, presence, names, intents, addressForm: help.addressForm });
  registerNoticeRoutes({ http, clock, guard, live, notices, isIntent: help.isIntent });
  registerTrailRoutes({ http, store, accounts, guard });
  registerFigureRoutes({ http, store, clock, guard, source: figures });
  const release = (userId: string): Promise<void> => router.release(userId);
  registerAccountRoutes({ http, clock, accounts, sessions, limits, guard, presence, plan: names.plan, release });
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
  await router.start();

  return {
    streams: () => streams.count(),
    close() {
      router.stop();
      unsubscribe();
      streams.end();
      live.close();
    },
  };
}
