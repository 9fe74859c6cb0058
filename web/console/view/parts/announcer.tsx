import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskState } from '../../model/state.ts';
import { useWords } from '../context.ts';
import { reasonWords } from '../../words/things.ts';

/** Tells screen readers what came, each thing once: the timeline itself is not live, it would be read from the top. */
export function Announcer({ state }: { state: DeskState }) {
  const words = useWords();
  const [said, setSaid] = useState('');
  const known = useRef<ReadonlySet<string> | null>(null);
  const heard = useRef<{ readonly caseId: string | null; readonly seq: number }>({ caseId: null, seq: 0 });

  useEffect(() => {
    if (!state.loaded) return;
    const waiting = [...state.cases.values()].filter((item) => item.status === 'waiting');
    const before = known.current;
    known.current = new Set(waiting.map((item) => item.id));
    const fresh = before === null ? [] : waiting.filter((item) => !before.has(item.id));
    if (fresh.length > 0)
      setSaid(fresh.map((item) => words.say('announce.case', { reason: reasonWords(item.reason, words) })).join(' '));
  }, [state.cases, state.loaded, words]);

  useEffect(() => {
    const { selected } = state;
    const thread = selected === null ? undefined : state.threads.get(selected);
    const last = thread?.entries.findLast(({ who, text }) => who === 'customer' && text !== null);
    const { caseId, seq } = heard.current;
    heard.current = { caseId: thread === undefined ? null : selected, seq: last?.seq ?? 0 };
    if (last !== undefined && caseId === selected && last.seq > seq)
      setSaid(words.say('announce.message', { text: last.text ?? '' }));
  }, [state.threads, state.selected, words]);

  return (
    <div class="unseen" role="status">
      {said}
    </div>
  );
}
