import type { DeskState } from '../../model/state.ts';
import type { Case } from '../../model/types.ts';
import { dueWords, momentWords } from '../../words/due.ts';
import { fullTime } from '../../words/times.ts';
import { labelWords, outcomeWords, priorityWords, teamWords } from '../../words/things.ts';
import { useWords } from '../context.ts';

/** The case as the desk keeps it: number, deadline, owner, team, and what a dialog collected. */
export function Facts({ item, state, now }: { item: Case; state: DeskState; now: number }) {
  const words = useWords();
  const { info, me } = state;
  const due = dueWords(item, now, words);
  const person = (one: { readonly userId: string; readonly name: string }): string =>
    one.userId === me.userId ? words.say('brief.you') : one.name;
  return (
    <section>
      <h4>{words.say('brief.case', { number: item.number })}</h4>
      <dl>
        {item.status !== 'resolved' && item.due !== null && (
          <>
            <dt>{words.say('brief.due')}</dt>
            <dd class={`due-${due.pressure}`} title={fullTime(item.due, words)}>
              {momentWords(item.due, now, words)}
              {item.awaits === 'staff' && item.snoozedUntil === null && ` (${due.words})`}
            </dd>
          </>
        )}
        <dt>{words.say('brief.owner')}</dt>
        <dd>{item.owner === null ? words.say('brief.nobody') : person(item.owner)}</dd>
        {item.assignment !== null && (
          <>
            <dt>{words.say('brief.assigned')}</dt>
            <dd>
              {person(item.assignment.to)}
              {item.assignment.word !== null && <q class="brief-word">{item.assignment.word}</q>}
            </dd>
          </>
        )}
        <dt>{words.say('brief.team')}</dt>
        <dd>{teamWords(info, item.team, words)}</dd>
        <dt>{words.say('brief.priority')}</dt>
        <dd>{priorityWords(item.priority, words)}</dd>
        {item.outcome !== null && (
          <>
            <dt>{words.say('brief.outcome')}</dt>
            <dd>{outcomeWords(info, item.outcome, words)}</dd>
          </>
        )}
        {item.reopened > 0 && (
          <>
            <dt>{words.say('brief.reopened')}</dt>
            <dd>{words.count('brief.times', item.reopened)}</dd>
          </>
        )}
        {item.details.map(({ id, title, value }) => (
          <div class="pair" key={id}>
            <dt>{title[words.language]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {item.labels.length > 0 && (
        <ul class="brief-labels" aria-label={words.say('brief.labels')}>
          {item.labels.map((id) => (
            <li class="chip plain" key={id}>
              {labelWords(info, id, words)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
