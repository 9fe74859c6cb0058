import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import type { Keep } from '../model/keep.ts';
import { byResolved, groupCases, neighbour } from '../model/order.ts';
import type { Language } from '../words/words.ts';
import { Announcer } from './announcer.tsx';
import { Bar } from './bar.tsx';
import { CaseList } from './case-list.tsx';
import { Connection } from './connection.tsx';
import { useDesk, useWords } from './context.ts';
import { Conversation } from './conversation.tsx';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { Naming } from './naming.tsx';
import { useRoute } from './route.ts';
import { Welcome } from './welcome.tsx';

interface DeskViewProps {
  readonly desk: Desk;
  readonly settings: Keep;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}

/** The desk: list, conversation, brief. */
export function DeskView({ desk, settings, onLanguage, onSignOut }: DeskViewProps) {
  const words = useWords();
  const state = useDesk(desk);
  const [caseId, go] = useRoute();
  const [letters, setLetters] = useState(settings.get('keys') !== 'off');
  const help = useRef<HTMLDialogElement>(null);
  const naming = useRef<HTMLDialogElement>(null);
  useEffect(() => desk.select(caseId), [desk, caseId]);
  useEffect(() => {
    if (!state.me.named) naming.current?.showModal();
  }, [desk]);

  const visible = [...state.cases.values()].filter((item) => !state.held.has(item.id));
  const groups = groupCases(
    visible.filter((item) => item.status !== 'resolved'),
    state.me.userId,
  );
  const resolved = byResolved(visible.filter((item) => item.status === 'resolved'));
  const order = state.shown === 'resolved' ? resolved : [...groups.waiting, ...groups.mine, ...groups.others];
  const ids = order.map((item) => item.id);
  const waiting = groups.waiting.length + state.held.size;
  useEffect(() => {
    document.title = waiting === 0 ? 'Schalter' : `(${waiting}) Schalter`;
  }, [waiting]);

  const move = (step: 1 | -1): void => {
    const next = neighbour(ids, state.selected, step);
    if (next === null) return;
    const inList = document.activeElement?.closest('.list') !== null;
    go(next);
    if (inList) document.getElementById(`row-${next}`)?.focus();
  };
  useKeys(
    {
      next: () => move(1),
      previous: () => move(-1),
      reply: () => document.getElementById('reply')?.focus(),
      back() {
        const { activeElement } = document;
        const row = state.selected === null ? null : document.getElementById(`row-${state.selected}`);
        if (activeElement instanceof HTMLElement && activeElement.id === 'reply') activeElement.blur();
        else if (row === null || row.offsetParent === null) go(null);
        row?.focus();
      },
      help: () => help.current?.showModal(),
    },
    letters,
  );

  const selected = state.selected === null ? undefined : state.cases.get(state.selected);
  const failed = state.selected === null ? undefined : state.work.get(state.selected);
  const gone = selected === undefined && failed?.kind === 'failed' ? failed.code : null;
  return (
    <div class={caseId === null ? 'desk at-list' : 'desk at-case'}>
      <a
        class="skip"
        href="#conversation"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('conversation')?.focus();
        }}
      >
        {words.say('skip.conversation')}
      </a>
      <Bar
        me={state.me}
        waiting={waiting}
        mine={groups.mine.length}
        onHelp={() => help.current?.showModal()}
        onName={() => naming.current?.showModal()}
        onLanguage={onLanguage}
        onSignOut={onSignOut}
      />
      <Connection connection={state.connection} />
      <main class="floor">
        <h1 class="unseen">Schalter</h1>
        <CaseList desk={desk} state={state} groups={groups} resolved={resolved} onOpen={go} letters={letters} />
        <section class="stage" id="conversation" tabIndex={-1} aria-label={words.say('conversation.label')}>
          {selected === undefined ? (
            <Welcome
              waiting={groups.waiting[0] ?? null}
              loaded={state.loaded}
              gone={gone}
              onOpen={go}
              onBack={() => go(null)}
            />
          ) : (
            <Conversation
              key={selected.id}
              desk={desk}
              item={selected}
              state={state}
              next={groups.waiting.find((item) => item.id !== selected.id)?.id ?? null}
              onOpen={go}
            />
          )}
        </section>
      </main>
      <Announcer state={state} />
      <Help
        place={help}
        letters={letters}
        onLetters={(on) => {
          settings.set('keys', on ? null : 'off');
          setLetters(on);
        }}
      />
      <Naming place={naming} desk={desk} name={state.me.named ? state.me.name : ''} />
    </div>
  );
}
