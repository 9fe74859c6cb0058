import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useWords } from '../context.ts';
import { Icon } from './icon.tsx';
import { useModal } from './use-modal.ts';

interface SheetProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A sheet over the desk, open for as long as it is drawn; Escape and a click beside it close it. */
export function Sheet({ title, wide = false, onClose, children }: SheetProps) {
  const words = useWords();
  const place = useRef<HTMLDialogElement>(null);
  useModal(place);
  return (
    <dialog
      class={wide ? 'sheet wide-sheet' : 'sheet'}
      ref={place}
      aria-labelledby="sheet-title"
      closedby="any"
      onClose={onClose}
    >
      <header>
        <h2 id="sheet-title">{title}</h2>
        <button class="quiet" type="button" onClick={() => place.current?.close()}>
          <Icon of={X} />
          <span class="unseen">{words.say('close')}</span>
        </button>
      </header>
      {children}
    </dialog>
  );
}
