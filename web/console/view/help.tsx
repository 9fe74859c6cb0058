import { X } from 'lucide';
import type { RefObject } from 'preact';
import type { Label } from '../words/words.ts';
import { useWords } from './context.ts';
import { Icon } from './icon.tsx';

const keys: readonly (readonly [readonly string[], Label])[] = [
  [['J'], 'keys.next'],
  [['K'], 'keys.previous'],
  [['R'], 'keys.reply'],
  [['Enter'], 'keys.send'],
  [['Shift', 'Enter'], 'keys.line'],
  [['Esc'], 'keys.back'],
  [['?'], 'keys.help'],
];

interface HelpProps {
  readonly place: RefObject<HTMLDialogElement | null>;
  readonly letters: boolean;
  readonly onLetters: (on: boolean) => void;
}

/** The keys, and the switch that turns the letters off. */
export function Help({ place, letters, onLetters }: HelpProps) {
  const words = useWords();
  return (
    <dialog class="sheet" ref={place} aria-labelledby="help-title" closedby="any">
      <header>
        <h2 id="help-title">{words.say('keys.title')}</h2>
        <button class="quiet" type="button" onClick={() => place.current?.close()}>
          <Icon of={X} />
          <span class="unseen">{words.say('close')}</span>
        </button>
      </header>
      <dl class="keys">
        {keys.map(([names, label]) => (
          <div key={label}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{words.say(label)}</dd>
          </div>
        ))}
      </dl>
      <label class="switch">
        <input type="checkbox" checked={letters} onChange={(event) => onLetters(event.currentTarget.checked)} />
        <span>
          {words.say('keys.letters')}
          <span class="soft">{words.say('keys.lettersHint')}</span>
        </span>
      </label>
    </dialog>
  );
}
