import { stringifySetCookie } from 'cookie';
import { z } from 'zod';
import { cleanText } from '../conversation/door/text.ts';
import type { AuditEntry, Store } from '../conversation/store.ts';
import { errorAnswer } from '../http/answer.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Accounts, Member } from './accounts.ts';
import { apiHeaders, cookieName, type Guard } from './guard.ts';
import { demandOwnOrigin } from './origin.ts';
import type { Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import type { Streams } from './streams.ts';

const path = '/staff/api/session';
const credentials = z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(500) });
/** What customers read as the name of who writes to them. */
const naming = z.object({ name: z.string().trim().min(1).max(60) });

export type SignInOutcome = 'ok' | 'refused' | 'limited';

export interface SessionRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly streams: Streams;
  readonly limits: SignInLimits;
  readonly guard: Guard;
  readonly publicUrl: string;
  readonly observe?: ((outcome: SignInOutcome) => void) | undefined;
}

const viewOf = ({ userId, name, named }: Member) => ({ user: { userId, name, named } });

/** Signing in and out, and who one is. */
export function registerSessionRoutes(options: SessionRoutesOptions): void {
  const { http, store, clock, accounts, sessions, streams, limits, guard, publicUrl, observe } = options;

  const cookie = (value: string, lasts: boolean): string =>
    stringifySetCookie({
      name: cookieName,
      value,
      path: '/staff',
      httpOnly: true,
      sameSite: 'strict',
      secure: publicUrl.startsWith('https:'),
      ...(!lasts && { maxAge: 0 }),
    });
  const note = (actor: string, action: string): readonly AuditEntry[] => [{ time: clock.now(), actor, action }];

  http.route(
    'post',
    path,
    async (request) => {
      demandOwnOrigin(request, publicUrl);
      const { username, password } = await request.json(credentials);
      const wait = await limits.count(username, request.address);
      if (wait !== null) {
        observe?.('limited');
        return errorAnswer(new SchalterError('TooManyRequests'), { 'retry-after': String(wait) });
      }
      const member = await accounts.signIn(username, password);
      if (member === null) {
        observe?.('refused');
        // Not under the name that was typed: people type passwords into the wrong field.
        await store.writeRecords([], note('unknown', 'sign-in.refused'));
        throw new SchalterError('WrongCredentials');
      }
      await limits.forgive(username, request.address);
      const before = await sessions.find(request.cookie(cookieName));
      if (before !== null) {
        await sessions.end(before);
        streams.end(before);
      }
      const value = await sessions.open(member.userId);
      await store.writeRecords([], note(member.userId, 'sign-in'));
      observe?.('ok');
      return { status: 200, json: viewOf(member), headers: { 'set-cookie': cookie(value, true) } };
    },
    apiHeaders,
  );

  http.route(
    'get',
    path,
    guard.reading('signed-in', ({ member }) => ({ status: 200, json: viewOf(member) })),
    apiHeaders,
  );

  http.route(
    'patch',
    path,
    guard.changing('signed-in', async ({ request, member }) => {
      // Customers read it, so it goes through the door like all that staff write to them.
      const name = cleanText((await request.json(naming)).name).text;
      await accounts.update(member.userId, { name, named: true }, note(member.userId, 'account.rename'));
      return { status: 200, json: viewOf({ ...member, name, named: true }) };
    }),
    apiHeaders,
  );

  http.route(
    'del',
    path,
    guard.changing('signed-in', async ({ session, member }) => {
      await sessions.end(session);
      streams.end(session);
      await store.writeRecords([], note(member.userId, 'sign-out'));
      return { status: 204, headers: { 'set-cookie': cookie('', false) } };
    }),
    apiHeaders,
  );
}
