import { ShieldCheck, X } from 'lucide';
import { lastUnderstood } from '../model/blocks.ts';
import type { Case, Entry } from '../model/types.ts';
import { duration, fullTime, minute } from '../words/times.ts';
import { useNow, useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { channelWords, customerWords, reasonIcon, reasonWords } from './reasons.ts';
import { percent, titleWords } from './understood.ts';

interface BriefProps {
  readonly item: Case;
  readonly entries: readonly Entry[];
  readonly me: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** From here on the alternatives only distract. */
const sure = 0.8;

/** What somebody who takes over must know, at one glance. */
export function Brief({ item, entries, me, open, onClose }: BriefProps) {
  const words = useWords();
  const now = useNow();
  const read = lastUnderstood(entries);
  const since = (iso: string): string => {
    const ms = now - Date.parse(iso);
    return ms < minute ? words.say('brief.justNow') : words.say('brief.ago', { time: duration(ms, words) });
  };
  return (
    <aside class={open ? 'brief open' : 'brief'} id="brief" aria-label={words.say('brief.label')}>
      <header class="brief-head">
        <h3>{words.say('brief.title')}</h3>
        <button class="quiet brief-close" type="button" onClick={onClose}>
          <Icon of={X} />
          <span class="unseen">{words.say('brief.close')}</span>
        </button>
      </header>
      <div class={item.priority === 0 ? 'brief-why urgent' : 'brief-why'}>
        <Icon of={reasonIcon(item.reason)} />
        <p>
          <strong>{reasonWords(item.reason, words)}</strong>
          <span class="soft">{words.code('why', item.reason)}</span>
        </p>
      </div>
      <dl>
        <dt>{words.say('brief.customer')}</dt>
        <dd>{customerWords(item, words)}</dd>
        <dt>{words.say('brief.channel')}</dt>
        <dd>{channelWords(item.channel, words)}</dd>
        <dt>{words.say('brief.language')}</dt>
        <dd>{words.code('language', item.language) ?? item.language}</dd>
        <dt>{words.say('brief.priority')}</dt>
        <dd>{words.code('priority', String(item.priority)) ?? item.priority}</dd>
        <dt>{words.say('brief.since')}</dt>
        <dd>
          <time dateTime={item.createdAt} title={fullTime(item.createdAt, words)}>
            {since(item.createdAt)}
          </time>
        </dd>
        {item.waitingSince !== null && (
          <>
            <dt>{words.say('brief.waits')}</dt>
            <dd class="strong">{duration(now - Date.parse(item.waitingSince), words)}</dd>
          </>
        )}
        <dt>{words.say('brief.owner')}</dt>
        <dd>
          {item.owner === null
            ? words.say('brief.nobody')
            : item.owner.userId === me
              ? words.say('brief.you')
              : item.owner.name}
        </dd>
      </dl>
      <section>
        <h4>{words.say('brief.understood')}</h4>
        {read === null ? (
          <p class="soft">{words.say('brief.nothingRead')}</p>
        ) : (
          <>
            <p class="brief-read">
              <strong>{read.intent === null ? words.say('understood.nothing') : titleWords(read, words)}</strong>
              {read.intent !== null && (
                <span>{words.say('brief.sure', { score: percent(read.confidence, words) })}</span>
              )}
            </p>
            <p class="soft">{words.code('decision', read.decision) ?? words.say('decision.other')}</p>
            {read.alternatives.length > 0 && (read.confidence ?? 0) < sure && (
              <>
                <p class="soft">{words.say('brief.alternatives')}</p>
                <ul class="brief-others">
                  {read.alternatives.map((other) => (
                    <li key={other.intent}>{titleWords(other, words)}</li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </section>
      <p class="brief-care">
        <Icon of={ShieldCheck} />
        {words.say('brief.care')}
      </p>
    </aside>
  );
}
