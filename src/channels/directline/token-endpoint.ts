import { stringifySetCookie } from 'cookie';
import { z } from 'zod';
import type { Answer, Headers } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/request.ts';
import { SchalterError } from '../../platform/errors.ts';

import { readLocale } from './incoming.ts';
import type { Grant } from './tokens.ts';
import type { Wiring } from './wiring.ts';
import { createSignedUsers, findBinding, resumeHash, userIdLimit, type VouchedUser } from './visitors.ts';

/** Where website visitors get their token. */
export const tokenPath = '/api/directline/token';
/** Holds the resume credential on the service's own pages, where scripts need not see it. */
const resumeCookie = 'schalter_resume';
/** How long a browser remembers that was asked to, in seconds; the chat keeps its own part as long. */
const rememberedSeconds = 30 * 24 * 3600;

const body = z.object({
  user: z
    .object({
      id: z.string().min(1).max(userIdLimit).nullish(),
      name: z.string().max(200).nullish(),
      /** A user signed by the bank. */
      token: z.string().max(4000).nullish(),
    })
    .nullish(),
  locale: z.string().nullish(),
  resume: z.string().max(200).nullish(),
  /** The customer wants this browser to find the conversation again after it was closed. */
  remember: z.boolean().nullish(),
});

/**
 * `POST /api/directline/token`: a token for a visitor's conversation, the one that they had or a new one.
 *
 * Nothing is written here: the token carries the resume credential's hash, and the conversation and its binding begin
 * together when the client opens the conversation. So requests of crawlers fill nothing.
 */
export function createTokenEndpoint(wiring: Wiring): (request: HttpRequest) => Promise<Answer> {
  const { store, clock, ids, origins, tokens, gate, limiter, observe } = wiring;
  const readSignedUser = createSignedUsers(wiring.secret, clock);
  const secure = wiring.publicUrl.startsWith('https:');

  const cookieFor = (resume: string, remember: boolean): Headers => ({
    // Without Max-Age it goes with the browser's session. Lax: never sent along when another site asks.
    'set-cookie': stringifySetCookie({
      name: resumeCookie,
      value: resume,
      path: tokenPath,
      httpOnly: true,
      sameSite: 'lax',
      secure,
      ...(remember && { maxAge: rememberedSeconds }),
    }),
  });

  /** Whom the bank vouches for; null for everybody else. */
  const vouchedUser = async (withSecret: boolean, sent: z.infer<typeof body>): Promise<VouchedUser | null> => {
    if (typeof sent.user?.token === 'string') return readSignedUser(sent.user.token);
    if (!withSecret || typeof sent.user?.id !== 'string') return null;
    return { id: sent.user.id, name: sent.user.name ?? undefined };
  };

  return async (request) => {
    const bearer = request.bearer();
    if (bearer !== undefined && !gate.isSecret(bearer)) throw new SchalterError('Forbidden');
    const withSecret = bearer !== undefined;
    const { origin } = request.headers;
    if (!withSecret) {
      // The bank's server asks for all of its customers from one address.
      const refused = await limiter('tokensPerAddress', request.address);
      if (refused !== null) {
        observe('limited');
        return refused;
      }
      if (origin !== undefined && !origins.allowed(origin)) throw new SchalterError('WrongOrigin');
    }
    const sent = await request.json(body);
    const user = await vouchedUser(withSecret, sent);
    const onOwnPage = !withSecret && origin !== undefined && origins.own(origin);
    const presented = sent.resume ?? (onOwnPage ? request.cookie(resumeCookie) : undefined);
    const bound = presented === undefined ? null : await findBinding(store, presented, user);

    const locale = readLocale(sent.locale);
    const name = user?.name ?? sent.user?.name;
    const resume = bound !== null && presented !== undefined ? presented : ids();
    const grant: Grant = {
      conv: bound?.conversationId ?? ids(),
      user: bound?.userId ?? user?.id ?? `dl_${ids()}`,
      ...(typeof name === 'string' && name !== '' && { name }),
      ...(locale !== undefined && { locale }),
      ...(!withSecret && origin !== undefined && { origins: [origin] }),
      ...(bound === null && { resume: resumeHash(resume) }),
      ...(user !== null && { vouched: true }),
    };
    observe(bound === null ? 'token.new' : 'token.resumed');
    return {
      status: 200,
      json: {
        token: await tokens.issue('token', grant),
        conversationId: grant.conv,
        expires_in: tokens.tokenSeconds,
        userId: grant.user,
        resume,
      },
      headers: onOwnPage ? cookieFor(resume, sent.remember === true) : {},
    };
  };
}
