import { CircleAlert, UserRound } from 'lucide';
import type { VNode } from 'preact';
import { useView } from '../context.ts';
import { isOther } from '../state/select.ts';
import type { Row } from '../state/timeline.ts';
import type { OwnMessage } from '../state/types.ts';
import { clockTime, dayName } from '../text/times.ts';
import { speakerName } from '../text/transcript.ts';
import { Attachments } from './attachments.tsx';
import { Icon, Mark } from './icon.tsx';
import { MessageBubble } from './message.tsx';

interface RowProps {
  readonly row: Row;
  /** The own message that tells its delivery. */
  readonly lastOwnKey: string | undefined;
  readonly onChosen: () => void;
}

export function TimelineRow({ row, lastOwnKey, onChosen }: RowProps): VNode {
  const { say, language, now } = useView();
  switch (row.kind) {
    case 'day':
      return <li class="day">{dayName(row.at, now(), language, say)}</li>;
    case 'joined':
      return <li class="turn person">{say('person.joined', { name: row.name })}</li>;
    case 'left':
      return <li class="turn">{say('person.left')}</li>;
    case 'group':
      return <Group row={row} lastOwnKey={lastOwnKey} onChosen={onChosen} />;
  }
}

interface GroupProps extends RowProps {
  readonly row: Extract<Row, { kind: 'group' }>;
}

function Group({ row, lastOwnKey, onChosen }: GroupProps): VNode {
  const { say, language } = useView();
  const { speaker, messages } = row;
  const name = speakerName(speaker, say);
  const time = clockTime(messages[0]?.at ?? 0, language);
  return (
    <li class={`group ${speaker.kind}`}>
      {speaker.kind !== 'customer' && (
        <p class="who">
          {speaker.kind === 'staff' ? <Icon nodes={UserRound} size={14} /> : <Mark size={14} />}
          <span class="who-name">{name}</span>
          <time>{time}</time>
        </p>
      )}
      {messages.map((message, index) => (
        <div class="said" key={message.key}>
          {(index > 0 || speaker.kind === 'customer') && <span class="sr">{name}: </span>}
          {(message.text !== '' || message.redacted) && <MessageBubble message={message} />}
          <Attachments message={message} onChosen={onChosen} />
          {!isOther(message) && (message.key === lastOwnKey || message.delivery !== 'sent') && (
            <Delivery message={message} />
          )}
        </div>
      ))}
    </li>
  );
}

/** What became of a message, in words. */
function Delivery({ message }: { readonly message: OwnMessage }): VNode {
  const { chat, state, say, language } = useView();
  if (message.delivery === 'failed')
    return (
      <p class="delivery failed">
        <Icon nodes={CircleAlert} size={16} />
        {say('delivery.failed')}
        <button type="button" class="text-button" onClick={() => chat.retry(message)}>
          {say('delivery.retry')}
        </button>
      </p>
    );
  const waits = message.delivery === 'sending' && state.connection !== 'online';
  return (
    <p class="delivery">
      {say(message.delivery === 'sent' ? 'delivery.sent' : waits ? 'delivery.waiting' : 'delivery.sending')}
      {message.delivery === 'sent' && <time>{clockTime(message.at, language)}</time>}
    </p>
  );
}
