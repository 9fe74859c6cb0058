import { CircleAlert } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from '../../model/api.ts';
import { ApiError } from '../../model/call.ts';
import type { Me } from '../../model/types.ts';
import type { Language } from '../../words/words.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Languages } from '../parts/languages.tsx';
import { Mark } from '../parts/mark.tsx';

interface SignInProps {
  readonly api: Api;
  readonly why: 'first' | 'ended' | 'offline';
  readonly onEntered: (me: Me) => void;
  readonly onLanguage: (language: Language) => void;
}

type Trouble = { readonly code: string; readonly minutes: number };

/** The door to the desk. */
export function SignIn({ api, why, onEntered, onLanguage }: SignInProps) {
  const words = useWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    document.title = `${words.say('signIn.title')} · Schalter`;
  }, [words]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (form.current === null) return;
    const fields = new FormData(form.current);
    const field = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    };
    setBusy(true);
    setTrouble(null);
    try {
      onEntered(await api.signIn(field('username'), field('password')));
    } catch (error) {
      const { code, retryAfter } = error instanceof ApiError ? error : new ApiError('Internal');
      setTrouble({ code, minutes: Math.max(1, Math.ceil((retryAfter ?? 60) / 60)) });
      setBusy(false);
      form.current.querySelector<HTMLInputElement>('[name=password]')?.select();
    }
  };

  const said = trouble === null ? null : words.code('signIn.failed', trouble.code);
  const failed =
    trouble === null ? null : (said ?? words.say('failed.Internal')).replace('{n}', String(trouble.minutes));
  return (
    <main class="door">
      <form class="door-card" ref={form} onSubmit={(event) => void submit(event)}>
        <Mark size={40} />
        <h1>{words.say('signIn.title')}</h1>
        <p class="soft">{words.say(why === 'ended' ? 'signIn.ended' : 'signIn.welcome')}</p>
        <label>
          {words.say('signIn.username')}
          <input
            name="username"
            type="text"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
        </label>
        <label>
          {words.say('signIn.password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <div role="alert">
          {failed !== null && (
            <p class="trouble">
              <Icon of={CircleAlert} />
              {failed}
            </p>
          )}
          {failed === null && why === 'offline' && (
            <p class="trouble">
              <Icon of={CircleAlert} />
              {words.say('signIn.failed.Offline')}
            </p>
          )}
        </div>
        <button class="primary" type="submit" disabled={busy}>
          {words.say(busy ? 'signIn.busy' : 'signIn.enter')}
        </button>
        <p class="hint">{words.say('signIn.help')}</p>
      </form>
      <Languages onChoose={onLanguage} />
    </main>
  );
}
