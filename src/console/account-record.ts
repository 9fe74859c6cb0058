import { z } from 'zod';
import type { Role } from './contract.ts';
import type { PasswordHash } from './password.ts';
import { roles } from './rights.ts';

/** A member of staff who may sign in; kept as an `account` record under the user name. */
export type Account = {
  /** How customers and colleagues read them. */
  readonly name: string;
  /** Whether they chose the name themselves; until then the console asks. */
  readonly named: boolean;
  readonly role: Role;
  readonly password: PasswordHash;
  /** Somebody else set the password: it must be changed before anything else. */
  readonly mustChangePassword: boolean;
  readonly disabled: boolean;
  readonly teams: readonly string[];
  readonly languages: readonly string[];
  /** Open cases at a time that are given to them. */
  readonly capacity: number;
  readonly createdAt: number | null;
  readonly lastSignIn: number | null;
};

export const adminName = 'admin';
export const defaultCapacity = 4;

const form = z.object({
  name: z.string(),
  named: z.boolean(),
  role: z.enum(roles).optional(),
  password: z.object({
    cost: z.number(),
    blockSize: z.number(),
    rounds: z.number(),
    salt: z.string(),
    hash: z.string(),
  }),
  mustChangePassword: z.boolean().default(false),
  disabled: z.boolean().default(false),
  teams: z.array(z.string()).default([]),
  languages: z.array(z.string()).default(['de', 'en']),
  capacity: z.number().default(defaultCapacity),
  createdAt: z.number().nullable().default(null),
  lastSignIn: z.number().nullable().default(null),
});

/** Reads an account's record; null where it is none. Without a role `admin` is one, everybody else works on cases. */
export function readAccount(userId: string, value: unknown): Account | null {
  const { data } = form.safeParse(value);
  if (data === undefined) return null;
  return { ...data, role: data.role ?? (userId === adminName ? 'admin' : 'agent') };
}
