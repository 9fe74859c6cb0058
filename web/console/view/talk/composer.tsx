import { PencilLine, SendHorizontal, StickyNote, TextQuote } from 'lucide';
import type { RefObject } from 'preact';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hasGap, insertPiece, nextGap, type Field } from '../../compose/insert.ts';
import { useCheck } from '../../compose/use-check.ts';
import { useDraft } from '../../compose/use-draft.ts';
import type { Desk } from '../../model/desk.ts';
import type { Kind } from '../../model/drafts.ts';
import type { DeskState } from '../../model/state.ts';
import type { Case } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { AudienceLine } from './audience.tsx';
import { Findings } from './findings.tsx';

/** What others can do with the field: the brief, the palette, the keys. */
export interface Writer {
  /** Puts an approved or canned text at the cursor of the reply. */
  insert(piece: string): void;
  focus(kind: Kind): void;
}

interface ComposerProps {
  readonly desk: Desk;
  readonly item: Case;
  readonly state: DeskState;
  readonly writer: RefObject<Writer | null>;
  readonly onTexts: () => void;
}

/** As long as the service takes. */
const longest = 4000;

/** Where staff write: to the customer, or to colleagues. Replying takes the case, and the button says so. */
export function Composer({ desk, item, state, writer, onTexts }: ComposerProps) {
  const words = useWords();
  const work = state.work.get(item.id);
  const mine = item.owner?.userId === state.me.userId;
  const mayReply = item.status !== 'resolved' && (item.owner === null || mine);
  const [wanted, setWanted] = useState<Kind>(mayReply ? 'reply' : 'note');
  const kind: Kind = mayReply ? wanted : 'note';
  const [text, setText] = useDraft(desk, item.id, kind, state.restored);
  const [asked, setAsked] = useState<'gap' | 'warned' | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const pending = useRef<Field | null>(null);
  const { check, look } = useCheck(desk, item.id, text, kind === 'reply');
  const busy = work?.kind === 'running' && (work.what === 'reply' || work.what === 'note');
  const thread = state.threads.get(item.id);
  const limit = check?.limit ?? thread?.brief?.channel.characters ?? longest;
  const length = check?.characters ?? text.trim().length;

  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    // The box grows with its text; where it ends is a matter of style.
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
    if (pending.current?.text === text) {
      area.focus();
      area.setSelectionRange(pending.current.from, pending.current.to);
      pending.current = null;
    }
  }, [text, kind]);
  useEffect(() => setAsked(null), [text, kind]);

  const put = (next: Field): void => {
    pending.current = next;
    setText(next.text);
  };
  const select = ({ from, to }: { from: number; to: number }): void => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };
  const focus = (next: Kind): void => {
    setWanted(next);
    field.current?.focus();
  };
  useImperativeHandle(writer, () => ({
    focus,
    insert(piece) {
      if (!mayReply) return;
      setWanted('reply');
      const now = desk.drafts.get(item.id, 'reply');
      const area = kind === 'reply' ? field.current : null;
      put(
        insertPiece(
          { text: now, from: area?.selectionStart ?? now.length, to: area?.selectionEnd ?? now.length },
          piece,
        ),
      );
      desk.writes(item.id);
    },
  }));

  const send = async (): Promise<void> => {
    const sent = text.trim();
    if (sent === '' || busy || work?.kind === 'running') return;
    if (kind === 'reply') {
      const gap = hasGap(sent) ? nextGap({ text, from: 0, to: 0 }) : null;
      if (gap !== null) {
        select(gap);
        setAsked('gap');
        return;
      }
      const seen = check !== null;
      const found = await look(sent);
      if (found?.blocked === true) return;
      // A warning that nobody could have read yet is read first; the same key again sends.
      if (!seen && asked !== 'warned' && found?.findings.some(({ level }) => level === 'warn') === true) {
        setAsked('warned');
        return;
      }
    }
    await desk.send(item.id, kind);
    field.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    // Enter that ends the writing of a composed character is no sending.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    } else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && text === '' && (thread?.held.length ?? 0) > 0) {
      event.preventDefault();
      void desk.undo(item.id);
    } else if (event.key === 'Tab' && !event.shiftKey && field.current !== null) {
      const { selectionStart, selectionEnd } = field.current;
      const gap = nextGap({ text, from: selectionStart, to: selectionEnd });
      if (gap === null) return;
      event.preventDefault();
      select(gap);
    }
  };

  const failed = work?.kind === 'failed' && work.what !== 'open' && work.code !== 'ReplyBlocked' ? work.code : null;
  const other = state.writers.get(item.id);
  const placeholder = kind === 'note' ? 'note.placeholder' : mine ? 'reply.placeholder' : 'reply.placeholderWaiting';
  const blocked = check?.blocked === true;
  return (
    <div class={kind === 'note' ? 'composer noting' : 'composer'}>
      <Trouble code={failed} name={item.owner?.name} />
      {!mayReply && desk.drafts.get(item.id, 'reply') !== '' && (
        <details class="composer-kept">
          <summary>{words.say('owner.draft')}</summary>
          <p>{desk.drafts.get(item.id, 'reply')}</p>
        </details>
      )}
      <p class="composer-writer" role="status">
        {other !== undefined && words.say('writing.other', { name: other.by.name })}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="composer-head">
          <div class="choice" role="group" aria-label={words.say('composer.kind')}>
            {mayReply && (
              <button
                type="button"
                aria-pressed={kind === 'reply'}
                title={words.say('reply.title')}
                aria-keyshortcuts="r"
                onClick={() => focus('reply')}
              >
                <Icon of={PencilLine} size={14} />
                {words.say('reply.label')}
              </button>
            )}
            <button
              type="button"
              aria-pressed={kind === 'note'}
              title={words.say('note.title')}
              aria-keyshortcuts="n"
              onClick={() => focus('note')}
            >
              <Icon of={StickyNote} size={14} />
              {words.say('note.label')}
            </button>
          </div>
          {kind === 'reply' && (
            <button
              class="quiet"
              type="button"
              title={words.say('texts.title')}
              aria-keyshortcuts="v"
              onClick={onTexts}
            >
              <Icon of={TextQuote} size={16} />
              {words.say('texts.button')}
            </button>
          )}
        </div>
        <label class="unseen" for="reply">
          {words.say(kind === 'reply' ? 'reply.label' : 'note.label')}
        </label>
        <textarea
          id="reply"
          ref={field}
          rows={2}
          value={text}
          readOnly={busy}
          maxLength={longest}
          lang={kind === 'reply' ? item.language : words.language}
          placeholder={words.say(placeholder)}
          aria-describedby="composer-hint"
          onInput={(event) => {
            setText(event.currentTarget.value);
            if (kind === 'reply') desk.writes(item.id);
          }}
          onKeyDown={onKey}
        />
        {check !== null && check.findings.length > 0 && <Findings findings={check.findings} onShow={select} />}
        {asked !== null && (
          <p class="composer-asked" role="alert">
            {words.code('asked', asked)}
          </p>
        )}
        <div class="composer-foot">
          <AudienceLine item={item} kind={kind} brief={thread?.brief ?? null} check={check} />
          {kind === 'reply' && length > limit * 0.8 && (
            <p class={length > limit ? 'composer-count over' : 'composer-count'}>
              {words.say(length > limit ? 'reply.over' : 'reply.left', { n: Math.abs(limit - length) })}
            </p>
          )}
          <button
            class="primary"
            type="submit"
            disabled={text.trim() === '' || busy || blocked}
            title={words.say('reply.hint')}
          >
            <Icon of={kind === 'note' ? StickyNote : SendHorizontal} />
            {words.say(
              busy ? 'reply.sending' : kind === 'note' ? 'note.save' : mine ? 'reply.send' : 'reply.takeAndSend',
            )}
          </button>
        </div>
      </form>
    </div>
  );
}
