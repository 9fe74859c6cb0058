import { Coffee, UserCheck } from 'lucide';
import { useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import type { Me } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

/** Whether one takes new cases: one switch, in words. */
export function Presence({ desk, me }: { desk: Desk; me: Me }) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const here = me.presence === 'available';
  const change = async (): Promise<void> => {
    setBusy(true);
    await desk.presence(here ? 'away' : 'available');
    setBusy(false);
  };
  return (
    <button
      class={here ? 'presence here' : 'presence'}
      type="button"
      role="switch"
      aria-checked={here}
      aria-label={words.say('presence.label')}
      title={words.say(here ? 'presence.hereTitle' : 'presence.awayTitle')}
      disabled={busy}
      onClick={() => void change()}
    >
      <Icon of={here ? UserCheck : Coffee} size={16} />
      {words.say(here ? 'presence.here' : 'presence.away')}
    </button>
  );
}
