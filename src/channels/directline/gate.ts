import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../../http/request.ts';
import { SchalterError } from '../../platform/errors.ts';
import type { Origins } from './origins.ts';
import type { Grant, Tokens, Verified } from './tokens.ts';

/** What a request came with. */
export type Credential =
  /** The bank's own server: opens every conversation. */
  { readonly kind: 'secret' } | ({ readonly kind: 'token'; readonly token: string } & Verified);

/** Decides what a request may open. */
export interface Gate {
  isSecret(text: string): boolean;
  /** @throws SchalterError Unauthorized without a credential; Forbidden, TokenExpired, WrongOrigin */
  credential(request: HttpRequest): Promise<Credential>;
  /** As `credential`, for requests about one conversation. */
  forConversation(request: HttpRequest, conversationId: string): Promise<Credential>;
  /** @throws SchalterError WrongOrigin where a page uses a token that was given to another site */
  checkOrigin(grant: Grant, origin: string | undefined): void;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

interface GateOptions {
  readonly secret: string;
  readonly tokens: Tokens;
  readonly origins: Origins;
}

export function createGate({ secret, tokens, origins }: GateOptions): Gate {
  const expected = digest(secret);
  // Digests have one length, so that the comparison takes the same time for every guess.
  const isSecret = (text: string): boolean => timingSafeEqual(digest(text), expected);

  const checkOrigin: Gate['checkOrigin'] = (grant, origin) => {
    // Apps and servers send no origin: the check protects pages' visitors, the signature protects the token.
    if (origin === undefined) return;
    if (!(grant.origins?.includes(origin) ?? origins.allowed(origin))) throw new SchalterError('WrongOrigin');
  };

  const credential: Gate['credential'] = async (request) => {
    const token = request.bearer();
    if (token === undefined) throw new SchalterError('Unauthorized');
    // The length is no secret, and spares every message with a token the digest.
    if (token.length === secret.length && isSecret(token)) return { kind: 'secret' };
    const verified = await tokens.verify('token', token);
    checkOrigin(verified.grant, request.headers.origin);
    return { kind: 'token', token, ...verified };
  };

  return {
    isSecret,
    credential,
    async forConversation(request, conversationId) {
      const found = await credential(request);
      if (found.kind === 'token' && found.grant.conv !== conversationId) throw new SchalterError('Forbidden');
      return found;
    },
    checkOrigin,
  };
}
