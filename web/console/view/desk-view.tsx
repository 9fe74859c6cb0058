import { useEffect, useRef, useState } from 'preact/hooks';
import type { CommandId } from '../keys/commands.ts';
import { useKeys, type Runs } from '../keys/use-keys.ts';
import type { Desk } from '../model/desk.ts';
import type { Language } from '../words/words.ts';
import { useFiles } from './brief/files.tsx';
import { useHelpers } from './brief/suggestions.tsx';
import { CaseOverlay } from './case-overlay.tsx';
import { CasesView } from './cases-view.tsx';
import { useDesk, useWords } from './context.ts';
import { caseOffers, commandOffers, pageOffers, textOffers } from './offers.ts';
import type { Overlay } from './overlay.ts';
import { Page } from './pages/page.tsx';
import { Alerts } from './parts/alerts.tsx';
import { Announcer } from './parts/announcer.tsx';
import { Connection } from './parts/connection.tsx';
import { Palette } from './parts/palette.tsx';
import { SessionEnd } from './parts/session-end.tsx';
import { Sheet } from './parts/sheet.tsx';
import { pages, Rail } from './rail.tsx';
import { useRoute, type Place } from './route.ts';
import { caseRuns, listRuns, type Hands } from './runs.ts';
import type { Settings } from './settings.ts';
import { Help } from './sheets/help.tsx';
import { Naming } from './sheets/naming.tsx';
import { PasswordForm } from './sheets/password.tsx';
import type { Writer } from './talk/composer.tsx';

interface DeskViewProps {
  readonly desk: Desk;
  readonly settings: Settings;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}

/** Some of the runs. */
const pick = (runs: Runs, ids: readonly CommandId[]): Runs =>
  Object.fromEntries(ids.flatMap((id) => (runs[id] === undefined ? [] : [[id, runs[id]]])));

/** The desk: its rail, the cases or another page, and what lies over them. */
export function DeskView({ desk, settings, onLanguage, onSignOut }: DeskViewProps) {
  const words = useWords();
  const state = useDesk(desk);
  const [asked, go] = useRoute();
  const [overlay, lay] = useState<Overlay | null>(state.me.named ? null : { kind: 'naming' });
  const writer = useRef<Writer | null>(null);
  const allowed = pages.filter(({ right }) => desk.can(right)).map(({ name }) => name);
  const place: Place =
    allowed.includes(asked.at) || allowed[0] === undefined
      ? asked
      : allowed[0] === 'cases'
        ? { at: 'cases', caseId: null }
        : { at: allowed[0] };
  const caseId = place.at === 'cases' ? place.caseId : null;
  useEffect(() => desk.select(caseId), [desk, caseId]);

  const item = state.selected === null ? undefined : state.cases.get(state.selected);
  const lastWord =
    item === undefined
      ? 0
      : (state.threads.get(item.id)?.entries.findLast(({ who, text }) => who === 'customer' && text !== null)?.seq ??
        0);
  const helpers = useHelpers(desk, item?.id ?? '', lastWord);
  const files = useFiles(desk, item, item === undefined ? undefined : state.threads.get(item.id));
  const hands: Hands = {
    desk,
    state,
    helpers,
    files,
    writer,
    lay,
    open: (next) => go({ at: 'cases', caseId: next }),
  };
  const inCases = place.at === 'cases';
  const around = listRuns(hands);
  const runs: Runs = {
    ...(inCases && item !== undefined && caseRuns(hands, item)),
    ...(inCases ? around : pick(around, ['palette', 'help'])),
  };
  useKeys(runs, settings.letters);

  const waiting = [...state.cases.values()].filter(({ status }) => status === 'waiting').length;
  const title = place.at === 'cases' ? 'Schalter' : `${words.code('page', place.at) ?? ''} · Schalter`;
  useEffect(() => {
    document.title = waiting === 0 ? title : `(${waiting}) ${title}`;
  }, [waiting, title]);

  const close = (kind: Overlay['kind']) => (): void => lay((now) => (now?.kind === kind ? null : now));
  return (
    <div class={`desk ${place.at === 'cases' && place.caseId !== null ? 'at-case' : 'at-list'}`}>
      <a
        class="skip"
        href="#conversation"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('conversation')?.focus();
        }}
      >
        {words.say(inCases ? 'skip.conversation' : 'skip.page')}
      </a>
      <Rail
        desk={desk}
        state={state}
        place={place}
        settings={settings}
        onHelp={() => lay({ kind: 'help' })}
        onName={() => lay({ kind: 'naming' })}
        onPassword={() => lay({ kind: 'password' })}
        onLanguage={onLanguage}
        onSignOut={onSignOut}
      />
      <div class="strips">
        <Connection connection={state.connection} />
        <SessionEnd desk={desk} me={state.me} />
        <Alerts desk={desk} state={state} onOpen={hands.open} />
      </div>
      {place.at === 'cases' ? (
        <CasesView hands={hands} runs={runs} letters={settings.letters} />
      ) : (
        <Page name={place.at} desk={desk} state={state} />
      )}
      <Announcer state={state} />
      {overlay?.kind === 'palette' && (
        <Palette
          label={words.say('palette.find')}
          offers={[
            ...commandOffers(runs, item, words),
            ...(runs.insert === undefined ? [] : textOffers(helpers, (text) => writer.current?.insert(text), words)),
            ...pageOffers(allowed, words),
            ...caseOffers(state.cases.values(), words),
          ]}
          onClose={close('palette')}
        />
      )}
      {overlay?.kind === 'help' && <Help settings={settings} onClose={close('help')} />}
      {overlay?.kind === 'naming' && (
        <Naming desk={desk} name={state.me.named ? state.me.name : ''} onClose={close('naming')} />
      )}
      {overlay?.kind === 'password' && (
        <Sheet title={words.say('menu.password')} onClose={close('password')}>
          <PasswordForm api={desk.api} onDone={close('password')} />
        </Sheet>
      )}
      {overlay !== null && 'caseId' in overlay && (
        <CaseOverlay key={overlay.kind} hands={hands} overlay={overlay} onClose={close(overlay.kind)} />
      )}
    </div>
  );
}
