import { useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';
import { Trouble } from '../parts/trouble.tsx';

interface NamingProps {
  readonly desk: Desk;
  readonly name: string;
  readonly onClose: () => void;
}

/** As long as the service takes. */
const longest = 60;

/** Asks for the name that customers read: at the first sign-in, and from the menu. */
export function Naming({ desk, name, onClose }: NamingProps) {
  const words = useWords();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [typed, setTyped] = useState(name);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = typed.trim();
    if (chosen === '') return;
    const code = await desk.rename(chosen);
    setTrouble(code);
    if (code === null) onClose();
  };
  return (
    <Sheet title={words.say('naming.title')} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <p class="soft">{words.say('naming.why')}</p>
        <label>
          {words.say('naming.label')}
          <input
            type="text"
            value={typed}
            maxLength={longest}
            autocomplete="name"
            required
            data-first
            placeholder={words.say('naming.example')}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <Trouble code={trouble} />
        <div class="sheet-foot">
          <button type="button" onClick={onClose}>
            {words.say('naming.later')}
          </button>
          <button class="primary" type="submit">
            {words.say('naming.save')}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
