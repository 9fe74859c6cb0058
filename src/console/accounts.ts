import type { CaseOwner } from '../conversation/case.ts';
import type { AuditEntry, Store } from '../conversation/store.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import { createSerial } from '../platform/serial.ts';
import { adminName, readAccount, type Account } from './account-record.ts';
import { hashPassword, isPassword } from './password.ts';

export type Member = CaseOwner & Omit<Account, 'password'>;

export interface Accounts {
  /** The member with these credentials, or null; an unknown or disabled name costs as much time as a wrong password. */
  signIn(username: string, password: string): Promise<Member | null>;
  /** Null where there is no such account, or it is disabled. */
  member(userId: string): Promise<Member | null>;
  /** All accounts, disabled ones too, by name. */
  all(): Promise<readonly Member[]>;
  /** Changes fields of an account. @throws SchalterError AccountNotFound */
  update(userId: string, fields: Partial<Omit<Account, 'password'>>, audit: readonly AuditEntry[]): Promise<Member>;
  /** Makes an account with a first password. @throws SchalterError UserExists */
  create(
    userId: string,
    account: Omit<Account, 'password'>,
    password: string,
    audit: readonly AuditEntry[],
  ): Promise<Member>;
  setPassword(
    userId: string,
    password: string,
    options: { readonly mustChange: boolean; readonly audit: readonly AuditEntry[] },
  ): Promise<Member>;
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

/** User names are the same in all spellings of case. */
export const userIdOf = (username: string): string => username.normalize('NFKC').trim().toLowerCase();

function memberOf(userId: string, account: Account): Member {
  const { password: _secret, ...rest } = account;
  return { userId, ...rest };
}

/** Opens the accounts; the user `admin` exists afterwards, with the password of the setting if there is one. */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { store, ids, adminPassword, onFirstPassword, onNewPassword } = options;

  const read = async (userId: string): Promise<Account | null> =>
    readAccount(userId, await store.record('account', userId));
  const need = async (userId: string): Promise<Account> => {
    const account = await read(userId);
    if (account === null) throw new SchalterError('AccountNotFound');
    return account;
  };
  // What is changed is read and written in one go: else a sign-in could undo what an administrator sets meanwhile.
  const serially = createSerial<string>();
  const write = (key: string, put: Account, audit: readonly AuditEntry[] = []): Promise<void> =>
    store.writeRecords([{ kind: 'account', key, put }], audit);

  const admin = await read(adminName);
  if (admin === null) {
    const first = adminPassword ?? ids();
    const made = readAccount(adminName, {
      name: 'Admin',
      named: false,
      password: await hashPassword(first, ids()),
    });
    if (made !== null) await write(adminName, made);
    if (adminPassword === undefined) onFirstPassword(first);
  } else if (adminPassword !== undefined && !(await isPassword(adminPassword, admin.password))) {
    await write(adminName, { ...admin, disabled: false, password: await hashPassword(adminPassword, ids()) });
    await onNewPassword(adminName);
  }
  // Checked in the place of an account that does not exist.
  const nobody = await hashPassword(ids(), ids());

  const all = async (): Promise<readonly Member[]> =>
    [...(await store.records('account'))].flatMap(([userId, value]) => {
      const account = readAccount(userId, value);
      return account === null ? [] : [memberOf(userId, account)];
    });

  return {
    async signIn(username, password) {
      const userId = userIdOf(username);
      const account = await read(userId);
      const right = await isPassword(password, account?.password ?? nobody);
      return account !== null && right && !account.disabled ? memberOf(userId, account) : null;
    },
    async member(userId) {
      const account = await read(userId);
      return account === null || account.disabled ? null : memberOf(userId, account);
    },
    all: async () =>
      [...(await all())].sort((a, b) => a.name.localeCompare(b.name, 'de') || (a.userId < b.userId ? -1 : 1)),
    update: (userId, fields, audit) =>
      serially(userId, async () => {
        const account = { ...(await need(userId)), ...fields };
        await write(userId, account, audit);
        return memberOf(userId, account);
      }),
    async create(userId, account, password, audit) {
      const made: Account = { ...account, password: await hashPassword(password, ids()) };
      return serially(userId, async () => {
        if ((await read(userId)) !== null) throw new SchalterError('UserExists');
        await write(userId, made, audit);
        return memberOf(userId, made);
      });
    },
    async setPassword(userId, password, { mustChange, audit }) {
      const hash = await hashPassword(password, ids());
      return serially(userId, async () => {
        const account: Account = { ...(await need(userId)), password: hash, mustChangePassword: mustChange };
        await write(userId, account, audit);
        return memberOf(userId, account);
      });
    },
    names: async () => new Map((await all()).map(({ userId, name }) => [userId, name])),
  };
}
