import { useEffect } from 'preact/hooks';
import type { RefObject } from 'preact';

/**
 * While the window fills the screen, the page behind it is out of reach, for the keyboard and for screen readers too.
 * @param host the widget's element, a child of the body
 */
export function useInertPage(active: boolean, host: HTMLElement): void {
  useEffect(() => {
    if (!active) return undefined;
    const others = [...document.body.children].filter(
      (element): element is HTMLElement => element instanceof HTMLElement && element !== host && !element.inert,
    );
    for (const element of others) element.inert = true;
    return () => {
      for (const element of others) element.inert = false;
    };
  }, [active, host]);
}

/** Keeps the window inside what the on-screen keyboard leaves free. */
export function useVisibleHeight(active: boolean, target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { visualViewport: viewport } = window;
    const element = target.current;
    if (!active || viewport === null || element === null) return undefined;
    const fit = (): void => {
      element.style.setProperty('--view-height', `${viewport.height}px`);
      element.style.setProperty('--view-top', `${viewport.offsetTop}px`);
    };
    fit();
    viewport.addEventListener('resize', fit);
    viewport.addEventListener('scroll', fit);
    return () => {
      viewport.removeEventListener('resize', fit);
      viewport.removeEventListener('scroll', fit);
    };
  }, [active, target]);
}
