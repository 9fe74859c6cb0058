import { useEffect } from 'preact/hooks';

/** What the keys do. */
export interface KeyActions {
  next(): void;
  previous(): void;
  reply(): void;
  back(): void;
  help(): void;
}

const byKey: Readonly<Record<string, keyof KeyActions>> = {
  j: 'next',
  k: 'previous',
  r: 'reply',
  Escape: 'back',
  '?': 'help',
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/**
 * Listens for the desk's keys. Never in a field, except Escape; never with Ctrl, Alt or ⌘, which belong to the browser;
 * letters can be switched off, since speech input types them by mistake (WCAG 2.2, 2.1.4).
 */
export function useKeys(actions: KeyActions, letters: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const name = byKey[event.key];
      if (name === undefined || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (document.querySelector('dialog[open], [popover]:popover-open') !== null) return;
      if (event.key !== 'Escape' && (!letters || isWriting(event.target))) return;
      event.preventDefault();
      actions[name]();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
