import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { Question } from './question.tsx';

interface DeleteQuestionProps {
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Asks, deletes, and says why where that is not possible. Done: the window says so itself. */
export function DeleteQuestion({ onBack, onDone }: DeleteQuestionProps): VNode {
  const { chat, say, bank } = useView();
  const [trouble, setTrouble] = useState<'open-case' | 'failed' | null>(null);
  const erase = async (): Promise<void> => {
    const outcome = await chat.erase();
    if (outcome === 'deleted') onDone();
    else setTrouble(outcome);
  };
  return (
    <Question
      yes={trouble === 'open-case' ? null : say('delete.yes')}
      no={say('restart.no')}
      onYes={() => void erase()}
      onNo={onBack}
    >
      <p>{say('delete.question')}</p>
      <p class="question-trouble" role="status">
        {trouble === 'open-case' && say('delete.openCase', { phone: bank.phone })}
        {trouble === 'failed' && say('delete.failed')}
      </p>
    </Question>
  );
}
