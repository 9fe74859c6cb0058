import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useView } from '../context.ts';
import type { ChatState } from '../state/types.ts';

interface EndedProps {
  readonly phone: string;
  readonly onRestarted: () => void;
}

function wordsFor(connection: ChatState['connection']): string {
  switch (connection) {
    case 'refused':
      return 'status.refused';
    case 'signed-out':
      return 'status.signedOut';
    case 'deleted':
      return 'delete.done';
    default:
      return 'status.ended';
  }
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
  const restart = (): void => {
    chat.restart();
    onRestarted();
  };
  return (
    <div class="question">
      <p role="status">{say(wordsFor(connection))}</p>
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
