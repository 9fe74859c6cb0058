import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';

interface ConfirmSheetProps {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  /** It cannot be undone. */
  readonly grave?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says what a step does before it is done. */
export function ConfirmSheet({ title, text, action, grave = false, onConfirm, onClose }: ConfirmSheetProps) {
  const words = useWords();
  return (
    <Sheet title={title} onClose={onClose}>
      <p class="sheet-text">{text}</p>
      <div class="sheet-foot">
        <button type="button" {...(grave && { 'data-first': true })} onClick={onClose}>
          {words.say('cancel')}
        </button>
        <button
          class={grave ? 'grave' : 'primary'}
          type="button"
          {...(!grave && { 'data-first': true })}
          onClick={onConfirm}
        >
          {action}
        </button>
      </div>
    </Sheet>
  );
}
