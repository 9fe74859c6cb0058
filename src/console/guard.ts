import type { Answer, Headers } from '../http/answer.ts';
import type { HttpRequest } from '../http/request.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Accounts, Member } from './accounts.ts';
import { demandOwnOrigin } from './origin.ts';
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

export interface Guard {
  /** For reading: a session is needed. `quiet` marks what the page does by itself: it does not keep a session awake. */
  reading(handler: StaffHandler, quiet?: (request: HttpRequest) => boolean): (request: HttpRequest) => Promise<Answer>;
  /** For changing: the service's own Origin and a session are needed. */
  changing(handler: StaffHandler): (request: HttpRequest) => Promise<Answer>;
}

export function createGuard(sessions: Sessions, accounts: Accounts, publicUrl: string): Guard {
  const enter = async (request: HttpRequest, quiet: boolean): Promise<StaffRequest> => {
    const session = await sessions.find(request.cookie(cookieName));
    const member = session === null ? null : await accounts.member(session.userId);
    if (session === null || member === null) throw new SchalterError('Unauthorized');
    if (!quiet) await sessions.touch(session);
    return { request, session, member };
  };
  return {
    reading:
      (handler, quiet = () => false) =>
      async (request) =>
        handler(await enter(request, quiet(request))),
    changing: (handler) => async (request) => {
      demandOwnOrigin(request, publicUrl);
      return handler(await enter(request, false));
    },
  };
}
