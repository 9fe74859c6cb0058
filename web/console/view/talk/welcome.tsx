import { ArrowLeft, ArrowRight, Coffee, MessagesSquare } from 'lucide';
import type { Case } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

interface WelcomeProps {
  readonly waiting: Case | null;
  readonly loaded: boolean;
  /** The code with which the case in the address could not be opened. */
  readonly gone: string | null;
  readonly onOpen: (caseId: string) => void;
  readonly onBack: () => void;
}

/** The middle while no case is open: what to do next. */
export function Welcome({ waiting, loaded, gone, onOpen, onBack }: WelcomeProps) {
  const words = useWords();
  if (gone !== null)
    return (
      <div class="empty stage-empty" role="alert">
        <p class="empty-title">{words.code('open.failed', gone) ?? words.say('open.failed.Internal')}</p>
        <button type="button" onClick={onBack}>
          <Icon of={ArrowLeft} />
          {words.say('conversation.back')}
        </button>
      </div>
    );
  if (!loaded) return null;
  return (
    <div class="empty stage-empty">
      <Icon of={waiting === null ? Coffee : MessagesSquare} size={32} />
      <p class="empty-title">{words.say(waiting === null ? 'welcome.calm' : 'welcome.waiting')}</p>
      <p class="soft">{words.say(waiting === null ? 'welcome.calmNext' : 'welcome.waitingNext')}</p>
      {waiting !== null && (
        <button class="primary" type="button" onClick={() => onOpen(waiting.id)}>
          {words.say('welcome.open')}
          <Icon of={ArrowRight} />
        </button>
      )}
    </div>
  );
}
