import { z } from 'zod';
import type { CaseOwner } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import type { Ids } from '../platform/ids.ts';
import { hashPassword, isPassword, type PasswordHash } from './password.ts';

/** A member of staff who may sign in; kept as an `account` record under the user name. */
export type Account = {
  /** How customers and colleagues read them. */
  readonly name: string;
  /** Whether they chose the name themselves; until then the console asks. */
  readonly named: boolean;
  readonly password: PasswordHash;
};

const accountForm = z.object({
  name: z.string(),
  named: z.boolean(),
  password: z.object({
    cost: z.number(),
    blockSize: z.number(),
    rounds: z.number(),
    salt: z.string(),
    hash: z.string(),
  }),
});

export interface Member extends CaseOwner {
  readonly named: boolean;
}

export interface Accounts {
  /** The member with these credentials, or null; an unknown name costs as much time as a wrong password. */
  signIn(username: string, password: string): Promise<Member | null>;
  member(userId: string): Promise<Member | null>;
  rename(userId: string, name: string): Promise<void>;
  /** Display names by user id. */
  names(): Promise<ReadonlyMap<string, string>>;
}

export interface AccountsOptions {
  readonly store: Store;
  readonly ids: Ids;
  /** The password of `admin` as set; undefined: one is made at the first start. */
  readonly adminPassword: string | undefined;
  /** Told once, when a password was made. */
  readonly onFirstPassword: (password: string) => void;
  /** Told when the setting replaced the password: open sessions must end. */
  readonly onNewPassword: (userId: string) => Promise<void>;
}

export const adminName = 'admin';

/** User names are the same in all spellings of case. */
const keyOf = (username: string): string => username.normalize('NFKC').trim().toLowerCase();

/** Opens the accounts; the user `admin` exists afterwards, with the password of the setting if there is one. */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { store, ids, adminPassword, onFirstPassword, onNewPassword } = options;

  const read = async (key: string): Promise<Account | null> => {
    const form = accountForm.safeParse(await store.record('account', key));
    return form.success ? form.data : null;
  };
  const write = (key: string, account: Account): Promise<void> =>
    store.writeRecords([{ kind: 'account', key, put: account }]);

  const admin = await read(adminName);
  if (admin === null) {
    const first = adminPassword ?? ids();
    await write(adminName, { name: 'Admin', named: false, password: await hashPassword(first, ids()) });
    if (adminPassword === undefined) onFirstPassword(first);
  } else if (adminPassword !== undefined && !(await isPassword(adminPassword, admin.password))) {
    await write(adminName, { ...admin, password: await hashPassword(adminPassword, ids()) });
    await onNewPassword(adminName);
  }
  // Checked in the place of an account that does not exist.
  const nobody = await hashPassword(ids(), ids());

  return {
    async signIn(username, password) {
      const key = keyOf(username);
      const account = await read(key);
      const right = await isPassword(password, account?.password ?? nobody);
      return account !== null && right ? { userId: key, name: account.name, named: account.named } : null;
    },
    async member(userId) {
      const account = await read(userId);
      return account === null ? null : { userId, name: account.name, named: account.named };
    },
    async rename(userId, name) {
      const account = await read(userId);
      if (account !== null) await write(userId, { ...account, name, named: true });
    },
    async names() {
      const found = await store.records('account');
      return new Map(
        [...found].flatMap(([key, value]) => {
          const form = accountForm.safeParse(value);
          return form.success ? [[key, form.data.name] as const] : [];
        }),
      );
    },
  };
}
