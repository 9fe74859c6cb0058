import { ListFilter, X } from 'lucide';
import { noFilter, type Filter } from '../../model/order.ts';
import type { Case, DeskInfo } from '../../model/types.ts';
import { channelWords, labelWords, reasonWords, teamWords } from '../../words/things.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

interface FiltersProps {
  readonly info: DeskInfo | null;
  /** The cases that are known: what occurs in none of them is not offered. */
  readonly cases: Iterable<Case>;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** Further conditions for the list. */
export function Filters({ info, cases, filter, onFilter }: FiltersProps) {
  const words = useWords();
  const all = [...cases];
  const distinct = (values: readonly string[], kept: string | null): readonly string[] =>
    [...new Set(kept === null ? values : [...values, kept])].sort();
  const fields: readonly {
    readonly name: keyof Filter;
    readonly values: readonly string[];
    readonly say: (value: string) => string;
  }[] = [
    {
      name: 'team',
      values: distinct(info?.teams.map(({ id }) => id) ?? [], filter.team),
      say: (id) => teamWords(info, id, words),
    },
    {
      name: 'reason',
      values: distinct(
        all.map(({ reason }) => reason),
        filter.reason,
      ),
      say: (reason) => reasonWords(reason, words),
    },
    {
      name: 'channel',
      values: distinct(
        all.map(({ channel }) => channel),
        filter.channel,
      ),
      say: (channel) => channelWords(channel, words),
    },
    {
      name: 'label',
      values: distinct(
        all.flatMap(({ labels }) => labels),
        filter.label,
      ),
      say: (id) => labelWords(info, id, words),
    },
  ];
  const active = fields.flatMap(({ name, say }) => {
    const value = filter[name];
    return value === null ? [] : [{ name, said: say(value) }];
  });
  return (
    <>
      <button class="quiet list-filter" type="button" popovertarget="filters" title={words.say('filter.title')}>
        <Icon of={ListFilter} />
        <span class="unseen">{words.say('filter.title')}</span>
      </button>
      <div class="filters" id="filters" popover="auto">
        {fields.map(({ name, values, say }) => (
          <label key={name}>
            {words.code('filter', name)}
            <select
              value={filter[name] ?? ''}
              onChange={(event) => onFilter({ ...filter, [name]: event.currentTarget.value || null })}
            >
              <option value="">{words.say('filter.any')}</option>
              {values.map((value) => (
                <option key={value} value={value}>
                  {say(value)}
                </option>
              ))}
            </select>
          </label>
        ))}
        <button type="button" disabled={active.length === 0} onClick={() => onFilter(noFilter)}>
          {words.say('filter.clear')}
        </button>
      </div>
      {active.length > 0 && (
        <ul class="list-active" aria-label={words.say('filter.active')}>
          {active.map(({ name, said }) => (
            <li key={name}>
              <button class="chip plain" type="button" onClick={() => onFilter({ ...filter, [name]: null })}>
                {said}
                <Icon of={X} size={14} name={words.say('filter.remove')} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
