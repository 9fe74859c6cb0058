import { Check, EllipsisVertical } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { Icon } from './icon.tsx';
import { menuItems, type Asking } from './menu-items.ts';

export function Menu({ onAsk }: { readonly onAsk: (what: Asking) => void }): VNode {
  const view = useView();
  const { say } = view;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const entries = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
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
          {menuItems(view, onAsk).map(({ key, icon, lang, checked, run }) => (
            <button
              key={key}
              type="button"
              role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={checked}
              tabIndex={-1}
              lang={lang}
              onClick={() => {
                close();
                run();
              }}
            >
              <Icon nodes={icon} />
              {say(key)}
              {checked === true && <Icon nodes={Check} class="menu-check" size={18} />}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
