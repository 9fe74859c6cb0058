import type { Figures } from '../../model/types.ts';
import { dayOnly } from '../../words/times.ts';
import { useWords } from '../context.ts';

/** In pixels of the drawing, which grows with its place. */
const height = 120;
const step = 24;
const bar = 8;

/** Cases that came and were resolved, day by day; the same as a table for those who do not see it. */
export function Days({ days }: { days: Figures['byDay'] }) {
  const words = useWords();
  const most = Math.max(1, ...days.flatMap(({ created, resolved }) => [created, resolved]));
  const high = (count: number): number => Math.round((count / most) * height);
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure class="card days">
      <figcaption>
        <strong>{words.say('figures.byDay')}</strong>
        <span class="days-key">
          <span class="key-created" /> {words.say('figures.created')} <span class="key-resolved" />{' '}
          {words.say('figures.resolved')}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${Math.max(1, days.length) * step} ${height}`}
        preserveAspectRatio="none"
        height={height}
        aria-hidden="true"
      >
        {days.map(({ day, created, resolved }, at) => (
          <g key={day}>
            <title>{`${dayOnly(day, words)}: ${created} / ${resolved}`}</title>
            <rect class="bar-created" x={at * step + 3} y={height - high(created)} width={bar} height={high(created)} />
            <rect
              class="bar-resolved"
              x={at * step + 3 + bar + 1}
              y={height - high(resolved)}
              width={bar}
              height={high(resolved)}
            />
          </g>
        ))}
      </svg>
      {first !== undefined && last !== undefined && (
        <p class="days-ends soft">
          <span>{dayOnly(first.day, words)}</span>
          <span>{words.say('figures.most', { n: most })}</span>
          <span>{dayOnly(last.day, words)}</span>
        </p>
      )}
      <table class="unseen">
        <caption>{words.say('figures.byDay')}</caption>
        <thead>
          <tr>
            <th>{words.say('figures.day')}</th>
            <th>{words.say('figures.created')}</th>
            <th>{words.say('figures.resolved')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, created, resolved }) => (
            <tr key={day}>
              <td>{dayOnly(day, words)}</td>
              <td>{created}</td>
              <td>{resolved}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
