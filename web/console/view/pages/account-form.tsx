import { useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import type { Account, DeskInfo } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Trouble } from '../parts/trouble.tsx';
import { RoleField, TeamsField } from './account-fields.tsx';

interface AccountFormProps {
  readonly desk: Desk;
  readonly info: DeskInfo | null;
  readonly account: Account;
  /** One's own: nobody takes their own rights away. */
  readonly own: boolean;
  readonly onDone: (account: Account) => void;
}

const shortest = 12;
const most = 20;

/** Changes an account, gives it a new first password, shuts it or opens it again. */
export function AccountForm({ desk, info, account, own, onDone }: AccountFormProps) {
  const words = useWords();
  const [name, setName] = useState(account.name);
  const [role, setRole] = useState(account.role);
  const [teams, setTeams] = useState(account.teams);
  const [capacity, setCapacity] = useState(account.capacity);
  const [password, setPassword] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const run = (call: () => Promise<Account>) => {
    call().then(onDone, (error: unknown) => setFailed(desk.failure(error)));
  };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(() =>
            desk.api.changeAccount(account.userId, { name: name.trim(), teams, capacity, ...(!own && { role }) }),
          );
        }}
      >
        <label>
          {words.say('account.nameLabel')}
          <input
            type="text"
            value={name}
            required
            maxLength={60}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <RoleField role={role} disabled={own} onRole={setRole} />
        <TeamsField info={info} teams={teams} onTeams={setTeams} />
        <label>
          {words.say('account.capacity')}
          <input
            type="number"
            min={1}
            max={most}
            value={capacity}
            required
            onInput={(event) => setCapacity(event.currentTarget.valueAsNumber)}
          />
        </label>
        <Trouble code={failed} />
        <div class="sheet-foot">
          <button class="primary" type="submit">
            {words.say('account.save')}
          </button>
        </div>
      </form>
      {!own && (
        <>
          <form
            class="sheet-line"
            onSubmit={(event) => {
              event.preventDefault();
              run(() => desk.api.setPassword(account.userId, password));
            }}
          >
            <label>
              {words.say('account.newPassword')}
              <input
                type="text"
                value={password}
                required
                minLength={shortest}
                autocomplete="off"
                spellcheck={false}
                onInput={(event) => setPassword(event.currentTarget.value)}
              />
            </label>
            <button type="submit">{words.say('account.setPassword')}</button>
          </form>
          <div class="sheet-line">
            <p class="soft">{words.say(account.disabled ? 'account.enableWhat' : 'account.disableWhat')}</p>
            <button
              type="button"
              class={account.disabled ? '' : 'grave'}
              onClick={() => run(() => desk.api.changeAccount(account.userId, { disabled: !account.disabled }))}
            >
              {words.say(account.disabled ? 'account.enable' : 'account.disable')}
            </button>
          </div>
        </>
      )}
    </>
  );
}
