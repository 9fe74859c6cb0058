import { ArrowRight, Siren, X } from 'lucide';
import type { Desk } from '../../model/desk.ts';
import type { DeskState } from '../../model/state.ts';
import { useWords } from '../context.ts';
import { Icon } from './icon.tsx';

interface AlertsProps {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly onOpen: (caseId: string) => void;
}

/** What needs eyes now, above everything; it takes no focus and goes when it was opened or put away. */
export function Alerts({ desk, state, onOpen }: AlertsProps) {
  const words = useWords();
  return (
    <div class="alerts" role="alert">
      {state.alerts.map(({ kind, caseId, number }) => (
        <p key={caseId} class={kind === 'assigned' ? 'strip person' : 'strip alarm'}>
          <Icon of={Siren} />
          <span class="strip-words">{(words.code('alert', kind) ?? kind).replace('{number}', number)}</span>
          <button type="button" onClick={() => onOpen(caseId)}>
            {words.say('alert.open')}
            <Icon of={ArrowRight} size={16} />
          </button>
          <button class="quiet" type="button" onClick={() => desk.dismiss(caseId)}>
            <Icon of={X} />
            <span class="unseen">{words.say('alert.dismiss')}</span>
          </button>
        </p>
      ))}
    </div>
  );
}
