import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Opens a dialog for as long as it is drawn, with the focus on what is marked as first. When it goes, the focus returns to
 * where it was, unless somebody has put it elsewhere.
 */
export function useModal(place: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    place.current?.showModal();
    place.current?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected)
          before.focus();
      });
    };
  }, []);
}
