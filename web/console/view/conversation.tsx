import { ArrowLeft, ArrowRight, BotMessageSquare, Check, CheckCheck, Hand, PanelRight, Siren } from 'lucide';
import { useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import type { DeskState } from '../model/state.ts';
import type { Case } from '../model/types.ts';
import { clockTime } from '../words/times.ts';
import { Brief } from './brief.tsx';
import { Composer } from './composer.tsx';
import { useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { channelWords, customerWords, isUrgent, reasonWords } from './reasons.ts';
import { Timeline } from './timeline.tsx';

interface ConversationProps {
  readonly desk: Desk;
  readonly item: Case;
  readonly state: DeskState;
  /** The case that waits longest beside this one. */
  readonly next: string | null;
  readonly onOpen: (caseId: string | null) => void;
}

/** The open case: head, timeline, reply, brief. */
export function Conversation({ desk, item, state, next, onOpen }: ConversationProps) {
  const words = useWords();
  const [brief, setBrief] = useState(false);
  const thread = state.threads.get(item.id);
  const work = state.work.get(item.id);
  const mine = item.status === 'active' && item.owner?.userId === state.me.userId;
  const busy = work?.kind === 'running';
  const resolve = (returnToBot: boolean): void => {
    void desk.resolve(item.id, returnToBot).then((done) => {
      // The button is gone: the focus goes where the next step is.
      if (done) document.getElementById('next')?.focus();
    });
  };

  return (
    <>
      <article class={brief ? 'talk with-brief' : 'talk'} aria-labelledby="customer">
        <header class="talk-head">
          <button
            class="quiet talk-back"
            type="button"
            title={words.say('conversation.backTitle')}
            onClick={() => onOpen(null)}
          >
            <Icon of={ArrowLeft} />
            <span class="unseen">{words.say('conversation.back')}</span>
          </button>
          <div class="talk-who">
            <h2 id="customer" title={customerWords(item, words)}>
              {customerWords(item, words)}
            </h2>
            <p class="soft">
              {reasonWords(item.reason, words)} · {channelWords(item.channel, words)}
            </p>
          </div>
          {item.status === 'waiting' && (
            <button
              class="primary"
              id="take"
              type="button"
              disabled={busy}
              title={words.say('action.takeTitle')}
              onClick={() => {
                void desk.accept(item.id).then((done) => {
                  if (done) document.getElementById('reply')?.focus();
                });
              }}
            >
              <Icon of={Hand} />
              {words.say('action.take')}
            </button>
          )}
          {mine && (
            <div class="talk-actions">
              <button
                type="button"
                disabled={busy}
                title={words.say('action.closeTitle')}
                onClick={() => resolve(false)}
              >
                <Icon of={Check} />
                <span>{words.say('action.close')}</span>
              </button>
              <button
                type="button"
                disabled={busy}
                title={words.say('action.returnTitle')}
                onClick={() => resolve(true)}
              >
                <Icon of={BotMessageSquare} />
                <span>{words.say('action.return')}</span>
              </button>
            </div>
          )}
          <button
            class="quiet talk-brief"
            type="button"
            aria-expanded={brief}
            aria-controls="brief"
            title={words.say('brief.toggle')}
            onClick={() => setBrief(!brief)}
          >
            <Icon of={PanelRight} />
            <span class="unseen">{words.say('brief.toggle')}</span>
          </button>
        </header>
        {isUrgent(item) && (item.alert || item.status === 'waiting') && (
          <div class="urgent-line" role="alert">
            <Icon of={Siren} />
            <p>
              <strong>{reasonWords(item.reason, words)}.</strong>{' '}
              {words.code('urgent', item.reason) ?? words.say('urgent.other')}
            </p>
            {mine && (
              <button type="button" disabled={busy} onClick={() => void desk.accept(item.id)}>
                {words.say('action.seen')}
              </button>
            )}
          </div>
        )}
        <Timeline
          desk={desk}
          item={item}
          thread={thread}
          failed={work?.kind === 'failed' && work.what === 'open' ? work.code : null}
        />
        {item.status === 'resolved' ? (
          <div class="talk-end">
            <Icon of={CheckCheck} />
            <p>
              {words.say(item.returnedToBot === true ? 'end.returned' : 'end.closed', {
                name: item.owner?.name ?? '',
                time: clockTime(item.resolvedAt ?? item.createdAt, words),
              })}
            </p>
            {next !== null && (
              <button id="next" class="primary" type="button" onClick={() => onOpen(next)}>
                {words.say('end.next')}
                <Icon of={ArrowRight} />
              </button>
            )}
          </div>
        ) : (
          <Composer desk={desk} item={item} mine={mine} work={work} />
        )}
      </article>
      <Brief
        item={item}
        entries={thread?.entries ?? []}
        me={state.me.userId}
        open={brief}
        onClose={() => setBrief(false)}
      />
    </>
  );
}
