import { ScrollText } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { TrailLine } from '../../model/types.ts';
import { fullTime, precise } from '../../words/times.ts';
import { useLoaded, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Loading } from './loading.tsx';
import type { PageProps } from './page.tsx';

/** Milliseconds without a stroke after which it is asked. */
const pauseMs = 300;

/** Who saw and did what, newest first. Nothing here can be changed. */
export function TrailPage({ desk }: PageProps) {
  const words = useWords();
  const [actor, setActor] = useState('');
  const [caseId, setCaseId] = useState('');
  const [asked, setAsked] = useState({ actor: '', caseId: '' });
  const [older, setOlder] = useState<readonly TrailLine[]>([]);
  const [next, setNext] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => {
      setOlder([]);
      setNext(undefined);
      setAsked({ actor: actor.trim(), caseId: caseId.trim() });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [actor, caseId]);
  const [loaded, again] = useLoaded(desk, () => desk.api.trail(asked), `${asked.actor} ${asked.caseId}`);
  const more = (before: string): void => {
    desk.api.trail({ ...asked, before }).then(
      (read) => {
        setOlder([...older, ...read.lines]);
        setNext(read.next);
      },
      (error: unknown) => desk.failure(error),
    );
  };
  const people = loaded.kind === 'there' ? [...new Set(loaded.value.lines.map((line) => line.actor))] : [];
  return (
    <div class="page-body">
      <div class="page-tools" role="search">
        <label>
          {words.say('trail.actor')}
          <input
            type="text"
            list="actors"
            value={actor}
            spellcheck={false}
            onInput={(event) => setActor(event.currentTarget.value)}
          />
        </label>
        <datalist id="actors">
          {people.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <label>
          {words.say('trail.case')}
          <input
            type="text"
            value={caseId}
            spellcheck={false}
            onInput={(event) => setCaseId(event.currentTarget.value)}
          />
        </label>
      </div>
      <Loading loaded={loaded} onAgain={again}>
        {(first) => {
          const lines = [...first.lines, ...older];
          const following = next === undefined ? first.next : next;
          if (lines.length === 0)
            return (
              <div class="empty">
                <Icon of={ScrollText} size={28} />
                <p>{words.say('trail.none')}</p>
              </div>
            );
          return (
            <>
              <div class="table-frame">
                <table>
                  <thead>
                    <tr>
                      <th>{words.say('trail.when')}</th>
                      <th>{words.say('trail.who')}</th>
                      <th>{words.say('trail.what')}</th>
                      <th>{words.say('trail.on')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {lines.map((line, at) => (
                      <tr key={at}>
                        <td title={fullTime(line.time, words)}>{precise(line.time, words)}</td>
                        <td data-label={words.say('trail.who')}>
                          {line.name ?? line.actor}
                          {line.name !== null && line.name !== line.actor && (
                            <span class="soft cell-more">{line.actor}</span>
                          )}
                        </td>
                        <td data-label={words.say('trail.what')}>
                          {words.code('trailAction', line.action) ?? line.action}
                        </td>
                        <td class="cell-id">{line.subject ?? line.caseId ?? line.conversationId ?? ''}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {following !== null && (
                <button class="list-more" type="button" onClick={() => more(following)}>
                  {words.say('trail.more')}
                </button>
              )}
            </>
          );
        }}
      </Loading>
    </div>
  );
}
