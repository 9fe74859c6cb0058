import { useState } from 'preact/hooks';
import type { Target } from '../../model/api.ts';
import type { DeskState } from '../../model/state.ts';
import type { Case, Colleague, Team } from '../../model/types.ts';
import { dayAndTime } from '../../words/times.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';

interface AssignSheetProps {
  readonly item: Case;
  readonly state: DeskState;
  readonly onAssign: (to: Target, word: string) => void;
  readonly onClose: () => void;
}

/** From so many on one filters by typing. */
const many = 8;
/** As long as the service takes. */
const longest = 500;

const presenceOrder = ['available', 'away', 'offline'];
const works = new Set(['agent', 'lead', 'admin']);

/** Passes a case to a person or a team, with a word. */
export function AssignSheet({ item, state, onAssign, onClose }: AssignSheetProps) {
  const words = useWords();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState('');
  const [word, setWord] = useState('');
  const teams = state.info?.teams ?? [];
  const people = [...state.colleagues.values()]
    .filter(({ userId, role }) => userId !== state.me.userId && userId !== item.owner?.userId && works.has(role))
    .sort(
      (a, b) =>
        presenceOrder.indexOf(a.presence) - presenceOrder.indexOf(b.presence) ||
        a.load - b.load ||
        a.name.localeCompare(b.name),
    );
  const fits = (name: string): boolean => name.toLowerCase().includes(typed.trim().toLowerCase());
  const filtered = people.length + teams.length > many;
  const first = filtered ? null : people[0] === undefined ? `t:${teams[0]?.id ?? ''}` : `p:${people[0].userId}`;
  const save = (event: Event): void => {
    event.preventDefault();
    const [kind, id] = [chosen.slice(0, 1), chosen.slice(2)];
    if (id !== '') onAssign(kind === 'p' ? { userId: id } : { team: id }, word.trim());
  };
  const personHint = ({ presence, load, capacity }: Colleague): string =>
    `${words.code('presence', presence) ?? presence} · ${words.say('assign.load', { n: load, of: capacity })}`;
  const teamHint = ({ open, changesAt, waiting }: Team): string =>
    [
      open
        ? words.say('assign.open')
        : changesAt === null
          ? words.say('assign.closed')
          : words.say('assign.closedUntil', { time: dayAndTime(changesAt, words) }),
      words.count('assign.waiting', waiting),
    ].join(' · ');
  const line = (value: string, title: string, hint: string) => (
    <li key={value}>
      <label class="check">
        <input
          type="radio"
          name="to"
          value={value}
          checked={chosen === value}
          {...(value === first && { 'data-first': true })}
          onChange={() => setChosen(value)}
        />
        <span>
          {title}
          <span class="soft">{hint}</span>
        </span>
      </label>
    </li>
  );
  return (
    <Sheet title={words.say('assign.title')} onClose={onClose}>
      <form onSubmit={save}>
        {filtered && (
          <label>
            {words.say('assign.filter')}
            <input type="text" value={typed} data-first onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
        )}
        <fieldset class="pick">
          <legend>{words.say('assign.people')}</legend>
          <ul class="checks">
            {people.filter(({ name }) => fits(name)).map((one) => line(`p:${one.userId}`, one.name, personHint(one)))}
          </ul>
          {people.length === 0 && <p class="soft">{words.say('assign.alone')}</p>}
        </fieldset>
        <fieldset class="pick">
          <legend>{words.say('assign.teams')}</legend>
          <ul class="checks">
            {teams
              .filter(({ name }) => fits(name[words.language]))
              .map((team) => line(`t:${team.id}`, team.name[words.language], teamHint(team)))}
          </ul>
        </fieldset>
        <label>
          {words.say('assign.word')}
          <input
            type="text"
            value={word}
            maxLength={longest}
            placeholder={words.say('assign.wordExample')}
            onInput={(event) => setWord(event.currentTarget.value)}
          />
        </label>
        <div class="sheet-foot">
          <button class="primary" type="submit" disabled={chosen === ''}>
            {words.say('assign.save')}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
