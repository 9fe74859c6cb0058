import type { Case } from '../model/types.ts';
import { clockTime, duration, fullTime, isOtherDay } from '../words/times.ts';
import { useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { withoutMarkers } from './marked-text.tsx';
import { channelWords, customerWords, isUrgent, reasonIcon, reasonWords } from './reasons.ts';

interface CaseRowProps {
  readonly item: Case;
  readonly me: string;
  readonly now: number;
  readonly selected: boolean;
  readonly unread: boolean;
  readonly onOpen: (caseId: string) => void;
}

/** One case in the list: why, how long, who, what was said last. */
export function CaseRow({ item, me, now, selected, unread, onOpen }: CaseRowProps) {
  const words = useWords();
  const mine = item.owner?.userId === me;
  const { waitingSince, resolvedAt } = item;
  const wait = waitingSince === null ? null : duration(now - Date.parse(waitingSince), words);
  const done =
    resolvedAt === null
      ? null
      : isOtherDay(resolvedAt, new Date(now).toISOString())
        ? duration(now - Date.parse(resolvedAt), words)
        : clockTime(resolvedAt, words);
  const classes = ['row', isUrgent(item) ? 'urgent' : '', unread ? 'unread' : ''].filter(Boolean).join(' ');
  return (
    <li>
      <button
        class={classes}
        id={`row-${item.id}`}
        type="button"
        aria-current={selected ? 'true' : undefined}
        onClick={() => onOpen(item.id)}
      >
        <Icon of={reasonIcon(item.reason)} />
        <span class="row-line">
          <strong>{reasonWords(item.reason, words)}</strong>
          <span class="row-channel">{channelWords(item.channel, words)}</span>
          {wait !== null && (
            <span class="row-time" title={words.say('row.waitsSince', { time: fullTime(waitingSince ?? '', words) })}>
              <span class="unseen">{words.say('row.waits')} </span>
              {wait}
            </span>
          )}
          {done !== null && <span class="row-time">{done}</span>}
        </span>
        <span class="row-line">
          <span class="row-who">{customerWords(item, words)}</span>
          {unread && <span class="chip news">{words.say('row.unread')}</span>}
          {mine && item.status === 'active' && waitingSince !== null && !unread && (
            <span class="chip">{words.say('row.answerDue')}</span>
          )}
          {!mine && item.owner !== null && <span class="chip plain">{item.owner.name}</span>}
        </span>
        <span class="row-said">{withoutMarkers(item.preview, words)}</span>
      </button>
    </li>
  );
}
