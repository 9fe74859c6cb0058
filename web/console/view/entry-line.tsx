import { CircleAlert, Paperclip, Search, Siren } from 'lucide';
import type { Case, Entry, Happening, Understood } from '../model/types.ts';
import { clockTime, fullTime } from '../words/times.ts';
import type { Words } from '../words/words.ts';
import { useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { MarkedText } from './marked-text.tsx';
import { customerWords, reasonWords } from './reasons.ts';
import { percent, titleWords } from './understood.ts';

interface EntryLineProps {
  readonly entry: Entry;
  readonly item: Case;
  /** Whether the speaker is named above it. */
  readonly named: boolean;
}

/** One line of the timeline: a message, what was understood, or what happened, in words. */
export function EntryLine({ entry, item, named }: EntryLineProps) {
  if (entry.happening !== null) return <HappeningLine happening={entry.happening} time={entry.time} />;
  if (entry.understood !== null) return <UnderstoodLine understood={entry.understood} />;
  return <MessageLine entry={entry} item={item} named={named} />;
}

function speaker({ who, name }: Entry, item: Case, words: Words): string {
  if (who === 'customer') return customerWords(item, words);
  if (who === 'bot') return words.say('who.bot');
  return name ?? words.say(who === 'staff' ? 'who.staff' : 'who.system');
}

function MessageLine({ entry, item, named }: EntryLineProps) {
  const words = useWords();
  const { who, text, redacted, time, buttons, attachments, delivery } = entry;
  const state = delivery === null || delivery === 'sent' ? null : words.code('delivery', delivery);
  return (
    <li class={`said by-${who}${named ? ' named' : ''}`}>
      <p class={named ? 'said-meta' : 'unseen'}>
        <span class="said-who">{speaker(entry, item, words)}</span>
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
      {state !== null && (
        <p class={delivery === 'failed' ? 'said-state trouble' : 'said-state'}>
          {delivery === 'failed' && <Icon of={CircleAlert} size={14} />}
          {state}
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

function happeningWords(happening: Happening, words: Words): string {
  switch (happening.kind) {
    case 'handed-over':
      return words.say(happening.raised ? 'happened.raised' : 'happened.handedOver', {
        reason: reasonWords(happening.reason, words),
      });
    case 'accepted':
    case 'completed':
      return words.say(happening.kind === 'accepted' ? 'happened.accepted' : 'happened.completed', {
        name: happening.by,
      });
    case 'returned':
      return words.say(happening.announced ? 'happened.returned' : 'happened.returnedQuietly');
    case 'arrived':
      return words.say('happened.arrived');
    case 'still-waiting':
      return words.say('happened.stillWaiting');
    case 'failed-turn':
      return words.say('happened.failed');
    case 'other':
      return words.say('happened.other');
  }
}

function HappeningLine({ happening, time }: { happening: Happening; time: string }) {
  const words = useWords();
  return (
    <li class={happening.kind === 'handed-over' && happening.priority === 0 ? 'happened urgent' : 'happened'}>
      <span title={fullTime(time, words)}>
        {happeningWords(happening, words)}, <time dateTime={time}>{clockTime(time, words)}</time>
      </span>
    </li>
  );
}
