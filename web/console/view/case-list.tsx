import { ArrowUp, Inbox, Siren } from 'lucide';
import type { Desk } from '../model/desk.ts';
import type { Groups } from '../model/order.ts';
import type { DeskState } from '../model/state.ts';
import type { Case } from '../model/types.ts';
import type { Label } from '../words/words.ts';
import { CaseRow } from './case-row.tsx';
import { useNow, useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { reasonWords } from './reasons.ts';

interface CaseListProps {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly groups: Groups;
  readonly resolved: readonly Case[];
  readonly letters: boolean;
  readonly onOpen: (caseId: string) => void;
}

/** What is due, first of all. */
export function CaseList({ desk, state, groups, resolved, letters, onOpen }: CaseListProps) {
  const words = useWords();
  const now = useNow();
  const group = (label: Label, items: readonly Case[]) =>
    items.length > 0 && (
      <section class="group" key={label}>
        <h3>
          {words.say(label)} <span class="group-count">{items.length}</span>
        </h3>
        <ul>
          {items.map((item) => (
            <CaseRow
              key={item.id}
              item={item}
              me={state.me.userId}
              now={now}
              selected={state.selected === item.id}
              unread={state.unread.has(item.id)}
              onOpen={onOpen}
            />
          ))}
        </ul>
      </section>
    );
  const open = groups.waiting.length + groups.mine.length + groups.others.length;
  const nothing = state.loaded && state.failed === null && (state.shown === 'open' ? open : resolved.length) === 0;

  return (
    <nav class="list" aria-label={words.say('list.label')}>
      <div class="list-head">
        <h2>{words.say('list.title')}</h2>
        <div class="choice" role="group" aria-label={words.say('list.filter')}>
          {(['open', 'resolved'] as const).map((shown) => (
            <button key={shown} type="button" aria-pressed={state.shown === shown} onClick={() => desk.show(shown)}>
              {words.say(shown === 'open' ? 'list.open' : 'list.resolved')}
            </button>
          ))}
        </div>
      </div>
      <Held state={state} onRelease={() => desk.release()} />
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
            <p>{words.say(state.shown === 'open' ? 'list.empty' : 'list.emptyResolved')}</p>
            <p class="soft">{words.say(state.shown === 'open' ? 'list.emptyNext' : 'list.emptyResolvedNext')}</p>
          </div>
        )}
        {state.shown === 'open' ? (
          <>
            {group('list.waiting', groups.waiting)}
            {group('list.mine', groups.mine)}
            {group('list.others', groups.others)}
          </>
        ) : (
          group('list.done', resolved)
        )}
      </div>
      {letters && open > 1 && (
        <p class="list-keys wide">
          <kbd>J</kbd> <kbd>K</kbd> {words.say('list.keys')}
        </p>
      )}
    </nav>
  );
}

/** The line that stands in for what came meanwhile, so that nothing jumps; fraud and despair with word and sign. */
function Held({ state, onRelease }: { state: DeskState; onRelease: () => void }) {
  const words = useWords();
  if (state.held.size === 0 || state.shown === 'resolved') return null;
  const urgent = [...state.held].map((id) => state.cases.get(id)).find((item) => item?.priority === 0);
  return (
    <button class={urgent === undefined ? 'held' : 'held urgent'} type="button" onClick={onRelease}>
      <Icon of={urgent === undefined ? ArrowUp : Siren} size={16} />
      <span>
        {words.count('list.held', state.held.size)}
        {urgent !== undefined && <strong>: {reasonWords(urgent.reason, words)}</strong>}
      </span>
    </button>
  );
}
