import { CircleAlert } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { Api } from '../../model/api.ts';
import { codeOf } from '../../model/call.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

/** As the service demands. */
const shortest = 12;

/** Changes one's own password. */
export function PasswordForm({ api, onDone }: { api: Api; onDone: () => void }) {
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (form.current === null) return;
    const fields = new FormData(form.current);
    const field = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    };
    if (field('next') !== field('again')) {
      setTrouble('Different');
      return;
    }
    try {
      await api.newPassword(field('old'), field('next'));
      onDone();
    } catch (error) {
      setTrouble(codeOf(error));
    }
  };
  return (
    <form ref={form} onSubmit={(event) => void save(event)}>
      <label>
        {words.say('password.old')}
        <input name="old" type="password" autocomplete="current-password" required data-first />
      </label>
      <label>
        {words.say('password.new')}
        <input
          name="next"
          type="password"
          autocomplete="new-password"
          minLength={shortest}
          required
          aria-describedby="password-rule"
        />
      </label>
      <p class="hint" id="password-rule">
        {words.say('password.rule', { n: shortest })}
      </p>
      <label>
        {words.say('password.again')}
        <input name="again" type="password" autocomplete="new-password" required />
      </label>
      <div role="alert">
        {trouble !== null && (
          <p class="trouble">
            <Icon of={CircleAlert} />
            {words.code('password.failed', trouble) ?? words.code('failed', trouble) ?? words.say('failed.Internal')}
          </p>
        )}
      </div>
      <div class="sheet-foot">
        <button class="primary" type="submit">
          {words.say('password.save')}
        </button>
      </div>
    </form>
  );
}
