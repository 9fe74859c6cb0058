import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { useInertPage, useVisibleHeight } from '../hooks/use-full-screen.ts';
import { isTouch, useMedia } from '../hooks/use-media.ts';
import { isOver } from '../state/select.ts';
import { Banner } from './banner.tsx';
import { Composer } from './composer.tsx';
import { Ended } from './ended.tsx';
import { Header } from './header.tsx';
import { Log } from './log.tsx';
import { DeleteQuestion } from './delete-question.tsx';
import type { Asking } from './menu-items.ts';
import { Question } from './question.tsx';
import { Rating } from './rating.tsx';

/** Phones, and large zoom: there the window fills the screen. The same numbers stand in window.css. */
const small = '(max-width: 479px), (max-height: 459px)';

interface WindowProps {
  readonly host: HTMLElement;
  readonly onClose: () => void;
}

export function ChatWindow({ host, onClose }: WindowProps): VNode {
  const { chat, state, say, bank } = useView();
  const [asking, setAsking] = useState<Asking | null>(null);
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

  const keepWriting = (): void => {
    setAsking(null);
    requestAnimationFrame(focusField);
  };
  const below = (): VNode => {
    if (isOver(state.connection)) return <Ended phone={bank.phone} onRestarted={keepWriting} />;
    switch (asking) {
      case null:
        return <Composer field={field} />;
      case 'rate':
        return <Rating onDone={keepWriting} />;
      case 'delete':
        return <DeleteQuestion onBack={keepWriting} onDone={() => setAsking(null)} />;
      case 'restart':
        return (
          <Question
            yes={say('restart.yes')}
            no={say('restart.no')}
            onNo={keepWriting}
            onYes={() => {
              chat.restart();
              keepWriting();
            }}
          >
            <p>{say('restart.question')}</p>
          </Question>
        );
    }
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
        if (asking !== null) keepWriting();
        else onClose();
      }}
    >
      <Header onClose={onClose} onAsk={setAsking} />
      <Banner />
      <Log log={log} title={say('window.log')} onChosen={focusField} onRate={() => setAsking('rate')} />
      {below()}
    </section>
  );
}
