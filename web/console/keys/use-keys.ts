import { useEffect } from 'preact/hooks';
import { isSingle, wishOf, worksInFields, type CommandId } from './commands.ts';

/** What can be done right now; what is missing has no meaning at the moment. */
export type Runs = Partial<Readonly<Record<CommandId, (digit: number) => void>>>;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/**
 * Listens for the desk's keys. Never in a field, except Escape and the palette; never over a sheet; single letters can be
 * switched off, since speech input types them by mistake (WCAG 2.2, 2.1.4).
 */
export function useKeys(runs: Runs, letters: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const wish = wishOf(event);
      if (wish === null || document.querySelector('dialog[open], [popover]:popover-open') !== null) return;
      if (isSingle(wish.id) && !letters) return;
      if (!worksInFields(wish.id) && isWriting(event.target)) return;
      const run = runs[wish.id];
      if (run === undefined) return;
      event.preventDefault();
      run(wish.digit);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
