import { z } from 'zod';
import { cleanText } from '../conversation/door/text.ts';
import type { AuditEntry } from '../conversation/store.ts';
import type { Plan } from '../handoff/plan.ts';
import type { Presence } from '../handoff/presence.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import { defaultCapacity } from './account-record.ts';
import { userIdOf, type Accounts, type Member } from './accounts.ts';
import { isoOrNull } from './case-view.ts';
import type { Account } from './contract.ts';
import { apiHeaders, type Guard, type StaffRequest } from './guard.ts';
import { demandGoodPassword } from './password.ts';
import { roles } from './rights.ts';
import type { Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';

const name = z.string().trim().min(1).max(60);
const languages = z
  .array(z.enum(['de', 'en']))
  .min(1)
  .max(2);
const capacity = z.number().int().min(1).max(50);
const teams = z.array(z.string()).max(50);
const making = z.object({
  username: z
    .string()
    .transform(userIdOf)
    .pipe(z.string().regex(/^[a-z0-9._-]{2,40}$/)),
  name,
  role: z.enum(roles),
  password: z.string().max(500),
  teams: teams.default([]),
  languages: languages.default(['de', 'en']),
  capacity: capacity.default(defaultCapacity),
});
const changing = z.object({
  name: name.optional(),
  role: z.enum(roles).optional(),
  disabled: z.boolean().optional(),
  teams: teams.optional(),
  languages: languages.optional(),
  capacity: capacity.optional(),
});
const newPassword = z.object({ password: z.string().max(500) });

export interface AccountRoutesOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly limits: SignInLimits;
  readonly guard: Guard;
  readonly presence: Presence;
  readonly plan: Plan;
  /** Puts the cases of somebody who may not work any more back to the queue. */
  readonly release: (userId: string) => Promise<void>;
}

/** Local accounts: an administrator makes, changes, disables and unlocks them. */
export function registerAccountRoutes(options: AccountRoutesOptions): void {
  const { http, clock, accounts, sessions, limits, guard, presence, plan, release } = options;
  const root = '/staff/api/accounts';

  const view = async (member: Member): Promise<Account> => {
    const { userId, name: called, named, role, disabled, mustChangePassword } = member;
    return {
      ...{ userId, name: called, named, role, disabled, mustChangePassword },
      ...{ teams: member.teams, languages: member.languages, capacity: member.capacity },
      lockedUntil: isoOrNull((await limits.lockedUntil(userId)) ?? undefined),
      createdAt: isoOrNull(member.createdAt ?? undefined),
      lastSignIn: isoOrNull(member.lastSignIn ?? undefined),
    };
  };
  const trail = (actor: string, action: string, subject: string): readonly AuditEntry[] => [
    { time: clock.now(), actor, action, subject },
  ];
  const known = async ({ request }: StaffRequest): Promise<Member> => {
    const found = (await accounts.all()).find(({ userId }) => userId === request.params['id']);
    if (found === undefined) throw new SchalterError('AccountNotFound');
    return found;
  };
  const demandTeams = (wanted: readonly string[] | undefined): void => {
    if (wanted?.some((id) => !plan.teams.some((team) => team.id === id)) === true)
      throw new SchalterError('BadArgument', { message: 'The field teams names nothing that the desk knows.' });
  };
  const leaves = async (userId: string): Promise<void> => {
    await sessions.endAllOf(userId);
    await presence.leave(userId);
    await release(userId);
  };

  http.route(
    'get',
    root,
    guard.reading('accounts.manage', async () => ({
      status: 200,
      json: { accounts: await Promise.all((await accounts.all()).map(view)) },
    })),
    apiHeaders,
  );

  http.route(
    'post',
    root,
    guard.changing('accounts.manage', async ({ request, member }) => {
      const { username, password, ...rest } = await request.json(making);
      demandTeams(rest.teams);
      demandGoodPassword(password, username);
      const made = await accounts.create(
        username,
        {
          ...rest,
          name: cleanText(rest.name).text,
          named: true,
          mustChangePassword: true,
          disabled: false,
          createdAt: clock.now(),
          lastSignIn: null,
        },
        password,
        trail(member.userId, 'account.create', username),
      );
      return { status: 201, json: await view(made) };
    }),
    apiHeaders,
  );

  http.route(
    'patch',
    `${root}/:id`,
    guard.changing('accounts.manage', async (staff) => {
      const wished = await staff.request.json(changing);
      const before = await known(staff);
      demandTeams(wished.teams);
      const demotes = wished.role !== undefined && wished.role !== before.role;
      if (before.userId === staff.member.userId && (wished.disabled === true || demotes))
        throw new SchalterError('NotYourself');
      const fields = {
        ...(wished.name !== undefined && { name: cleanText(wished.name).text }),
        ...(wished.role !== undefined && { role: wished.role }),
        ...(wished.disabled !== undefined && { disabled: wished.disabled }),
        ...(wished.teams !== undefined && { teams: wished.teams }),
        ...(wished.languages !== undefined && { languages: wished.languages }),
        ...(wished.capacity !== undefined && { capacity: wished.capacity }),
      };
      const actions = Object.keys(fields).flatMap((field) =>
        trail(staff.member.userId, `account.${field}`, before.userId),
      );
      const after = await accounts.update(before.userId, fields, actions);
      if (after.disabled && !before.disabled) await leaves(before.userId);
      return { status: 200, json: await view(after) };
    }),
    apiHeaders,
  );

  http.route(
    'post',
    `${root}/:id/password`,
    guard.changing('accounts.manage', async (staff) => {
      const { password } = await staff.request.json(newPassword);
      const { userId } = await known(staff);
      demandGoodPassword(password, userId);
      const audit = trail(staff.member.userId, 'account.reset', userId);
      const after = await accounts.setPassword(userId, password, { mustChange: true, audit });
      await limits.unlock(userId);
      await sessions.endAllOf(userId);
      return { status: 200, json: await view(after) };
    }),
    apiHeaders,
  );

  http.route(
    'post',
    `${root}/:id/unlock`,
    guard.changing('accounts.manage', async (staff) => {
      const found = await known(staff);
      await limits.unlock(found.userId);
      await accounts.update(found.userId, {}, trail(staff.member.userId, 'account.unlock', found.userId));
      return { status: 200, json: await view(found) };
    }),
    apiHeaders,
  );
}
