import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { useInertPage, useVisibleHeight } from '../hooks/use-full-screen.ts';
import { isTouch, useMedia } from '../hooks/use-media.ts';
import { Banner } from './banner.tsx';
import { Composer } from './composer.tsx';
import { Ended } from './ended.tsx';
import { Header } from './header.tsx';
import { Log } from './log.tsx';
import { RestartQuestion } from './restart-question.tsx';

/** Phones, and large zoom: there the window fills the screen. The same numbers stand in window.css. */
const small = '(max-width: 479px), (max-height: 459px)';

interface WindowProps {
  readonly host: HTMLElement;
  readonly onClose: () => void;
}

export function ChatWindow({ host, onClose }: WindowProps): VNode {
  const { chat, state, say, bank } = useView();
  const [asking, setAsking] = useState(false);
  const box = useRef<HTMLElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isFull = useMedia(small) && state.open;
  useInertPage(isFull, host);
  useVisibleHeight(isFull, box);

  const focusField = (): void => (isTouch() ? log.current : (field.current ?? log.current))?.focus();
  useEffect(() => {
    if (state.open) focusField();
  }, [state.open]);

  const isOver = state.connection === 'ended' || state.connection === 'refused';
  const keepWriting = (): void => {
    setAsking(false);
    requestAnimationFrame(focusField);
  };
  return (
    <section
      class="window"
      role="dialog"
      aria-labelledby="title"
      ref={box}
      hidden={!state.open}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        if (asking) keepWriting();
        else onClose();
      }}
    >
      <Header onClose={onClose} onRestart={() => setAsking(true)} />
      <Banner />
      <Log log={log} title={say('window.log')} onChosen={focusField} />
      {asking ? (
        <RestartQuestion
          onNo={keepWriting}
          onYes={() => {
            chat.restart();
            keepWriting();
          }}
        />
      ) : isOver ? (
        <Ended phone={bank.phone} onRestarted={keepWriting} />
      ) : (
        <Composer field={field} />
      )}
    </section>
  );
}
