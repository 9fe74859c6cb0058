import { ArrowUp, Inbox, Siren } from 'lucide';
import type { Desk } from '../../model/desk.ts';
import { noFilter, type ViewName } from '../../model/order.ts';
import { fitting, freshCases } from '../../model/reduce.ts';
import type { DeskState } from '../../model/state.ts';
import { reasonWords } from '../../words/things.ts';
import { useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { CaseRow } from './case-row.tsx';
import { Filters } from './filters.tsx';
import { Presence } from './presence.tsx';
import { SearchField } from './search.tsx';

interface CaseListProps {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly letters: boolean;
  readonly onOpen: (caseId: string) => void;
}

const views = ['due', 'mine', 'all', 'later', 'resolved'] as const;
const counted: readonly ViewName[] = ['due', 'mine', 'later'];

/** What is due next, first of all: one list, with what narrows it. */
export function CaseList({ desk, state, letters, onOpen }: CaseListProps) {
  const words = useWords();
  const now = useNow();
  const { view, order, cases, me } = state;
  const found = view.name === 'found';
  const rows = order.flatMap((id) => cases.get(id) ?? []);
  const nothing = state.loaded && !state.reading && state.failed === null && rows.length === 0;
  const count = (name: ViewName): number => fitting({ ...state, view: { ...view, name, filter: noFilter } }).length;
  return (
    <section class="list" aria-label={words.say('list.label')}>
      <div class="list-head">
        <h2>{words.say('list.title')}</h2>
        {desk.can('presence.set') && <Presence desk={desk} me={me} />}
      </div>
      <div class="list-tools">
        <SearchField
          searched={view.search}
          onSearch={(search) =>
            desk.show(search === '' ? { ...view, name: 'due', search } : { ...view, name: 'found', search })
          }
        />
        <Filters
          info={state.info}
          cases={cases.values()}
          filter={view.filter}
          onFilter={(filter) => desk.show({ ...view, filter })}
        />
      </div>
      {found ? (
        <p class="list-found" role="status">
          {state.reading ? words.say('search.running') : words.count('search.found', state.total)}
        </p>
      ) : (
        <div class="views" role="group" aria-label={words.say('list.filter')}>
          {views.map((name) => {
            const n = counted.includes(name) ? count(name) : 0;
            return (
              <button
                key={name}
                type="button"
                aria-pressed={view.name === name}
                onClick={() => desk.show({ ...view, name })}
              >
                {words.code('view', name)}
                {n > 0 && <span class="views-count">{n}</span>}
              </button>
            );
          })}
        </div>
      )}
      <Fresh desk={desk} state={state} />
      <div class="list-scroll">
        {state.failed !== null && (
          <div class="empty" role="alert">
            <p>{words.code('list.failed', state.failed) ?? words.say('list.failed.Internal')}</p>
            <button type="button" onClick={() => void desk.reload()}>
              {words.say('again')}
            </button>
          </div>
        )}
        {nothing && (
          <div class="empty">
            <Icon of={Inbox} size={28} />
            <p>{words.code('empty', view.name)}</p>
            <p class="soft">{words.code('emptyNext', view.name)}</p>
          </div>
        )}
        <ul>
          {rows.map((item) => (
            <CaseRow
              key={item.id}
              item={item}
              me={me.userId}
              now={now}
              selected={state.selected === item.id}
              unread={state.unread.has(item.id)}
              onOpen={onOpen}
            />
          ))}
        </ul>
        {state.more !== null && (
          <button class="list-more" type="button" onClick={() => desk.more()}>
            {words.say('list.more')}
          </button>
        )}
      </div>
      {letters && rows.length > 1 && (
        <p class="list-keys wide">
          <kbd>J</kbd> <kbd>K</kbd> {words.say('list.keys')}
        </p>
      )}
    </section>
  );
}

/** The line that stands in for what came meanwhile, so that nothing jumps; fraud and despair with word and sign. */
function Fresh({ desk, state }: { desk: Desk; state: DeskState }) {
  const words = useWords();
  const fresh = freshCases(state);
  if (fresh.length === 0) return null;
  const urgent = fresh.find((item) => item.priority === 0);
  return (
    <button class={urgent === undefined ? 'fresh' : 'fresh urgent'} type="button" onClick={() => desk.release()}>
      <Icon of={urgent === undefined ? ArrowUp : Siren} size={16} />
      <span>
        {words.count('list.fresh', fresh.length)}
        {urgent !== undefined && <strong>: {reasonWords(urgent.reason, words)}</strong>}
      </span>
    </button>
  );
}
