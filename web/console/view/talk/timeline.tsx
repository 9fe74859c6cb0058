import { ArrowDown, ChevronRight } from 'lucide';
import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cutBlocks } from '../../model/blocks.ts';
import type { Desk } from '../../model/desk.ts';
import type { DeskState } from '../../model/state.ts';
import type { Case, Entry } from '../../model/types.ts';
import { dayName, isOtherDay } from '../../words/times.ts';
import { useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { EntryLine } from './entry-line.tsx';
import { HeldLine } from './held-line.tsx';

interface TimelineProps {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly item: Case;
  readonly onWrong: (seq: number) => void;
}

/** Pixels from the end within which a reader counts as being there. */
const nearEnd = 80;
/** Milliseconds after which the same speaker is named again. */
const groupMs = 5 * 60_000;

const isSaid = (entry: Entry): boolean => entry.happening === null && entry.understood === null;

/** The conversation in order. It follows its end only while the reader is there. */
export function Timeline({ desk, state, item, onWrong }: TimelineProps) {
  const words = useWords();
  const now = useNow();
  const place = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(0);
  const first = useRef<{ readonly seq: number; readonly height: number } | null>(null);
  const [news, setNews] = useState(0);
  const thread = state.threads.get(item.id);
  const work = state.work.get(item.id);
  const failed = work?.kind === 'failed' && work.what === 'open' ? work.code : null;
  const entries = thread?.entries ?? [];
  const held = thread?.held ?? [];
  const last = entries.at(-1)?.seq ?? 0;
  const mine = item.owner?.userId === state.me.userId;

  useLayoutEffect(() => {
    const box = place.current;
    if (box === null || last === 0) return;
    const seq = entries[0]?.seq ?? 0;
    // Earlier messages came on top: what was read stays where it was.
    if (first.current !== null && seq < first.current.seq) box.scrollTop += box.scrollHeight - first.current.height;
    else if (atEnd.current) {
      box.scrollTop = box.scrollHeight;
      seen.current = last;
    } else setNews(entries.filter((entry) => entry.seq > seen.current && isSaid(entry)).length);
    first.current = { seq, height: box.scrollHeight };
  }, [entries, last, held.length]);

  const onScroll = (): void => {
    const box = place.current;
    if (box === null) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
    if (!atEnd.current) return;
    seen.current = last;
    if (news > 0) setNews(0);
  };
  const toEnd = (): void => place.current?.scrollTo({ top: place.current.scrollHeight });
  const resend = (seq: number): void => void desk.act(item.id, 'resend', () => desk.api.resend(item.id, seq));

  const lines = (list: readonly Entry[]) =>
    list.map((entry, at) => {
      const before = list.slice(0, at).findLast(isSaid);
      const named =
        before?.who !== entry.who ||
        before.name !== entry.name ||
        before.audience !== entry.audience ||
        Date.parse(entry.time) - Date.parse(before.time) > groupMs;
      return (
        <EntryLine
          key={entry.seq}
          entry={entry}
          item={item}
          info={state.info}
          named={named}
          onWrong={desk.can('feedback.give') ? onWrong : null}
          onResend={mine && item.status === 'active' ? resend : null}
        />
      );
    });
  const blocks = cutBlocks(entries);
  let day: string | null = null;

  return (
    <div class="timeline-frame">
      <div
        class="timeline"
        ref={place}
        tabIndex={0}
        role="region"
        aria-label={words.say('timeline.label')}
        onScroll={onScroll}
      >
        {thread?.earlier === true && (
          <button class="timeline-earlier" type="button" onClick={() => void desk.readEarlier(item.id)}>
            {words.say('timeline.earlier')}
          </button>
        )}
        {failed !== null && (
          <p class="trouble">{words.code('open.failed', failed) ?? words.say('open.failed.Internal')}</p>
        )}
        <ol>
          {blocks.map((block, at) => {
            const [head] = block.kind === 'entry' ? [block.entry] : block.entries;
            if (head === undefined) return null;
            const separator = day === null || isOtherDay(day, head.time) ? dayName(head.time, now, words) : null;
            day = (block.kind === 'entry' ? block.entry : (block.entries.at(-1) ?? head)).time;
            const previous = blocks[at - 1];
            return (
              <Fragment key={head.seq}>
                {separator !== null && (
                  <li class="day">
                    <span>{separator}</span>
                  </li>
                )}
                {block.kind === 'entry' ? (
                  lines([
                    ...(previous?.kind === 'entry' && separator === null ? [previous.entry] : []),
                    block.entry,
                  ]).at(-1)
                ) : (
                  <li class="fold">
                    <details>
                      <summary>
                        <Icon of={ChevronRight} size={16} />
                        {words.count('timeline.folded', block.messages)}
                      </summary>
                      <ol>{lines(block.entries)}</ol>
                    </details>
                  </li>
                )}
              </Fragment>
            );
          })}
          {held.map((one) => (
            <HeldLine key={one.id} held={one} me={state.me.userId} onUndo={() => void desk.undo(item.id)} />
          ))}
        </ol>
      </div>
      {news > 0 && (
        <button class="timeline-news" type="button" onClick={toEnd}>
          <Icon of={ArrowDown} size={16} />
          {words.count('timeline.news', news)}
        </button>
      )}
    </div>
  );
}
