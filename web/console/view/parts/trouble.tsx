import { CircleAlert } from 'lucide';
import { useWords } from '../context.ts';
import { Icon } from './icon.tsx';

/** What went wrong, in words: what happened and what to do; null keeps its place for screen readers. */
export function Trouble({ code, name }: { code: string | null; name?: string | undefined }) {
  const words = useWords();
  return (
    <div role="alert">
      {code !== null && (
        <p class="trouble">
          <Icon of={CircleAlert} />
          {(words.code('failed', code) ?? words.say('failed.Internal')).replace('{name}', name ?? words.say('someone'))}
        </p>
      )}
    </div>
  );
}
