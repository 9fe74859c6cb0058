import { useEffect, useState } from 'preact/hooks';

/** Whether a media query holds, now and after every change. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = (): void => setMatches(list.matches);
    update();
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [query]);
  return matches;
}

/** Fingers: a field that takes the focus would bring up the keyboard over what was just said. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;
