import { Clock } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import type { Me } from '../../model/types.ts';
import { useNow, useWords } from '../context.ts';
import { Icon } from './icon.tsx';

/** Milliseconds before the end at which it is said. */
const warnMs = 5 * 60_000;

/** Says shortly before that the session ends for want of a sign of the person, and lets them stay. */
export function SessionEnd({ desk, me }: { desk: Desk; me: Me }) {
  const words = useWords();
  const now = useNow();
  const [end, setEnd] = useState({ at: me.endsAt, sure: false });
  useEffect(() => setEnd({ at: me.endsAt, sure: false }), [me.endsAt]);
  const near = Date.parse(end.at) - now < warnMs;
  useEffect(() => {
    // What the person did meanwhile has moved the end: ask without counting as a sign of them.
    if (near && !end.sure) desk.api.me(true).then(({ endsAt }) => setEnd({ at: endsAt, sure: true }), desk.failure);
    else if (!near && end.sure) setEnd({ ...end, sure: false });
  }, [near, end.sure]);
  return (
    <div role="status">
      {near && end.sure && (
        <p class="strip person">
          <Icon of={Clock} />
          <span class="strip-words">{words.say('session.ends')}</span>
          <button type="button" onClick={() => void desk.refreshMe()}>
            {words.say('session.stay')}
          </button>
        </p>
      )}
    </div>
  );
}
