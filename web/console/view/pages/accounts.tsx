import { UserPlus } from 'lucide';
import { useState } from 'preact/hooks';
import type { Account } from '../../model/types.ts';
import { teamWords } from '../../words/things.ts';
import { dayAndTime } from '../../words/times.ts';
import { useLoaded, useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { AccountForm } from './account-form.tsx';
import { Loading } from './loading.tsx';
import { NewAccountForm } from './new-account.tsx';
import type { PageProps } from './page.tsx';

/** Who may sign in, and as what. */
export function AccountsPage({ desk, state }: PageProps) {
  const words = useWords();
  const now = useNow();
  const [loaded, again, change] = useLoaded(desk, desk.api.accounts, '');
  const [sheet, setSheet] = useState<
    { readonly at: 'new' } | { readonly at: 'account'; readonly userId: string } | null
  >(null);
  const [failed, setFailed] = useState<string | null>(null);
  const take = (account: Account): void =>
    change((all) =>
      all.some(({ userId }) => userId === account.userId)
        ? all.map((one) => (one.userId === account.userId ? account : one))
        : [...all, account],
    );
  const unlock = async (userId: string): Promise<void> => {
    try {
      take(await desk.api.unlock(userId));
      setFailed(null);
    } catch (error) {
      setFailed(desk.failure(error));
    }
  };
  const opened =
    loaded.kind === 'there'
      ? loaded.value.find(({ userId }) => sheet?.at === 'account' && userId === sheet.userId)
      : undefined;
  const standing = ({ disabled, lockedUntil, mustChangePassword }: Account): string => {
    if (disabled) return words.say('account.disabled');
    if (lockedUntil !== null && Date.parse(lockedUntil) > now)
      return words.say('account.locked', { time: dayAndTime(lockedUntil, words) });
    return words.say(mustChangePassword ? 'account.new' : 'account.active');
  };
  return (
    <div class="page-body">
      <div class="page-tools">
        <button class="primary" type="button" onClick={() => setSheet({ at: 'new' })}>
          <Icon of={UserPlus} />
          {words.say('account.add')}
        </button>
      </div>
      <Trouble code={failed} />
      <Loading loaded={loaded} onAgain={again}>
        {(accounts) => (
          <div class="table-frame">
            <table>
              <thead>
                <tr>
                  <th>{words.say('account.name')}</th>
                  <th>{words.say('account.role')}</th>
                  <th>{words.say('account.teams')}</th>
                  <th>{words.say('account.state')}</th>
                  <th>{words.say('account.last')}</th>
                  <th>
                    <span class="unseen">{words.say('account.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {accounts.map((account) => (
                  <tr key={account.userId} class={account.disabled ? 'faded' : ''}>
                    <td>
                      {account.name}
                      <span class="soft cell-more">{account.userId}</span>
                    </td>
                    <td data-label={words.say('account.role')}>{words.code('role', account.role)}</td>
                    <td data-label={words.say('account.teams')}>
                      {account.teams.map((id) => teamWords(state.info, id, words)).join(', ')}
                    </td>
                    <td data-label={words.say('account.state')}>{standing(account)}</td>
                    <td data-label={words.say('account.last')}>
                      {account.lastSignIn === null ? words.say('account.never') : dayAndTime(account.lastSignIn, words)}
                    </td>
                    <td class="cell-actions">
                      {account.lockedUntil !== null && Date.parse(account.lockedUntil) > now && (
                        <button type="button" onClick={() => void unlock(account.userId)}>
                          {words.say('account.unlock')}
                        </button>
                      )}
                      <button type="button" onClick={() => setSheet({ at: 'account', userId: account.userId })}>
                        {words.say('account.change')}
                        <span class="unseen"> {account.name}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loading>
      {sheet?.at === 'new' && (
        <Sheet title={words.say('account.add')} onClose={() => setSheet(null)}>
          <NewAccountForm
            desk={desk}
            info={state.info}
            onDone={(account) => {
              take(account);
              setSheet(null);
            }}
          />
        </Sheet>
      )}
      {opened !== undefined && (
        <Sheet title={opened.name} onClose={() => setSheet(null)}>
          <AccountForm
            desk={desk}
            info={state.info}
            account={opened}
            own={opened.userId === state.me.userId}
            onDone={(account) => {
              take(account);
              setSheet(null);
            }}
          />
        </Sheet>
      )}
    </div>
  );
}
