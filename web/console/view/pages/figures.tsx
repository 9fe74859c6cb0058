import { Download } from 'lucide';
import { useState } from 'preact/hooks';
import type { Figures } from '../../model/types.ts';
import { dayOf, lastDays } from '../../words/days.ts';
import { outcomeWords, reasonWords, teamWords } from '../../words/things.ts';
import { span } from '../../words/times.ts';
import { percent } from '../../words/understood.ts';
import { useLoaded, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Days } from './days.tsx';
import { Loading } from './loading.tsx';
import type { PageProps } from './page.tsx';

/** The last so many days. */
const spans = [1, 7, 28, 92] as const;

/** How the desk does, by the definitions of docs/measures.md. */
export function FiguresPage({ desk, state }: PageProps) {
  const words = useWords();
  const today = dayOf(new Date());
  const [from, setFrom] = useState(() => lastDays(7, new Date()));
  const [to, setTo] = useState(today);
  const [team, setTeam] = useState<string | null>(null);
  const asked = { from, to, team };
  const [loaded, again] = useLoaded(desk, () => desk.api.figures(asked), `${from} ${to} ${team ?? ''}`);
  return (
    <div class="page-body">
      <div class="page-tools">
        <div class="choice" role="group" aria-label={words.say('figures.span')}>
          {spans.map((days) => (
            <button
              key={days}
              type="button"
              aria-pressed={to === today && from === lastDays(days, new Date())}
              onClick={() => {
                setFrom(lastDays(days, new Date()));
                setTo(today);
              }}
            >
              {words.code('figuresSpan', String(days))}
            </button>
          ))}
        </div>
        <label>
          {words.say('figures.from')}
          <input
            type="date"
            value={from}
            max={to}
            onChange={(event) => event.currentTarget.value && setFrom(event.currentTarget.value)}
          />
        </label>
        <label>
          {words.say('figures.to')}
          <input
            type="date"
            value={to}
            min={from}
            max={today}
            onChange={(event) => event.currentTarget.value && setTo(event.currentTarget.value)}
          />
        </label>
        <label>
          {words.say('filter.team')}
          <select value={team ?? ''} onChange={(event) => setTeam(event.currentTarget.value || null)}>
            <option value="">{words.say('filter.any')}</option>
            {state.info?.teams.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[words.language]}
              </option>
            ))}
          </select>
        </label>
        <a class="button" href={desk.api.figuresFile(asked)} download>
          <Icon of={Download} />
          {words.say('figures.file')}
        </a>
      </div>
      <Loading loaded={loaded} onAgain={again}>
        {(figures) => (
          <>
            <Tiles figures={figures} />
            <Days days={figures.byDay} />
            <div class="figures-lists">
              <Shares
                title={words.say('figures.byReason')}
                rows={figures.byReason.map(({ reason, count }) => [reasonWords(reason, words), count])}
              />
              <Shares
                title={words.say('figures.byOutcome')}
                rows={figures.byOutcome.map(({ outcome, count }) => [outcomeWords(state.info, outcome, words), count])}
              />
              <Shares
                title={words.say('figures.byTeam')}
                rows={figures.byTeam.map(({ team: id, count }) => [teamWords(state.info, id, words), count])}
              />
            </div>
            <p class="soft">{words.say('figures.defined')}</p>
          </>
        )}
      </Loading>
    </div>
  );
}

function Tiles({ figures }: { figures: Figures }) {
  const words = useWords();
  const { cases, firstResponse, resolution, assistant, onTime } = figures;
  const time = (seconds: number | null): string => (seconds === null ? '–' : span(seconds * 1000, words));
  const tiles: readonly (readonly [string, string, string])[] = [
    [words.say('figures.created'), String(cases.created), words.say('figures.open', { n: cases.open })],
    [words.say('figures.resolved'), String(cases.resolved), words.say('figures.reopened', { n: cases.reopened })],
    [
      words.say('figures.first'),
      time(firstResponse.median),
      words.say('figures.ninety', { time: time(firstResponse.p90), n: firstResponse.count }),
    ],
    [
      words.say('figures.resolution'),
      time(resolution.median),
      words.say('figures.ninety', { time: time(resolution.p90), n: resolution.count }),
    ],
    [words.say('figures.onTime'), onTime === null ? '–' : percent(onTime, words), words.say('figures.onTimeWhat')],
    [
      words.say('figures.assistant'),
      time(assistant.median),
      words.say('figures.ninety', { time: time(assistant.p90), n: assistant.count }),
    ],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value, more]) => (
        <div class="card tile" key={name}>
          <dt>{name}</dt>
          <dd class="tile-value">{value}</dd>
          <dd class="soft">{more}</dd>
        </div>
      ))}
    </dl>
  );
}

function Shares({ title, rows }: { title: string; rows: readonly (readonly [string, number])[] }) {
  const words = useWords();
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return (
    <section class="card">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="soft">{words.say('figures.nothing')}</p>
      ) : (
        <ul class="shares">
          {[...rows]
            .sort((a, b) => b[1] - a[1])
            .map(([name, count]) => (
              <li key={name}>
                <span>{name}</span>
                <span>{count}</span>
                <meter min={0} max={most} value={count} aria-hidden="true" />
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
