import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import { useWords } from './context.ts';

interface NamingProps {
  readonly place: RefObject<HTMLDialogElement | null>;
  readonly desk: Desk;
  readonly name: string;
}

/** Asks for the name that customers read: at the first sign-in, and from the menu. */
export function Naming({ place, desk, name }: NamingProps) {
  const words = useWords();
  const [trouble, setTrouble] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current !== null) field.current.value = name;
  }, [name]);

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = field.current?.value.trim() ?? '';
    if (chosen === '') return;
    const code = await desk.rename(chosen);
    if (code === null) place.current?.close();
    setTrouble(code === null ? null : (words.code('failed', code) ?? words.say('failed.Internal')));
  };
  return (
    <dialog class="sheet" ref={place} aria-labelledby="naming-title">
      <form onSubmit={(event) => void save(event)}>
        <h2 id="naming-title">{words.say('naming.title')}</h2>
        <p class="soft">{words.say('naming.why')}</p>
        <label>
          {words.say('naming.label')}
          <input
            ref={field}
            type="text"
            maxLength={60}
            autocomplete="name"
            required
            placeholder={words.say('naming.example')}
          />
        </label>
        <div role="alert">{trouble !== null && <p class="trouble">{trouble}</p>}</div>
        <div class="sheet-foot">
          <button type="button" onClick={() => place.current?.close()}>
            {words.say('naming.later')}
          </button>
          <button class="primary" type="submit">
            {words.say('naming.save')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
