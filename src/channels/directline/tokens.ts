import { createSecretKey } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { Recent } from './recent.ts';
import type { SigningKey } from './secrets.ts';

/** What a token opens, and for whom. */
export interface Grant {
  /** The one conversation. */
  readonly conv: string;
  /** The user that every activity comes from; Web Chat and DirectLineJS read the claim by this name. */
  readonly user: string;
  /** The user's name, until the conversation has begun and keeps it. */
  readonly name?: string | undefined;
  /** Pages that may use the token; absent: those of the settings. */
  readonly origins?: readonly string[] | undefined;
  /** The language of the greeting. */
  readonly locale?: string | undefined;
  /** SHA-256 of the resume credential that is bound when the conversation begins. */
  readonly resume?: string | undefined;
  /** The bank vouched for the user: the binding opens for that user only. */
  readonly vouched?: true | undefined;
}

type CredentialType = 'token' | 'stream';

export interface Verified {
  readonly grant: Grant;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Issues and verifies the two kinds of credential: a token for requests, a stream credential for dialling a socket. */
export interface Tokens {
  readonly tokenSeconds: number;
  issue(type: CredentialType, grant: Grant): Promise<string>;
  /** @throws SchalterError TokenExpired; Forbidden for everything else that is not a credential of this type */
  verify(type: CredentialType, token: string): Promise<Verified>;
}

/** A socket must be dialled within this time after its address was given out, as with the original service. */
export const streamSeconds = 60;
/** Verified tokens that are remembered, so that a message costs a look-up and no signature: about 20 MB when full. */
const remembered = 25_000;

const claims = z.object({
  type: z.string(),
  conv: z.string(),
  user: z.string(),
  name: z.string().optional(),
  origins: z.array(z.string()).optional(),
  locale: z.string().optional(),
  resume: z.string().optional(),
  vouched: z.literal(true).optional(),
  exp: z.number(),
});

interface TokensOptions {
  readonly signingKeys: readonly SigningKey[];
  readonly tokenSeconds: number;
  readonly clock: Clock;
}

export function createTokens({ signingKeys, tokenSeconds, clock }: TokensOptions): Tokens {
  const keys = new Map(signingKeys.map(({ kid, bytes }) => [kid, createSecretKey(bytes)]));
  const newest = signingKeys[0];
  const signingKey = newest === undefined ? undefined : keys.get(newest.kid);
  if (newest === undefined || signingKey === undefined) throw new Error('Direct Line needs a signing key.');
  const known = new Recent<Verified>(remembered);

  const read = async (type: CredentialType, token: string): Promise<Verified> => {
    try {
      const { payload } = await jwtVerify(
        token,
        ({ kid }) => {
          const key = kid === undefined ? undefined : keys.get(kid);
          if (key === undefined) throw new SchalterError('Forbidden');
          return key;
        },
        { algorithms: ['HS256'], currentDate: new Date(clock.now()) },
      );
      const { type: found, exp, ...grant } = claims.parse(payload);
      if (found !== type) throw new SchalterError('Forbidden');
      return { grant, expires: exp * 1000 };
    } catch (error) {
      throw new SchalterError(error instanceof errors.JWTExpired ? 'TokenExpired' : 'Forbidden');
    }
  };

  return {
    tokenSeconds,
    issue(type, grant) {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ type, ...grant })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: newest.kid })
        .setIssuedAt(now)
        .setExpirationTime(now + (type === 'stream' ? streamSeconds : tokenSeconds))
        .sign(signingKey);
    },
    async verify(type, token) {
      // A stream credential is used once: remembering it would push out what is used often.
      const verified = (type === 'token' ? known.get(token) : undefined) ?? (await read(type, token));
      if (verified.expires <= clock.now()) {
        known.delete(token);
        throw new SchalterError('TokenExpired');
      }
      if (type === 'token') known.set(token, verified);
      return verified;
    },
  };
}
