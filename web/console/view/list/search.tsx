import { Search, X } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

interface SearchFieldProps {
  /** What the list shows the hits of. */
  readonly searched: string;
  readonly onSearch: (words: string) => void;
}

/** Milliseconds without a stroke after which it is searched. */
const pauseMs = 250;

/** Finds cases by number, name and words. */
export function SearchField({ searched, onSearch }: SearchFieldProps) {
  const words = useWords();
  const [typed, setTyped] = useState(searched);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(searched), [searched]);
  useEffect(() => {
    if (typed.trim() === searched) return;
    const timer = setTimeout(() => onSearch(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const clear = (): void => {
    setTyped('');
    onSearch('');
    field.current?.focus();
  };
  return (
    <div class="search" role="search">
      <Icon of={Search} size={16} />
      <input
        id="search"
        ref={field}
        type="text"
        value={typed}
        placeholder={words.say('search.placeholder')}
        aria-label={words.say('search.label')}
        title={words.say('search.title')}
        aria-keyshortcuts="f"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && typed !== '') {
            event.preventDefault();
            clear();
          } else if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.querySelector<HTMLElement>('.list .row')?.focus();
          }
        }}
      />
      {typed !== '' && (
        <button class="quiet" type="button" onClick={clear}>
          <Icon of={X} size={16} />
          <span class="unseen">{words.say('search.clear')}</span>
        </button>
      )}
    </div>
  );
}
