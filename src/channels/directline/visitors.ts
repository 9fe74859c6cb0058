import { createHash, createSecretKey } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Json } from '../../conversation/head.ts';
import type { RecordChange, Store } from '../../conversation/store.ts';
import type { VisitorBinding } from '../../conversation/visitor.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import type { Grant } from './tokens.ts';

/** Longest user id, in characters. */
export const userIdLimit = 100;
const userId = z.string().min(1).max(userIdLimit);
const userName = z.string().max(200);

/** A user that the bank vouches for. */
export interface VouchedUser {
  readonly id: string;
  readonly name?: string | undefined;
}

/** Reads users that the bank has signed. @throws SchalterError Forbidden, TokenExpired */
export type ReadSignedUser = (signed: string) => Promise<VouchedUser>;

const signedUser = z.object({ sub: userId, name: userName.optional(), exp: z.number() });

/**
 * A signed user is a JWT, HS256 with the Direct Line secret, with `sub` (the user's id at the bank), `exp`, and
 * perhaps `name`.
 */
export function createSignedUsers(secret: string, clock: Clock): ReadSignedUser {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  return async (signed) => {
    try {
      const { payload } = await jwtVerify(signed, key, { algorithms: ['HS256'], currentDate: new Date(clock.now()) });
      const { sub, name } = signedUser.parse(payload);
      return { id: sub, name };
    } catch (error) {
      throw new SchalterError(error instanceof errors.JWTExpired ? 'TokenExpired' : 'Forbidden');
    }
  };
}

/** The binding as this channel keeps it: one that was made for a vouched user opens for that user only. */
type Binding = VisitorBinding & { readonly vouched?: true };

const bindingForm = z.object({
  conversationId: z.string(),
  userId: z.string(),
  vouched: z.literal(true).optional(),
});

/** Under what a resume credential's binding is kept: who reads the data folder learns no credential. */
export function resumeHash(resume: string): string {
  return createHash('sha256').update(resume).digest('base64url');
}

/** The record that binds a browser to the conversation which begins now; none where the token carries no credential. */
export function bindingOf({ conv, user, resume, vouched }: Grant): readonly RecordChange[] {
  if (resume === undefined) return [];
  const binding: Binding = { conversationId: conv, userId: user, ...(vouched && { vouched }) };
  return [{ kind: 'visitor', key: resume, put: binding as Json }];
}

/**
 * The conversation that a resume credential opens for this visitor, or null: unknown, erased, or somebody else's.
 * @param user who the bank says that it is; null for a visitor whom nobody vouches for
 */
export async function findBinding(
  store: Store,
  resume: string,
  user: VouchedUser | null,
): Promise<VisitorBinding | null> {
  const found = bindingForm.safeParse(await store.record('visitor', resumeHash(resume)));
  if (!found.success) return null;
  const { conversationId, userId: boundId, vouched = false } = found.data;
  if (user === null ? vouched : user.id !== boundId) return null;
  const head = await store.head(conversationId);
  return head === null || head.erased === true ? null : { conversationId, userId: boundId };
}
