import type { Case } from '../../model/types.ts';
import { dueWords } from '../../words/due.ts';
import { fullTime } from '../../words/times.ts';
import { channelWords, customerWords, isUrgent, reasonIcon, reasonWords } from '../../words/things.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { withoutMarkers } from '../parts/marked-text.tsx';

interface CaseRowProps {
  readonly item: Case;
  readonly me: string;
  readonly now: number;
  readonly selected: boolean;
  readonly unread: boolean;
  readonly onOpen: (caseId: string) => void;
}

/** One case in the list: how long it has, why, where, who, what. */
export function CaseRow({ item, me, now, selected, unread, onOpen }: CaseRowProps) {
  const words = useWords();
  const due = dueWords(item, now, words);
  const meant = item.owner ?? item.assignment?.to ?? null;
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
          <span class="row-why">
            <strong>{reasonWords(item.reason, words)}</strong> · {channelWords(item.channel, words)}
          </span>
          <span
            class={`row-due due-${due.pressure}`}
            {...(item.due !== null && { title: words.say('due.title', { time: fullTime(item.due, words) }) })}
          >
            {due.words}
          </span>
        </span>
        <span class="row-line">
          <span class="row-said">
            <span class="row-who">{customerWords(item, words)}:</span> {withoutMarkers(item.preview, words)}
          </span>
          {unread && <span class="chip news">{words.say('row.unread')}</span>}
          {meant !== null && meant.userId !== me && <span class="chip plain">{meant.name}</span>}
          {item.owner === null && meant?.userId === me && <span class="chip">{words.say('row.forYou')}</span>}
          {item.owner?.userId === me && item.awaits === 'staff' && !unread && (
            <span class="chip">{words.say('row.yourWord')}</span>
          )}
        </span>
      </button>
    </li>
  );
}
