import type { VNode } from 'preact';
import { useView } from '../context.ts';
import type { Choice } from '../state/types.ts';

interface ChipsProps {
  readonly choices: readonly Choice[];
  /** The chip is gone with the tap: the focus needs another place. */
  readonly onChosen: () => void;
}

export function Chips({ choices, onChosen }: ChipsProps): VNode | null {
  const { chat, say } = useView();
  if (choices.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label={say('message.choices')}>
      {choices.map((choice) => (
        <button
          key={choice.title}
          type="button"
          class="chip"
          onClick={() => {
            chat.choose(choice);
            onChosen();
          }}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}
