import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useView } from '../context.ts';

interface QuestionProps {
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Leaving a conversation cannot be undone, so it is asked. */
export function RestartQuestion({ onYes, onNo }: QuestionProps): VNode {
  const { say } = useView();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <div class="question" role="group" aria-labelledby="question">
      <p id="question">{say('restart.question')}</p>
      <div class="question-answers">
        <button type="button" class="button" onClick={onYes}>
          {say('restart.yes')}
        </button>
        <button type="button" class="button quiet" ref={no} onClick={onNo}>
          {say('restart.no')}
        </button>
      </div>
    </div>
  );
}
