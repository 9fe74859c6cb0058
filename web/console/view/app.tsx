import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Api } from '../model/api.ts';
import { codeOf } from '../model/call.ts';
import { createDesk, type Desk } from '../model/desk.ts';
import { draftPrefix } from '../model/drafts.ts';
import type { Keep } from '../model/keep.ts';
import type { Me } from '../model/types.ts';
import { createWords, preferredLanguage, type Language } from '../words/words.ts';
import { WordsContext } from './context.ts';
import { DeskView } from './desk-view.tsx';
import { NewPassword } from './door/new-password.tsx';
import { SignIn } from './door/sign-in.tsx';
import { useSettings } from './settings.ts';

type Place =
  | { readonly at: 'starting' }
  | { readonly at: 'door'; readonly why: 'first' | 'ended' | 'offline' }
  | { readonly at: 'password'; readonly me: Me }
  | { readonly at: 'desk'; readonly desk: Desk };

export interface AppProps {
  readonly api: Api;
  /** Texts that were begun; gone with the browser's tab and with signing out. */
  readonly drafts: Keep;
  /** Language, theme and keys. */
  readonly settings: Keep;
}

/** The console: the door, and behind it the desk. */
export function App({ api, drafts, settings: kept }: AppProps) {
  const [place, setPlace] = useState<Place>({ at: 'starting' });
  const settings = useSettings(kept);
  const [language, setLanguage] = useState<Language>(() =>
    preferredLanguage(kept.get('language'), navigator.languages),
  );
  const enter = useCallback(
    (me: Me) => {
      if (me.mustChangePassword) {
        setPlace({ at: 'password', me });
        return;
      }
      const desk = createDesk({ api, me, keep: drafts, onSignedOut: () => setPlace({ at: 'door', why: 'ended' }) });
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
    kept.set('language', next);
    setLanguage(next);
  };
  const leave = async (): Promise<void> => {
    if (place.at === 'desk') place.desk.close();
    drafts.clear(draftPrefix);
    await api.signOut().catch(() => undefined);
    setPlace({ at: 'door', why: 'first' });
  };

  return (
    <WordsContext.Provider value={createWords(language)}>
      {place.at === 'door' && <SignIn api={api} why={place.why} onEntered={enter} onLanguage={choose} />}
      {place.at === 'password' && <NewPassword api={api} me={place.me} onDone={enter} onLeave={() => void leave()} />}
      {place.at === 'desk' && (
        <DeskView desk={place.desk} settings={settings} onLanguage={choose} onSignOut={() => void leave()} />
      )}
    </WordsContext.Provider>
  );
}
