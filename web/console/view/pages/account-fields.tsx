import type { DeskInfo, Role } from '../../model/types.ts';
import { useWords } from '../context.ts';

export const roles = ['agent', 'lead', 'editor', 'auditor', 'admin'] as const;

interface RoleFieldProps {
  readonly role: Role;
  readonly disabled?: boolean;
  readonly onRole: (role: Role) => void;
}

/** What somebody may do, with what it means. */
export function RoleField({ role, disabled = false, onRole }: RoleFieldProps) {
  const words = useWords();
  return (
    <label>
      {words.say('account.role')}
      <select
        value={role}
        disabled={disabled}
        aria-describedby="role-what"
        onChange={(event) => {
          const found = roles.find((one) => one === event.currentTarget.value);
          if (found !== undefined) onRole(found);
        }}
      >
        {roles.map((one) => (
          <option key={one} value={one}>
            {words.code('role', one)}
          </option>
        ))}
      </select>
      <span class="hint" id="role-what">
        {words.code('roleWhat', role)}
      </span>
    </label>
  );
}

interface TeamsFieldProps {
  readonly info: DeskInfo | null;
  readonly teams: readonly string[];
  readonly onTeams: (teams: readonly string[]) => void;
}

/** The teams whose cases somebody is given. */
export function TeamsField({ info, teams, onTeams }: TeamsFieldProps) {
  const words = useWords();
  return (
    <fieldset class="pick">
      <legend>{words.say('account.teams')}</legend>
      <ul class="checks">
        {info?.teams.map(({ id, name }) => (
          <li key={id}>
            <label class="check">
              <input
                type="checkbox"
                checked={teams.includes(id)}
                onChange={(event) =>
                  onTeams(event.currentTarget.checked ? [...teams, id] : teams.filter((other) => other !== id))
                }
              />
              {name[words.language]}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
