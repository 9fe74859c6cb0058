import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import type { ReplyCheck } from '../model/types.ts';

/** Milliseconds without a stroke after which a text is looked at. */
const pauseMs = 500;

export interface Checking {
  /** What was found in the text as it stands; null while it is not known. */
  readonly check: ReplyCheck | null;
  /** Looks at a text at once; null where the service can't be asked. */
  readonly look: (text: string) => Promise<ReplyCheck | null>;
}

/** Has the service look at a reply while it is being written, and before it leaves. */
export function useCheck(desk: Desk, caseId: string, text: string, wanted: boolean): Checking {
  const [found, setFound] = useState<{ readonly text: string; readonly check: ReplyCheck } | null>(null);
  const latest = useRef(text);
  latest.current = text;
  const look = async (asked: string): Promise<ReplyCheck | null> => {
    if (found?.text === asked) return found.check;
    try {
      const check = await desk.api.check(caseId, asked);
      if (latest.current.trim() === asked) setFound({ text: asked, check });
      return check;
    } catch (error) {
      desk.failure(error);
      return null;
    }
  };
  const asked = text.trim();
  useEffect(() => {
    if (!wanted || asked === '' || found?.text === asked) return;
    const timer = setTimeout(() => void look(asked), pauseMs);
    return () => clearTimeout(timer);
  }, [asked, wanted]);
  return { check: found?.text === asked && wanted ? found.check : null, look };
}
