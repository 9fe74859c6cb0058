import { useCallback, useEffect, useState } from 'preact/hooks';
import { codeOf, type Api } from '../model/api.ts';
import { createDesk, draftPrefix, type Desk } from '../model/desk.ts';
import type { Keep } from '../model/keep.ts';
import type { Me } from '../model/types.ts';
import { createWords, preferredLanguage, type Language } from '../words/words.ts';
import { WordsContext } from './context.ts';
import { DeskView } from './desk-view.tsx';
import { SignIn } from './sign-in.tsx';

type Place =
  | { readonly at: 'starting' }
  | { readonly at: 'door'; readonly why: 'first' | 'ended' | 'offline' }
  | { readonly at: 'desk'; readonly desk: Desk };

export interface AppProps {
  readonly api: Api;
  /** Texts that were begun; gone with the browser's tab and with signing out. */
  readonly drafts: Keep;
  /** Language and keys. */
  readonly settings: Keep;
}

/** The console: the door, and behind it the desk. */
export function App({ api, drafts, settings }: AppProps) {
  const [place, setPlace] = useState<Place>({ at: 'starting' });
  const [language, setLanguage] = useState<Language>(() =>
    preferredLanguage(settings.get('language'), navigator.languages),
  );
  const enter = useCallback(
    (me: Me) => {
      const desk = createDesk({ api, me, drafts, onSignedOut: () => setPlace({ at: 'door', why: 'ended' }) });
      setPlace({ at: 'desk', desk });
    },
    [api, drafts],
  );
  useEffect(() => {
    api.me().then(enter, (error: unknown) => {
      setPlace({ at: 'door', why: codeOf(error) === 'Offline' ? 'offline' : 'first' });
    });
  }, [api, enter]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const choose = (next: Language): void => {
    settings.set('language', next);
    setLanguage(next);
  };
  const leave = async (desk: Desk): Promise<void> => {
    desk.close();
    drafts.clear(draftPrefix);
    await api.signOut().catch(() => undefined);
    setPlace({ at: 'door', why: 'first' });
  };

  return (
    <WordsContext.Provider value={createWords(language)}>
      {place.at === 'door' && <SignIn api={api} why={place.why} onEntered={enter} onLanguage={choose} />}
      {place.at === 'desk' && (
        <DeskView desk={place.desk} settings={settings} onLanguage={choose} onSignOut={() => void leave(place.desk)} />
      )}
    </WordsContext.Provider>
  );
}
