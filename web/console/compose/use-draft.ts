import { useEffect, useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import type { Kind } from '../model/drafts.ts';

/** The draft of a case, kept with every stroke; it follows when it is changed elsewhere. */
export function useDraft(
  desk: Desk,
  caseId: string,
  kind: Kind,
  restored: number,
): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => desk.drafts.get(caseId, kind));
  useEffect(() => setText(desk.drafts.get(caseId, kind)), [kind, restored]);
  const change = (next: string): void => {
    desk.drafts.set(caseId, kind, next);
    setText(next);
  };
  return [text, change];
}
