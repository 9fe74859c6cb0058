import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface QuestionProps {
  readonly children: ComponentChildren;
  /** Null: there is no yes any more. */
  readonly yes: string | null;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** What cannot be undone is asked. The way back has the focus. */
export function Question({ children, yes, no, onYes, onNo }: QuestionProps): VNode {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), [yes === null]);
  return (
    <div class="question" role="group" aria-labelledby="question">
      <div id="question">{children}</div>
      <div class="question-answers">
        {yes !== null && (
          <button type="button" class="button" onClick={onYes}>
            {yes}
          </button>
        )}
        <button type="button" class="button quiet" ref={back} onClick={onNo}>
          {no}
        </button>
      </div>
    </div>
  );
}
