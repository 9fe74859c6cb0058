import { Bell, Bookmark, Download, Languages, RotateCcw, Star, Trash2, type IconNode } from 'lucide';
import type { View } from '../context.ts';
import { saveFile, textFile } from '../save-file.ts';
import { isOther, isOver, speakerNow } from '../state/select.ts';
import { transcript } from '../text/transcript.ts';

export interface Item {
  readonly key: string;
  readonly icon: IconNode;
  readonly lang?: string;
  /** A switch: on or off. */
  readonly checked?: boolean;
  readonly run: () => void;
}

/** What the window asks in the composer's place. */
export type Asking = 'restart' | 'delete' | 'rate';

/** What the menu offers now. */
export function menuItems(view: View, onAsk: (what: Asking) => void): readonly Item[] {
  const { chat, state, say, bank, language, now } = view;
  const other = language === 'de' ? 'en' : 'de';
  const remembers = chat.remembers();
  const sound = chat.hasSound();
  const save = (): void => {
    const name = `${say('transcript.file')}-${new Date(now()).toISOString().slice(0, 10)}.txt`;
    saveFile(name, textFile(transcript(state.messages, bank.name, language, say)));
  };
  const hasWritten = state.messages.some((message) => !isOther(message) && message.delivery === 'sent');
  return [
    { key: 'menu.language', icon: Languages, lang: other, run: () => chat.speak(other) },
    { key: 'menu.sound', icon: Bell, checked: sound, run: () => chat.setSound(!sound) },
    ...(remembers === undefined
      ? []
      : [{ key: 'menu.remember', icon: Bookmark, checked: remembers, run: () => chat.remember(!remembers) }]),
    ...(hasWritten &&
    !isOver(state.connection) &&
    state.rating !== 'given' &&
    speakerNow(state.messages).kind === 'assistant'
      ? [{ key: 'menu.rate', icon: Star, run: () => onAsk('rate') }]
      : []),
    ...(state.messages.length === 0
      ? []
      : [
          { key: 'menu.transcript', icon: Download, run: save },
          { key: 'menu.restart', icon: RotateCcw, run: () => onAsk('restart') },
        ]),
    ...(state.conversationId === null || isOver(state.connection)
      ? []
      : [{ key: 'menu.delete', icon: Trash2, run: () => onAsk('delete') }]),
  ];
}
