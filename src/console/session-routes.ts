import { stringifySetCookie } from 'cookie';
import { z } from 'zod';
import { cleanText } from '../conversation/door/text.ts';
import type { AuditEntry, Store } from '../conversation/store.ts';
import type { Presence } from '../handoff/presence.ts';
import { errorAnswer } from '../http/answer.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Accounts, Member } from './accounts.ts';
import { iso } from './case-view.ts';
import type { Me } from './contract.ts';
import { apiHeaders, cookieName, type Guard } from './guard.ts';
import { demandOwnOrigin } from './origin.ts';
import { demandGoodPassword } from './password.ts';
import { rightsOf } from './rights.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import type { Streams } from './streams.ts';

const path = '/staff/api/session';
const credentials = z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(500) });
/** What customers read as the name of who writes to them. */
const naming = z.object({ name: z.string().trim().min(1).max(60) });
const passwords = z.object({ old: z.string().min(1).max(500), new: z.string().max(500) });
const presenceForm = z.object({ state: z.enum(['available', 'away']) });

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
  readonly presence: Presence;
  readonly publicUrl: string;
  readonly observe?: ((outcome: SignInOutcome) => void) | undefined;
}

/** Signing in and out, who one is, and whether one is at the desk. */
export function registerSessionRoutes(options: SessionRoutesOptions): void {
  const { http, store, clock, accounts, sessions, streams, limits, guard, presence, publicUrl, observe } = options;

  const viewMe = async (member: Member, endsAt: number): Promise<{ readonly user: Me }> => {
    const { userId, name, named, role, teams, capacity, mustChangePassword } = member;
    const rights = rightsOf(role);
    const state = await presence.of(userId);
    return {
      user: {
        ...{ userId, name, named, role, rights, teams, capacity, mustChangePassword },
        presence: state,
        endsAt: iso(endsAt),
      },
    };
  };
  const endOf = async (value: string | undefined): Promise<number> => (await sessions.find(value))?.endsAt ?? 0;

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
  const end = async (session: Session): Promise<void> => {
    await sessions.end(session);
    streams.end(session);
  };

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
      if (before !== null) await end(before);
      const value = await sessions.open(member.userId);
      await accounts.update(member.userId, { lastSignIn: clock.now() }, note(member.userId, 'sign-in'));
      observe?.('ok');
      return {
        status: 200,
        json: await viewMe(member, await endOf(value)),
        headers: { 'set-cookie': cookie(value, true) },
      };
    },
    apiHeaders,
  );

  http.route(
    'get',
    path,
    guard.reading(
      'signed-in',
      async ({ request, member }) => ({
        status: 200,
        json: await viewMe(member, await endOf(request.cookie(cookieName))),
      }),
      (request) => request.query.get('quiet') === '1',
    ),
    apiHeaders,
  );

  http.route(
    'patch',
    path,
    guard.changing('signed-in', async ({ request, member, session }) => {
      // Customers read it, so it goes through the door like all that staff write to them.
      const name = cleanText((await request.json(naming)).name).text;
      const renamed = await accounts.update(
        member.userId,
        { name, named: true },
        note(member.userId, 'account.rename'),
      );
      return { status: 200, json: await viewMe(renamed, session.endsAt) };
    }),
    apiHeaders,
  );

  http.route(
    'post',
    `${path}/password`,
    guard.changing('signed-in', async ({ request, member, session }) => {
      const { old, new: chosen } = await request.json(passwords);
      const wait = await limits.count(member.userId, request.address);
      if (wait !== null) return errorAnswer(new SchalterError('TooManyRequests'), { 'retry-after': String(wait) });
      if ((await accounts.signIn(member.userId, old)) === null) throw new SchalterError('WrongCredentials');
      await limits.forgive(member.userId, request.address);
      demandGoodPassword(chosen, member.userId, old);
      const audit = note(member.userId, 'account.password');
      await accounts.setPassword(member.userId, chosen, { mustChange: false, audit });
      await sessions.endAllOf(member.userId, session);
      return { status: 204 };
    }),
    apiHeaders,
  );

  http.route(
    'put',
    '/staff/api/presence',
    guard.changing('presence.set', async ({ request, member, session }) => {
      const { state } = await request.json(presenceForm);
      await presence.set(member.userId, state);
      return { status: 200, json: await viewMe(member, session.endsAt) };
    }),
    apiHeaders,
  );

  http.route(
    'del',
    path,
    guard.changing('signed-in', async ({ session, member }) => {
      await end(session);
      await presence.leave(member.userId);
      await store.writeRecords([], note(member.userId, 'sign-out'));
      return { status: 204, headers: { 'set-cookie': cookie('', false) } };
    }),
    apiHeaders,
  );
}
