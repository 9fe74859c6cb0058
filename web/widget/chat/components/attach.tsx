import { Paperclip } from 'lucide';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { useView } from '../context.ts';
import type { FileRequest } from '../state/types.ts';
import { Icon } from './icon.tsx';

interface AttachProps {
  readonly request: FileRequest;
  /** Says why a file was not sent; null takes that back. */
  readonly onTrouble: (words: string | null) => void;
}

/** While a member of staff waits for files: choosing one sends it. */
export function Attach({ request, onTrouble }: AttachProps): VNode {
  const { chat, say } = useView();
  const input = useRef<HTMLInputElement>(null);

  const send = (files: readonly File[]): void => {
    if (files.length === 0) return;
    const megabytes = Math.floor(request.bytes / 1024 ** 2);
    const trouble =
      files.length > request.left
        ? say('files.tooMany', { count: request.left })
        : files.some(({ size }) => size > request.bytes)
          ? say('files.tooLarge', { megabytes })
          : files.some(({ type, size }) => size === 0 || !request.types.includes(type))
            ? say('files.wrongType')
            : null;
    onTrouble(trouble);
    if (trouble === null) chat.sendFiles(files);
  };

  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple={request.left > 1}
        accept={request.types.join(',')}
        onChange={({ currentTarget }) => {
          send([...(currentTarget.files ?? [])]);
          // The same file chosen again is a change too.
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="icon-button attach"
        aria-label={say('files.choose')}
        title={say('files.choose')}
        onClick={() => input.current?.click()}
      >
        <Icon nodes={Paperclip} size={22} />
      </button>
    </>
  );
}
