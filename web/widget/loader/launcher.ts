import { markPath } from '../../shared/mark.ts';

export interface LauncherLabels {
  readonly text: string;
  readonly open: string;
  readonly unread: (count: number) => string;
  readonly failed: string;
  readonly greetingClose: string;
}

/** The button at the page's corner, and the line that stands there when the chat won't load. */
export interface Launcher {
  readonly button: HTMLButtonElement;
  show(labels: LauncherLabels, unread: number): void;
  setBusy(busy: boolean): void;
  setFailed(text: string | null, phone: string): void;
  /** A line in the bank's words that opens the chat too, and can be sent away. */
  setGreeting(words: string | null, closeLabel?: string): void;
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

function makeMark(): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', markPath);
  svg.append(path);
  return svg;
}

export function createLauncher(root: ShadowRoot): Launcher {
  const box = make('div', 'launcher-box');
  const button = make('button', 'launcher');
  button.type = 'button';
  const text = make('span', 'launcher-text');
  const count = make('span', 'launcher-count');
  count.hidden = true;
  button.append(makeMark(), text, count);
  // Mounted before it has anything to say, so that it is read out.
  const trouble = make('div', 'launcher-trouble');
  trouble.setAttribute('role', 'status');
  const greeting = make('div', 'launcher-greeting');
  greeting.hidden = true;
  box.append(trouble, greeting, button);
  root.append(box);
  return {
    button,
    show(labels, unread) {
      text.textContent = labels.text;
      count.hidden = unread === 0;
      // Shown by the style: the button's name says it in words.
      count.dataset['count'] = unread > 9 ? '9+' : String(unread);
      button.setAttribute('aria-label', unread === 0 ? labels.open : `${labels.open}, ${labels.unread(unread)}`);
    },
    setBusy(busy) {
      button.ariaBusy = String(busy);
    },
    setGreeting(words, closeLabel = '') {
      greeting.hidden = words === null;
      greeting.replaceChildren();
      if (words === null) return;
      const open = make('button', 'greeting-open');
      open.type = 'button';
      open.textContent = words;
      open.addEventListener('click', () => button.click());
      const close = make('button', 'greeting-close');
      close.type = 'button';
      close.textContent = '×';
      close.setAttribute('aria-label', closeLabel);
      close.addEventListener('click', () => {
        greeting.hidden = true;
        button.focus();
      });
      greeting.append(open, close);
    },
    setFailed(words, phone) {
      trouble.replaceChildren();
      if (words === null) return;
      const line = make('p', 'launcher-failed');
      const link = make('a', '');
      link.href = `tel:${phone.replace(/[^\d+]/g, '')}`;
      link.textContent = phone;
      line.append(`${words} `, link);
      trouble.append(line);
    },
  };
}
