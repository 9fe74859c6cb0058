import { z } from 'zod';
import type { Handler } from '../../http/server.ts';
import type { Customer } from '../../conversation/head.ts';
import { SchalterError } from '../../platform/errors.ts';
import type { Beginner } from './begin.ts';
import type { Credential } from './gate.ts';
import { readLocale } from './incoming.ts';
import { liveHead } from './live-head.ts';
import { originOf } from './origins.ts';
import type { Grant } from './tokens.ts';
import { userIdLimit } from './visitors.ts';
import { readWatermark } from './watermark.ts';
import type { Wiring } from './wiring.ts';

/** Ids that begin so are the service's own to give: pages may not name them. */
const reserved = /^dl_/;

const userForm = z.object({ id: z.string().min(1).max(userIdLimit).nullish(), name: z.string().max(200).nullish() });
const startForm = z.object({ user: userForm.nullish(), locale: z.string().nullish() });
const generateForm = z.object({ user: userForm.nullish(), trustedOrigins: z.array(z.string()).max(50).nullish() });

function trustedOrigin(address: string): string {
  const origin = originOf(address);
  if (origin !== null) return origin;
  throw new SchalterError('BadArgument', { message: 'The field trustedOrigins must hold addresses of sites.' });
}

interface Access {
  readonly token: string;
  readonly expires_in: number;
}

export interface ConversationRoutes {
  readonly generate: Handler;
  readonly refresh: Handler;
  readonly start: Handler;
  readonly reconnect: Handler;
}

/** The addresses that open conversations: rows 1 to 4 of the table in docs/direct-line.md. */
export function createConversationRoutes(wiring: Wiring, beginner: Beginner): ConversationRoutes {
  const { store, clock, ids, gate, tokens } = wiring;
  const streamBase = wiring.publicUrl.replace(/^http/, 'ws');

  const fresh = async (grant: Grant): Promise<Access> => ({
    token: await tokens.issue('token', grant),
    expires_in: tokens.tokenSeconds,
  });

  /** The token for the answer: the client's own while it has half its life before it, else a new one. */
  const accessFor = async (credential: Credential, grant: Grant): Promise<Access> => {
    if (credential.kind === 'secret') return fresh(grant);
    const left = Math.floor((credential.expires - clock.now()) / 1000);
    return left > tokens.tokenSeconds / 2 ? { token: credential.token, expires_in: left } : fresh(grant);
  };

  const streamUrl = async (grant: Grant, watermark: number): Promise<string> => {
    // Only what opening a socket needs: addresses end up in logs of proxies.
    const { conv, user, origins } = grant;
    const credential = await tokens.issue('stream', { conv, user, ...(origins !== undefined && { origins }) });
    return `${streamBase}/v3/directline/conversations/${encodeURIComponent(conv)}/stream?t=${credential}&watermark=${String(watermark)}`;
  };

  const newGrant = (user: z.infer<typeof userForm> | null | undefined): Grant => ({
    conv: ids(),
    user: user?.id ?? `dl_${ids()}`,
    ...(typeof user?.name === 'string' && user.name !== '' && { name: user.name }),
  });

  const grantOf = (credential: Credential, conv: string, customer: Customer): Grant =>
    credential.kind === 'token' ? credential.grant : { conv, user: customer.id };

  return {
    async generate(request) {
      const credential = await gate.credential(request);
      if (credential.kind !== 'secret') throw new SchalterError('Forbidden');
      const { user, trustedOrigins } = await request.json(generateForm);
      if (typeof user?.id === 'string' && !reserved.test(user.id))
        throw new SchalterError('BadArgument', { message: 'The field user.id must begin with dl_.' });
      const origins = trustedOrigins?.map(trustedOrigin) ?? [];
      const grant = { ...newGrant(user), ...(origins.length > 0 && { origins }) };
      return { status: 200, json: { conversationId: grant.conv, ...(await fresh(grant)) } };
    },

    async refresh(request) {
      const credential = await gate.credential(request);
      if (credential.kind !== 'token') throw new SchalterError('Forbidden');
      const { grant } = credential;
      // A token whose conversation has not begun yet is renewed too: the chat may stay closed for long.
      const head = await store.head(grant.conv);
      if (head?.erased === true) throw new SchalterError('ConversationNotFound');
      return { status: 200, json: { conversationId: grant.conv, ...(await fresh(grant)) } };
    },

    async start(request) {
      const credential = await gate.credential(request);
      const { user, locale } = await request.json(startForm);
      const grant = credential.kind === 'token' ? credential.grant : newGrant(user);
      const begun = await beginner.begin(grant, readLocale(locale) ?? grant.locale);
      return {
        status: begun ? 201 : 200,
        json: {
          conversationId: grant.conv,
          ...(await accessFor(credential, grant)),
          // From the beginning: this is how a reloaded page shows what was said.
          streamUrl: await streamUrl(grant, 0),
        },
      };
    },

    async reconnect(request) {
      const conversationId = request.params['id'] ?? '';
      const credential = await gate.forConversation(request, conversationId);
      const head = await liveHead(store, conversationId);
      const grant = grantOf(credential, conversationId, head.customer);
      const watermark = readWatermark(request.query, head.lastSeq, head.lastSeq);
      return {
        status: 200,
        json: {
          conversationId,
          ...(await accessFor(credential, grant)),
          streamUrl: await streamUrl(grant, watermark),
        },
      };
    },
  };
}
