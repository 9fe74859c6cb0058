import { Undo2 } from 'lucide';
import type { HeldReply } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { MarkedText } from '../parts/marked-text.tsx';

/** A reply that leaves in some seconds and can be taken back until then. */
export function HeldLine({ held, me, onUndo }: { held: HeldReply; me: string; onUndo: () => void }) {
  const words = useWords();
  return (
    <li class="said by-staff named held">
      <p class="said-meta">
        <span class="said-who">{held.by.name}</span>
      </p>
      <div class="said-body">
        <MarkedText text={held.text} />
      </div>
      <p class="said-state">
        {words.say('held.leaves')}
        {held.by.userId === me && (
          <button type="button" title={words.say('held.undoTitle')} aria-keyshortcuts="u" onClick={onUndo}>
            <Icon of={Undo2} size={14} />
            {words.say('held.undo')}
          </button>
        )}
      </p>
    </li>
  );
}
