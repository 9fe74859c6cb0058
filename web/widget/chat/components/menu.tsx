import { Download, EllipsisVertical, Languages, RotateCcw, type IconNode } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { saveText } from '../save-text.ts';
import { transcript } from '../text/transcript.ts';
import { Icon } from './icon.tsx';

interface Item {
  readonly key: string;
  readonly icon: IconNode;
  readonly lang?: string;
  readonly run: () => void;
}

export function Menu({ onRestart }: { readonly onRestart: () => void }): VNode {
  const { chat, state, say, bank, language, now } = useView();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const other = language === 'de' ? 'en' : 'de';

  const items: readonly Item[] = [
    { key: 'menu.language', icon: Languages, lang: other, run: () => chat.speak(other) },
    ...(state.messages.length === 0
      ? []
      : [
          {
            key: 'menu.transcript',
            icon: Download,
            run: () => {
              const name = `${say('transcript.file')}-${new Date(now()).toISOString().slice(0, 10)}.txt`;
              saveText(name, transcript(state.messages, bank.name, language, say));
            },
          },
          { key: 'menu.restart', icon: RotateCcw, run: onRestart },
        ]),
  ];

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const entries = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const move = (from: EventTarget | null, by: number): void => {
    const all = entries();
    const at = all.indexOf(from as HTMLElement);
    all.at((at + by) % all.length)?.focus();
  };
  useEffect(() => {
    if (isOpen) entries()[0]?.focus();
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const act: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(event.target, 1),
      ArrowUp: () => move(event.target, -1),
      Home: () => entries()[0]?.focus(),
      End: () => entries().at(-1)?.focus(),
      Escape: close,
    };
    const found = act[event.key];
    if (found === undefined) return;
    event.preventDefault();
    found();
  };

  return (
    <div
      class="menu"
      onFocusOut={({ relatedTarget, currentTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        class="icon-button"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={say('menu.open')}
        title={say('menu.open')}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon nodes={EllipsisVertical} size={22} />
      </button>
      {isOpen && (
        <div class="menu-list" role="menu" aria-label={say('menu.open')} ref={list} onKeyDown={onKeyDown}>
          {items.map(({ key, icon, lang, run }) => (
            <button
              key={key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              lang={lang}
              onClick={() => {
                close();
                run();
              }}
            >
              <Icon nodes={icon} />
              {say(key)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
