import type { VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { ViewContext, type Bank } from '../context.ts';
import type { Chat } from '../controller.ts';
import { createSay, type Labels } from '../text/labels.ts';
import { LiveRegion } from './live-region.tsx';
import { ChatWindow } from './window.tsx';

interface AppProps {
  readonly chat: Chat;
  readonly bank: Bank;
  readonly labels: Labels;
  readonly host: HTMLElement;
  readonly now: () => number;
  readonly onClose: () => void;
}

export function App({ chat, bank, labels, host, now, onClose }: AppProps): VNode {
  const [state, setState] = useState(chat.state);
  // Not a tick later: the window is opened right after it was put in place, and must not wait for the connection.
  useLayoutEffect(() => chat.subscribe(() => setState(chat.state())), [chat]);
  const { language } = state;
  const say = createSay(labels, language);
  return (
    <ViewContext.Provider value={{ chat, state, bank, language, say, now }}>
      <div class="chat" lang={language}>
        <LiveRegion />
        <ChatWindow host={host} onClose={onClose} />
      </div>
    </ViewContext.Provider>
  );
}
