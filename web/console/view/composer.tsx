import { CircleAlert, SendHorizontal, UserRound } from 'lucide';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../model/desk.ts';
import type { Work } from '../model/state.ts';
import type { Case } from '../model/types.ts';
import { useWords } from './context.ts';
import { Icon } from './icon.tsx';

/** As long as the service takes. */
const longest = 4000;
/** From here on it is said how much is left. */
const nearEnd = 3600;

interface ComposerProps {
  readonly desk: Desk;
  readonly item: Case;
  readonly mine: boolean;
  readonly work: Work | undefined;
}

/** Where staff write. Replying takes the case, and the button says so. */
export function Composer({ desk, item, mine, work }: ComposerProps) {
  const words = useWords();
  const [text, setText] = useState(() => desk.draft(item.id));
  const field = useRef<HTMLTextAreaElement>(null);
  const sending = work?.kind === 'running' && work.what === 'reply';
  const owner = item.status === 'active' && !mine ? item.owner : null;

  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    // The box grows with its text; where it ends is a matter of style.
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text, owner]);

  const change = (next: string): void => {
    setText(next);
    desk.keepDraft(item.id, next);
  };
  const send = async (): Promise<void> => {
    const sent = text.trim();
    if (sent === '' || sent.length > longest || work?.kind === 'running') return;
    if (!(await desk.reply(item.id, sent))) return;
    desk.keepDraft(item.id, '');
    setText('');
  };
  const onKey = (event: KeyboardEvent): void => {
    // Enter that ends the writing of a composed character is no sending.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };

  const failed =
    work?.kind === 'failed' && work.what !== 'open'
      ? (words.code('failed', work.code) ?? words.say('failed.Internal')).replace(
          '{name}',
          item.owner?.name ?? words.say('someone'),
        )
      : null;
  const left = longest - text.trim().length;
  return (
    <div class="composer">
      <div role="alert">
        {failed !== null && (
          <p class="trouble">
            <Icon of={CircleAlert} />
            {failed}
          </p>
        )}
      </div>
      {owner === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <label class="unseen" for="reply">
            {words.say('reply.label')}
          </label>
          <textarea
            id="reply"
            ref={field}
            rows={2}
            value={text}
            readOnly={sending}
            lang={item.language}
            placeholder={words.say(mine ? 'reply.placeholder' : 'reply.placeholderWaiting')}
            title={words.say('reply.title')}
            aria-keyshortcuts="r"
            aria-describedby="reply-hint"
            onInput={(event) => change(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          <div class="composer-foot">
            <p class={left < 0 ? 'hint over' : 'hint'} id="reply-hint">
              {text.length > nearEnd
                ? words.say(left < 0 ? 'reply.over' : 'reply.left', { n: Math.abs(left) })
                : words.say('reply.hint')}
            </p>
            <button class="primary" type="submit" disabled={text.trim() === '' || left < 0 || sending}>
              <Icon of={SendHorizontal} />
              {words.say(sending ? 'reply.sending' : mine ? 'reply.send' : 'reply.takeAndSend')}
            </button>
          </div>
        </form>
      ) : (
        <div class="composer-owner">
          <Icon of={UserRound} />
          <p>
            <strong>{words.say('owner.has', { name: owner.name })}</strong> {words.say('owner.hint')}
          </p>
          {text.trim() !== '' && (
            <details>
              <summary>{words.say('owner.draft')}</summary>
              <p class="composer-draft">{text}</p>
            </details>
          )}
        </div>
      )}
    </div>
  );
}
