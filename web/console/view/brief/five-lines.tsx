import type { Thread } from '../../model/threads.ts';
import type { Case, DeskInfo } from '../../model/types.ts';
import { momentWords } from '../../words/due.ts';
import { duration, minute } from '../../words/times.ts';
import { channelWords, customerWords, reasonWords } from '../../words/things.ts';
import { percent, titleWords } from '../../words/understood.ts';
import { useWords } from '../context.ts';

interface FiveLinesProps {
  readonly item: Case;
  readonly brief: NonNullable<Thread['brief']>;
  readonly info: DeskInfo | null;
  readonly now: number;
}

/** Who, where, what was understood, what was answered, why a person: each in one line. */
export function FiveLines({ item, brief, now }: FiveLinesProps) {
  const words = useWords();
  const { customer, channel, understood, answered, handedOver } = brief;
  const left = channel.replyUntil === null ? null : Date.parse(channel.replyUntil) - now;
  const ago = (iso: string): string => {
    const ms = now - Date.parse(iso);
    return ms < minute ? words.say('brief.justNow') : words.say('brief.ago', { time: duration(ms, words) });
  };
  const languageName = words.code('language', customer.language) ?? customer.language;
  return (
    <dl class="five">
      <dt>{words.say('brief.who')}</dt>
      <dd>
        <strong>{customerWords(item, words)}</strong>
        <span>
          {words.code('identity', customer.identity)} · {languageName}
        </span>
      </dd>
      <dt>{words.say('brief.channel')}</dt>
      <dd>
        {channelWords(channel.id, words)}, {words.say(channel.public ? 'brief.public' : 'brief.private')}
        {left !== null && (
          <span class={left < 0 ? 'late' : ''}>
            {left < 0 ? words.say('brief.windowClosed') : words.say('brief.window', { time: duration(left, words) })}
          </span>
        )}
      </dd>
      <dt>{words.say('brief.understood')}</dt>
      <dd>
        {understood === null || understood.intent === null ? (
          words.say('brief.nothingRead')
        ) : (
          <>
            {titleWords({ intent: understood.intent, title: understood.title }, words)}
            {understood.confidence !== null && (
              <span>{words.say('brief.sure', { score: percent(understood.confidence, words) })}</span>
            )}
          </>
        )}
      </dd>
      <dt>{words.say('brief.answered')}</dt>
      <dd>
        {answered.length === 0
          ? words.say('brief.nothingAnswered')
          : [...new Set(answered.map((one) => titleWords(one, words)))].join(', ')}
      </dd>
      <dt>{words.say('brief.why')}</dt>
      <dd>
        <strong class={item.priority === 0 ? 'late' : ''}>{reasonWords(handedOver.reason, words)}</strong>
        <span title={momentWords(handedOver.time, now, words)}>{ago(handedOver.time)}</span>
      </dd>
    </dl>
  );
}
