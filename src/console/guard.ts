import type { Answer, Headers } from '../http/answer.ts';
import type { HttpRequest } from '../http/request.ts';
import type { Staff } from '../handoff/desk.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Accounts, Member } from './accounts.ts';
import type { Right } from './contract.ts';
import { demandOwnOrigin } from './origin.ts';
import { may } from './rights.ts';
import type { Session, Sessions } from './sessions.ts';

/** A request of somebody who is signed in. */
export interface StaffRequest {
  readonly request: HttpRequest;
  readonly session: Session;
  readonly member: Member;
}

export type StaffHandler = (staff: StaffRequest) => Promise<Answer> | Answer;

export const cookieName = 'schalter_staff';

/** The answers hold customers' words: nothing may show them but the console itself. */
export const apiHeaders = (): Headers => ({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
});

/** What a call asks of whoever makes it: a right, or only to be signed in, also with a password still to be changed. */
export type Need = Right | 'signed-in';

export interface Guard {
  /** For reading: a session and the right are needed. `quiet` marks what the page does by itself: it keeps no session awake. */
  reading(
    need: Need,
    handler: StaffHandler,
    quiet?: (request: HttpRequest) => boolean,
  ): (request: HttpRequest) => Promise<Answer>;
  /** For changing: the service's own Origin, a session and the right are needed. */
  changing(need: Need, handler: StaffHandler): (request: HttpRequest) => Promise<Answer>;
}

/** Somebody signed in, as the desk knows them. */
export function staffOf({ member }: StaffRequest): Staff {
  return { userId: member.userId, name: member.name, manages: may(member.role, 'cases.manage') };
}

export function createGuard(sessions: Sessions, accounts: Accounts, publicUrl: string): Guard {
  const enter = async (request: HttpRequest, need: Need, quiet: boolean): Promise<StaffRequest> => {
    const session = await sessions.find(request.cookie(cookieName));
    const member = session === null ? null : await accounts.member(session.userId);
    if (session === null || member === null) throw new SchalterError('Unauthorized');
    if (need !== 'signed-in') {
      if (member.mustChangePassword) throw new SchalterError('PasswordChangeNeeded');
      if (!may(member.role, need)) throw new SchalterError('RightMissing');
    }
    if (!quiet) await sessions.touch(session);
    return { request, session, member };
  };
  return {
    reading:
      (need, handler, quiet = () => false) =>
      async (request) =>
        handler(await enter(request, need, quiet(request))),
    changing: (need, handler) => async (request) => {
      demandOwnOrigin(request, publicUrl);
      return handler(await enter(request, need, false));
    },
  };
}
