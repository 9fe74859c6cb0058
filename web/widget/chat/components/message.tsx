import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { isOther } from '../state/select.ts';
import type { Message } from '../state/types.ts';
import { paragraphs, splitLinks } from '../text/links.ts';

/** Lines that a long answer shows at first. The same number stands in messages.css. */
const folded = 8;

/** Plain text as paragraphs; what the bank wrote has its numbers and addresses as links. */
function Words({ text, linked }: { readonly text: string; readonly linked: boolean }): VNode {
  return (
    <>
      {paragraphs(text).map((paragraph, index) => (
        <p key={index}>
          {(linked ? splitLinks(paragraph) : [{ kind: 'words' as const, text: paragraph }]).map((piece, at) =>
            piece.kind === 'words' ? (
              piece.text
            ) : (
              <a
                key={at}
                href={piece.href}
                {...(/^https?:/.test(piece.href) && { target: '_blank', rel: 'noopener noreferrer' })}
              >
                {piece.text.replace(/^https?:\/\//, '')}
              </a>
            ),
          )}
        </p>
      ))}
    </>
  );
}

export function MessageBubble({ message }: { readonly message: Message }): VNode {
  const { say } = useView();
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const text = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = text.current;
    if (box === null) return;
    const line = Number.parseFloat(getComputedStyle(box).lineHeight);
    // One line more costs less room than the button that would hide it.
    setLong(box.scrollHeight > line * (folded + 1.5));
  }, [message.text]);
  return (
    <div class="message">
      <div ref={text} dir="auto" class={isLong && !isOpen ? 'text folded' : 'text'}>
        {message.redacted ? (
          <p class="redacted">{say('message.redacted')}</p>
        ) : (
          <Words text={message.text} linked={isOther(message)} />
        )}
      </div>
      {isLong && (
        <button type="button" class="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say(isOpen ? 'message.less' : 'message.more')}
        </button>
      )}
    </div>
  );
}
