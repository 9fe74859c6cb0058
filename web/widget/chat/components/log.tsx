import { ArrowDown, Star } from 'lucide';
import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { choicesNow, isOther, lastOwn } from '../state/select.ts';
import { timeline } from '../state/timeline.ts';
import { placeWords } from '../text/place.ts';
import { Chips } from './chips.tsx';
import { Icon } from './icon.tsx';
import { Notice } from './notice.tsx';
import { TimelineRow } from './row.tsx';
import { Typing } from './typing.tsx';
import { Connecting } from './connecting.tsx';

interface LogProps {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly title: string;
  readonly onChosen: () => void;
  readonly onRate: () => void;
}

/** Closer to the end than this, in pixels, the reader follows what is new. */
const near = 80;

const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < near;

export function Log({ log, title, onChosen, onRate }: LogProps): VNode {
  const { state, say } = useView();
  const { messages, typing, open } = state;
  const follows = useRef(true);
  const [hasMore, setMore] = useState(false);
  const last = messages.at(-1);

  const toEnd = (): void => {
    const box = log.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(() => {
    // What one writes oneself is always looked at; what others write does not tear away who reads further up.
    if (last !== undefined && !isOther(last)) follows.current = true;
    if (follows.current) toEnd();
    else if (last !== undefined) setMore(true);
  }, [last?.key, messages.length]);
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [typing, open, state.connection, state.place, state.rating]);
  useEffect(() => {
    const box = log.current;
    if (box === null) return undefined;
    // What stands below grows: a longer draft, a question. The last message stays in sight.
    const observer = new ResizeObserver(() => {
      if (follows.current) toEnd();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  return (
    <div class="log-frame">
      <div
        class="log"
        ref={log}
        role="region"
        tabIndex={0}
        aria-label={title}
        onScroll={({ currentTarget }) => {
          follows.current = isAtEnd(currentTarget);
          if (follows.current) setMore(false);
        }}
      >
        <Notice />
        <ol class="rows">
          {timeline(messages).map((row) => (
            <TimelineRow key={row.key} row={row} lastOwnKey={lastOwn(messages)?.key} onChosen={onChosen} />
          ))}
        </ol>
        {state.place !== null && <p class="place">{placeWords(state.place, say)}</p>}
        <Connecting />
        {typing !== null && <Typing speaker={typing} />}
        <Chips choices={choicesNow(state)} onChosen={onChosen} />
        {state.rating === 'open' && (
          <button type="button" class="chip rate" onClick={onRate}>
            <Icon nodes={Star} size={18} />
            {say('menu.rate')}
          </button>
        )}
      </div>
      {hasMore && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            toEnd();
            log.current?.focus();
          }}
        >
          <Icon nodes={ArrowDown} size={16} />
          {say('message.new')}
        </button>
      )}
    </div>
  );
}
