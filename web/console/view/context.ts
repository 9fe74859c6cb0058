import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import type { DeskState } from '../model/state.ts';
import { createWords, type Words } from '../words/words.ts';

export const WordsContext = createContext<Words>(createWords('de'));
export const useWords = (): Words => useContext(WordsContext);

/** The desk's state; the component is drawn again with each change. */
export function useDesk(desk: Desk): DeskState {
  const [state, setState] = useState(desk.state());
  useEffect(() => {
    setState(desk.state());
    return desk.subscribe(() => setState(desk.state()));
  }, [desk]);
  return state;
}

/** Now, moving on four times a minute: as fine as the words for waiting are. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What a page read from the service, and how to read it again. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'there'; readonly value: T };

/** Reads when drawn first and whenever `key` changes; what came before stays until the new is there. */
export function useLoaded<T>(
  desk: Desk,
  read: () => Promise<T>,
  key: string,
): readonly [Loaded<T>, () => void, (change: (value: T) => T) => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    read().then(
      (value) => {
        if (wanted) setLoaded({ kind: 'there', value });
      },
      (error: unknown) => {
        const code = desk.failure(error);
        if (wanted) setLoaded({ kind: 'failed', code });
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, turn]);
  const change = (next: (value: T) => T): void =>
    setLoaded((now) => (now.kind === 'there' ? { kind: 'there', value: next(now.value) } : now));
  return [loaded, () => setTurn(turn + 1), change];
}
