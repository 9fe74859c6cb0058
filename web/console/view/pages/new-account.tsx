import { useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import type { Account, DeskInfo, Role } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Trouble } from '../parts/trouble.tsx';
import { RoleField, TeamsField } from './account-fields.tsx';

interface NewAccountFormProps {
  readonly desk: Desk;
  readonly info: DeskInfo | null;
  readonly onDone: (account: Account) => void;
}

/** As the service demands. */
const shortest = 12;

/** Makes an account with a first password, which its person changes at once. */
export function NewAccountForm({ desk, info, onDone }: NewAccountFormProps) {
  const words = useWords();
  const [username, setUsername] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [teams, setTeams] = useState<readonly string[]>(info?.teams.slice(0, 1).map(({ id }) => id) ?? []);
  const [password, setPassword] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      onDone(
        await desk.api.addAccount({
          username: username.trim().toLowerCase(),
          name: name.trim(),
          role,
          password,
          teams,
        }),
      );
    } catch (error) {
      setFailed(desk.failure(error));
    }
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <label>
        {words.say('account.username')}
        <input
          type="text"
          value={username}
          required
          minLength={2}
          maxLength={40}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          data-first
          aria-describedby="username-rule"
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
        <span class="hint" id="username-rule">
          {words.say('account.usernameRule')}
        </span>
      </label>
      <label>
        {words.say('account.nameLabel')}
        <input
          type="text"
          value={name}
          required
          maxLength={60}
          autocomplete="off"
          placeholder={words.say('naming.example')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <RoleField role={role} onRole={setRole} />
      <TeamsField info={info} teams={teams} onTeams={setTeams} />
      <label>
        {words.say('account.firstPassword')}
        <input
          type="text"
          value={password}
          required
          minLength={shortest}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="first-rule"
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <span class="hint" id="first-rule">
          {words.say('account.firstRule', { n: shortest })}
        </span>
      </label>
      <Trouble code={failed} />
      <div class="sheet-foot">
        <button class="primary" type="submit">
          {words.say('account.save')}
        </button>
      </div>
    </form>
  );
}
