import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useView } from '../context.ts';

interface EndedProps {
  readonly phone: string;
  readonly onRestarted: () => void;
}

/** In the composer's place when nothing can be written here: what happened, and what to do. */
export function Ended({ phone, onRestarted }: EndedProps): VNode {
  const { chat, state, say } = useView();
  const { connection } = state;
  const way = useRef<HTMLButtonElement>(null);
  // Whoever has just deleted everything stands where the question was.
  useEffect(() => {
    if (connection === 'deleted') way.current?.focus();
  }, [connection]);
  const words = {
    refused: 'status.refused',
    'signed-out': 'status.signedOut',
    deleted: 'delete.done',
    ended: 'status.ended',
  };
  const restart = (): void => {
    chat.restart();
    onRestarted();
  };
  return (
    <div class="question">
      <p role="status">{say(words[connection as keyof typeof words] ?? 'status.ended')}</p>
      {connection === 'refused' && (
        <a class="button" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
          {phone}
        </a>
      )}
      {connection === 'signed-out' && (
        <button type="button" class="button" onClick={() => location.reload()}>
          {say('status.reload')}
        </button>
      )}
      {(connection === 'deleted' || connection === 'ended') && (
        <button type="button" class="button" ref={way} onClick={restart}>
          {say('menu.restart')}
        </button>
      )}
    </div>
  );
}
