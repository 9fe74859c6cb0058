import type { ChatModule, MountedChat } from '../contract.ts';
import tokens from '../../shared/tokens.css?inline';
import { launcherLabels } from './labels.ts';
import { createLauncher } from './launcher.ts';
import style from './launcher.css?inline';
import { readOptions } from './options.ts';

const elementName = 'schalter-chat';
/** The same number stands in the chat's window.css: there the window fills the screen. */
const small = '(max-width: 479px), (max-height: 459px)';

/** What was kept when the chat was opened before in this tab; before the first opening nothing is stored. */
function readKept(name: string): { readonly open?: boolean; readonly language?: 'de' | 'en' } | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as { open?: boolean } | null;
  } catch {
    return null;
  }
}

function start(script: HTMLScriptElement): void {
  const { origin } = new URL(script.src);
  const options = readOptions(script.dataset, document.documentElement.lang);
  const keepName = `schalter:${origin}`;

  const host = document.createElement(elementName);
  host.dataset['position'] = options.position;
  if (options.theme !== undefined) host.dataset['theme'] = options.theme;
  if (options.brand !== undefined) host.style.setProperty('--brand', options.brand);
  if (options.brandInk !== undefined) host.style.setProperty('--brand-ink', options.brandInk);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + style);
  root.adoptedStyleSheets = [sheet];
  const launcher = createLauncher(root);

  const kept = readKept(keepName);
  let labels = launcherLabels(kept?.language ?? options.language);
  let unread = 0;
  const show = (): void => launcher.show(labels, unread);
  show();
  document.body.append(host);

  /** Where the focus goes when the window closes: whatever opened it. */
  let opener: HTMLElement = launcher.button;
  let chat: Promise<MountedChat> | null = null;
  const load = async (): Promise<MountedChat> => {
    const { mount } = (await import(/* @vite-ignore */ new URL(__CHAT_FILE__, script.src).href)) as ChatModule;
    return mount({
      base: origin,
      host,
      root,
      keepName,
      language: options.language,
      privacy: options.privacy,
      imprint: options.imprint,
      user: () => script.dataset['user'],
      token: () => script.dataset['token'],
      onUnread(count) {
        unread = count;
        show();
      },
      onLanguage(language) {
        labels = launcherLabels(language);
        show();
      },
      onClose() {
        launcher.button.hidden = false;
        (opener.isConnected ? opener : launcher.button).focus();
      },
    });
  };
  const loaded = (): Promise<MountedChat> => (chat ??= load());

  const open = async (from: HTMLElement, draft?: string): Promise<void> => {
    opener = from;
    launcher.setFailed(null, '');
    launcher.setGreeting(null);
    launcher.setBusy(true);
    try {
      (await loaded()).open(draft);
      launcher.button.hidden = true;
    } catch {
      chat = null;
      launcher.setFailed(labels.failed, __BANK__.phone);
    }
    launcher.setBusy(false);
  };

  launcher.button.addEventListener('click', () => void open(launcher.button));
  // A page opens the chat from its own places: by this event, or with the attribute and without any script.
  document.addEventListener('schalter:open', () => void open(launcher.button));
  document.addEventListener('click', ({ target }) => {
    const place = target instanceof Element ? target.closest<HTMLElement>('[data-schalter-open]') : null;
    if (place !== null) void open(place, place.dataset['schalterOpen']);
  });

  // Whoever has opened the chat before knows that it is there.
  if (kept === null && options.greeting !== undefined) launcher.setGreeting(options.greeting, labels.greetingClose);

  // Opened before in this tab: the window stands where it stood, but never over a page that a phone has just opened.
  if (kept?.open === true && !matchMedia(small).matches) void open(launcher.button);
  else if (kept !== null) void loaded().catch(() => (chat = null));
}

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement && document.querySelector(elementName) === null) start(currentScript);
