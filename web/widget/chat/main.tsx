import { render } from 'preact';
import labels from '../../../data/labels/widget.json';
import type { ChatModule } from '../contract.ts';
import { App } from './components/app.tsx';
import { createChat } from './controller.ts';
import { browser } from './browser.ts';
import { createKeep } from './keep.ts';
import { createMemory } from './remember.ts';
import { playSound } from './sound.ts';
import { unreadCount } from './state/select.ts';
import baseStyle from './styles/base.css?inline';
import composerStyle from './styles/composer.css?inline';
import headerStyle from './styles/header.css?inline';
import attachmentsStyle from './styles/attachments.css?inline';
import logStyle from './styles/log.css?inline';
import messagesStyle from './styles/messages.css?inline';
import questionStyle from './styles/question.css?inline';
import windowStyle from './styles/window.css?inline';

/** Asleep for longer than this, in milliseconds, a stream is not trusted any more. */
const nap = 60_000;

/** Puts the chat into the widget's shadow root and connects it; the window stays closed until `open`. */
export const mount: ChatModule['mount'] = ({
  base,
  host,
  root,
  keepName,
  language,
  privacy,
  imprint,
  user,
  token,
  onUnread,
  onLanguage,
  onClose,
}) => {
  const keep = createKeep(() => sessionStorage, keepName);
  const chat = createChat({
    base,
    ownPage: base === location.origin,
    language,
    keep,
    memory: createMemory(() => localStorage, keepName, Date.now),
    identity: { user, token },
    onSound: playSound,
    surroundings: browser,
    now: Date.now,
    newKey: () => crypto.randomUUID(),
  });
  const bank = { ...__BANK__, privacy: privacy ?? __BANK__.privacy, imprint: imprint ?? __BANK__.imprint };

  const style = new CSSStyleSheet();
  style.replaceSync(
    [baseStyle, windowStyle, headerStyle, logStyle, messagesStyle, attachmentsStyle, composerStyle, questionStyle].join(
      '\n',
    ),
  );
  root.adoptedStyleSheets.push(style);
  const place = document.createElement('div');
  root.append(place);
  const close = (): void => {
    chat.close();
    onClose();
  };
  render(<App chat={chat} bank={bank} labels={labels} host={host} now={Date.now} onClose={close} />, place);

  const tell = (): void => {
    onUnread(unreadCount(chat.state()));
    onLanguage(chat.state().language);
  };
  chat.subscribe(tell);
  tell();
  chat.start();

  addEventListener('online', chat.line.networkChanged);
  addEventListener('offline', chat.line.networkChanged);
  let hiddenAt = 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > nap) chat.line.wake();
  });
  return { open: chat.open };
};
