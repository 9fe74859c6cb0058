import type { VNode } from 'preact';
import { useView } from '../context.ts';

interface EndedProps {
  readonly phone: string;
  readonly onRestarted: () => void;
}

/** In the composer's place when nothing can be written here: what happened, and what to do. */
export function Ended({ phone, onRestarted }: EndedProps): VNode {
  const { chat, state, say } = useView();
  const isRefused = state.connection === 'refused';
  return (
    <div class="question">
      <p>{say(isRefused ? 'status.refused' : 'status.ended')}</p>
      {isRefused ? (
        <a class="button" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
          {phone}
        </a>
      ) : (
        <button
          type="button"
          class="button"
          onClick={() => {
            chat.restart();
            onRestarted();
          }}
        >
          {say('menu.restart')}
        </button>
      )}
    </div>
  );
}
