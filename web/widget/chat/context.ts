import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Chat } from './controller.ts';
import type { ChatState, Language } from './state/types.ts';
import type { Say } from './text/labels.ts';

export interface Bank {
  readonly name: string;
  readonly phone: string;
  readonly privacy: string;
  readonly imprint: string;
}

/** What every part of the window may need. */
export interface View {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly bank: Bank;
  readonly language: Language;
  readonly say: Say;
  readonly now: () => number;
}

export const ViewContext = createContext<View | null>(null);

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === null) throw new Error('A part of the chat stands outside of it.');
  return view;
}
