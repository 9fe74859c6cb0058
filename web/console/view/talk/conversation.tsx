import { ArrowLeft, ArrowRight, CheckCheck, PanelRight, Siren } from 'lucide';
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { Runs } from '../../keys/use-keys.ts';
import type { Desk } from '../../model/desk.ts';
import type { DeskState } from '../../model/state.ts';
import type { Case, CustomerFile } from '../../model/types.ts';
import { dueWords, momentWords } from '../../words/due.ts';
import { channelWords, customerWords, isUrgent, outcomeWords, reasonWords } from '../../words/things.ts';
import { Brief } from '../brief/brief.tsx';
import type { Files } from '../brief/files.tsx';
import type { Helpers } from '../brief/suggestions.tsx';
import { useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { Actions } from './actions.tsx';
import { Composer, type Writer } from './composer.tsx';
import { Timeline } from './timeline.tsx';

interface ConversationProps {
  readonly desk: Desk;
  readonly item: Case;
  readonly state: DeskState;
  readonly helpers: Helpers;
  readonly files: Files;
  readonly writer: RefObject<Writer | null>;
  readonly runs: Runs;
  readonly letters: boolean;
  /** The case that is due next beside this one. */
  readonly next: string | null;
  readonly onOpen: (caseId: string | null) => void;
  readonly onDelete: (file: CustomerFile) => void;
  readonly onWrong: (seq: number) => void;
}

/** The open case: head, timeline, reply, brief. */
export function Conversation(props: ConversationProps) {
  const { desk, item, state, helpers, files, writer, runs, letters, next, onOpen, onDelete, onWrong } = props;
  const words = useWords();
  const now = useNow();
  const [brief, setBrief] = useState(false);
  const work = state.work.get(item.id);
  const mine = item.status === 'active' && item.owner?.userId === state.me.userId;
  const busy = work?.kind === 'running';
  const due = dueWords(item, now, words);
  const other = item.owner !== null && item.owner.userId !== state.me.userId ? item.owner : null;

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
            <p>
              {reasonWords(item.reason, words)} · {channelWords(item.channel, words)} ·{' '}
              <span class={`row-due due-${due.pressure}`}>
                {item.status === 'resolved' ? words.say('status.resolved') : due.words}
              </span>
            </p>
          </div>
          <Actions item={item} runs={runs} busy={busy} />
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
            {mine && item.alert && (
              <button
                type="button"
                disabled={busy}
                onClick={() => void desk.act(item.id, 'accept', () => desk.api.accept(item.id))}
              >
                {words.say('action.seen')}
              </button>
            )}
          </div>
        )}
        {item.status !== 'resolved' && other !== null && (
          <p class="owner-line">
            <strong>{words.say('owner.has', { name: other.name })}</strong> {words.say('owner.hint')}
          </p>
        )}
        <Timeline desk={desk} state={state} item={item} onWrong={onWrong} />
        {item.status === 'resolved' && (
          <div class="talk-end">
            <Icon of={CheckCheck} />
            <p>
              {words.say(item.returnedToBot === true ? 'end.returned' : 'end.closed', {
                name: item.owner?.name ?? words.say('someone'),
                time: momentWords(item.resolvedAt ?? item.createdAt, now, words),
                outcome: item.outcome === null ? '' : outcomeWords(state.info, item.outcome, words),
              })}
            </p>
            {next !== null && (
              <button id="next" class="primary" type="button" onClick={() => onOpen(next)}>
                {words.say('end.next')}
                <Icon of={ArrowRight} />
              </button>
            )}
          </div>
        )}
        {desk.can('cases.work') ? (
          <Composer desk={desk} item={item} state={state} writer={writer} onTexts={() => runs.insert?.(0)} />
        ) : (
          <Trouble code={work?.kind === 'failed' && work.what !== 'open' ? work.code : null} />
        )}
      </article>
      <Brief
        desk={desk}
        item={item}
        state={state}
        helpers={helpers}
        files={files}
        onDelete={onDelete}
        writer={writer}
        letters={letters}
        open={brief}
        onClose={() => setBrief(false)}
      />
    </>
  );
}
