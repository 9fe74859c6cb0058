import { ArrowUp, CircleAlert, ShieldCheck } from 'lucide';
import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { lastOwn } from '../state/select.ts';
import type { FileRequest } from '../state/types.ts';
import { Attach } from './attach.tsx';
import { Icon } from './icon.tsx';

/** Longest message, in characters; the service takes no longer one. */
const limit = 4000;
/** From here on the reader is told how much room is left. */
const close = 3800;

/** Whether files may be sent now; the request ends by itself. */
function useOpen(request: FileRequest | null, now: () => number): boolean {
  const [, tick] = useState(0);
  const until = request?.until ?? 0;
  useEffect(() => {
    const left = until - now();
    if (left <= 0) return undefined;
    const timer = setTimeout(() => tick((count) => count + 1), left);
    return () => clearTimeout(timer);
  }, [until]);
  return request !== null && request.left > 0 && now() < until;
}

interface ComposerProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

export function Composer({ field }: ComposerProps): VNode {
  const { chat, state, say, language, now } = useView();
  const { draft: text, files } = state;
  const [trouble, setTrouble] = useState<string | null>(null);
  const takesFiles = useOpen(files, now);
  const left = limit - text.length;
  const isEmpty = text.trim() === '';

  const send = (): void => {
    if (isEmpty || left < 0) return;
    chat.send(text.trim());
    chat.draft('');
    setTrouble(null);
    field.current?.focus();
  };
  useLayoutEffect(() => {
    const box = field.current;
    if (box === null) return;
    // The field is as high as its text; the style says how high at most.
    box.style.height = 'auto';
    if (box.scrollHeight > 0) box.style.height = `${box.scrollHeight}px`;
  }, [text, state.open]);

  const count = Math.abs(left).toLocaleString(language === 'de' ? 'de-DE' : 'en-GB');
  const note =
    left < 0 ? say('composer.tooLong', { count }) : left <= limit - close ? say('composer.left', { count }) : null;
  const hint = takesFiles ? 'files.warning' : lastOwn(state.messages) === undefined ? 'composer.hint' : null;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="field">
        {takesFiles && files !== null && <Attach request={files} onTrouble={setTrouble} />}
        <label class="sr" for="message">
          {say('composer.label')}
        </label>
        <textarea
          id="message"
          ref={field}
          rows={1}
          value={text}
          placeholder={say('composer.label')}
          autocomplete="off"
          enterkeyhint="send"
          aria-describedby="composer-note"
          aria-invalid={left < 0}
          onInput={({ currentTarget }) => chat.draft(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          class="send"
          aria-label={say('composer.send')}
          title={say('composer.send')}
          aria-disabled={isEmpty || left < 0}
        >
          <Icon nodes={ArrowUp} />
        </button>
      </div>
      <p id="composer-note" class={left < 0 || trouble !== null ? 'note failed' : 'note'} role="status">
        {(left < 0 || trouble !== null) && <Icon nodes={CircleAlert} size={16} />}
        {note ??
          trouble ??
          (hint !== null && (
            <>
              <Icon nodes={ShieldCheck} size={16} />
              {say(hint)}
            </>
          ))}
      </p>
    </form>
  );
}
