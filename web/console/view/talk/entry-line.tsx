import { CircleAlert, MessageSquareWarning, Paperclip, RotateCcw, Search, Siren, StickyNote } from 'lucide';
import type { DeskInfo, Case, Entry, Happening, Understood } from '../../model/types.ts';
import { clockTime, fullTime } from '../../words/times.ts';
import { customerWords } from '../../words/things.ts';
import { percent, titleWords } from '../../words/understood.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { MarkedText } from '../parts/marked-text.tsx';
import { happeningWords, wordOf } from './happening.tsx';

export interface EntryLineProps {
  readonly entry: Entry;
  readonly item: Case;
  readonly info: DeskInfo | null;
  /** Whether the speaker is named above it. */
  readonly named: boolean;
  /** "The assistant was wrong here"; null where one may not say so. */
  readonly onWrong: ((seq: number) => void) | null;
  readonly onResend: ((seq: number) => void) | null;
}

/** One line of the timeline: a message, a note, what was understood, or what happened, in words. */
export function EntryLine(props: EntryLineProps) {
  const { entry, info } = props;
  if (entry.happening !== null) return <HappeningLine happening={entry.happening} time={entry.time} info={info} />;
  if (entry.understood !== null) return <UnderstoodLine understood={entry.understood} />;
  return <MessageLine {...props} />;
}

function speaker({ who, name }: Entry, item: Case, words: Words): string {
  if (who === 'customer') return customerWords(item, words);
  if (who === 'bot') return words.say('who.bot');
  return name ?? words.say(who === 'staff' ? 'who.staff' : 'who.system');
}

function MessageLine({ entry, item, named, onWrong, onResend }: EntryLineProps) {
  const words = useWords();
  const { who, text, redacted, time, buttons, attachments, delivery, audience, seq } = entry;
  const note = who === 'staff' && audience !== 'customer';
  const state = delivery === null || delivery === 'sent' ? null : words.code('delivery', delivery);
  return (
    <li class={`said by-${who}${named ? ' named' : ''}${note ? ' note' : ''}`}>
      <p class={named || note ? 'said-meta' : 'unseen'}>
        {note && <Icon of={StickyNote} size={14} />}
        <span class="said-who">{speaker(entry, item, words)}</span>
        {note && <span>{words.say('entry.note')}</span>}
        <time dateTime={time} title={fullTime(time, words)}>
          {clockTime(time, words)}
        </time>
      </p>
      <div class="said-body">
        {redacted ? (
          <em class="soft">{words.say('entry.redacted')}</em>
        ) : (
          text !== null && text !== '' && <MarkedText text={text} />
        )}
        {attachments.length > 0 && (
          <p class="said-files">
            <Icon of={Paperclip} size={14} />
            {attachments.join(', ')}
          </p>
        )}
      </div>
      {buttons.length > 0 && (
        <ul class="said-buttons" aria-label={words.say('entry.buttons')}>
          {buttons.map((title) => (
            <li class="chip plain" key={title}>
              {title}
            </li>
          ))}
        </ul>
      )}
      {who === 'bot' && onWrong !== null && !redacted && (
        <button class="said-wrong" type="button" title={words.say('wrong.title')} onClick={() => onWrong(seq)}>
          <Icon of={MessageSquareWarning} size={14} />
          {words.say('wrong.button')}
        </button>
      )}
      {state !== null && (
        <p class={delivery === 'failed' ? 'said-state trouble' : 'said-state'}>
          <span class="said-state-words">
            {delivery === 'failed' && <Icon of={CircleAlert} size={14} />}
            {state}
          </span>
          {delivery === 'failed' && onResend !== null && (
            <button type="button" onClick={() => onResend(seq)}>
              <Icon of={RotateCcw} size={14} />
              {words.say('delivery.again')}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

function UnderstoodLine({ understood }: { understood: readonly Understood[] }) {
  const words = useWords();
  const read = understood.filter(({ intent, decision }) => intent !== null || decision === 'fallback');
  if (read.length === 0) return null;
  return (
    <li class="read">
      {read.map((one, at) => (
        <p key={at}>
          <Icon of={one.alert === null ? Search : Siren} size={14} />
          <span>
            {one.intent === null
              ? words.say('understood.nothing')
              : words.say('understood.line', { title: titleWords(one, words), score: percent(one.confidence, words) })}
          </span>
        </p>
      ))}
    </li>
  );
}

function HappeningLine({ happening, time, info }: { happening: Happening; time: string; info: DeskInfo | null }) {
  const words = useWords();
  const word = wordOf(happening);
  const pressing =
    (happening.kind === 'handed-over' && happening.priority === 0) ||
    happening.kind === 'escalated' ||
    happening.kind === 'reply-dropped';
  return (
    <li class={pressing ? 'happened urgent' : 'happened'}>
      <span title={fullTime(time, words)}>
        {happeningWords(happening, info, words)}, <time dateTime={time}>{clockTime(time, words)}</time>
        {word !== null && word !== '' && <span class="happened-word">{word}</span>}
      </span>
    </li>
  );
}
