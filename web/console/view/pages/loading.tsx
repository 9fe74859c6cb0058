import type { ComponentChildren } from 'preact';
import type { Loaded } from '../context.ts';
import { useWords } from '../context.ts';
import { Trouble } from '../parts/trouble.tsx';

interface LoadingProps<T> {
  readonly loaded: Loaded<T>;
  readonly onAgain: () => void;
  readonly children: (value: T) => ComponentChildren;
}

/** What was read, or that it could not be, and how to try again. */
export function Loading<T>({ loaded, onAgain, children }: LoadingProps<T>) {
  const words = useWords();
  if (loaded.kind === 'there') return <>{children(loaded.value)}</>;
  if (loaded.kind === 'loading')
    return (
      <p class="soft page-wait" role="status">
        {words.say('page.loading')}
      </p>
    );
  return (
    <div class="empty">
      <Trouble code={loaded.code} />
      <button type="button" onClick={onAgain}>
        {words.say('again')}
      </button>
    </div>
  );
}
