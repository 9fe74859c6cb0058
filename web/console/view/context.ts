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
