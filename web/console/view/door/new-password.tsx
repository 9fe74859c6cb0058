import { CircleAlert } from 'lucide';
import { useState } from 'preact/hooks';
import type { Api } from '../../model/api.ts';
import { codeOf } from '../../model/call.ts';
import type { Me } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Mark } from '../parts/mark.tsx';
import { PasswordForm } from '../sheets/password.tsx';

interface NewPasswordProps {
  readonly api: Api;
  readonly me: Me;
  readonly onDone: (me: Me) => void;
  readonly onLeave: () => void;
}

/** Between door and desk: a password that somebody else set is changed first. */
export function NewPassword({ api, me, onDone, onLeave }: NewPasswordProps) {
  const words = useWords();
  const [trouble, setTrouble] = useState<string | null>(null);
  return (
    <main class="door">
      <div class="door-card">
        <Mark size={40} />
        <h1>{words.say('password.first')}</h1>
        <p class="soft">{words.say('password.firstWhy', { name: me.userId })}</p>
        <PasswordForm
          api={api}
          onDone={() => {
            api.me().then(onDone, (error: unknown) => setTrouble(codeOf(error)));
          }}
        />
        <div role="alert">
          {trouble !== null && (
            <p class="trouble">
              <Icon of={CircleAlert} />
              {words.code('failed', trouble) ?? words.say('failed.Internal')}
            </p>
          )}
        </div>
        <button class="quiet" type="button" onClick={onLeave}>
          {words.say('menu.signOut')}
        </button>
      </div>
    </main>
  );
}
