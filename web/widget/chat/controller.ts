import { createDirectLine, type DirectLine } from './direct-line/client.ts';
import type { Outgoing, Surroundings } from './direct-line/types.ts';
import type { Keep } from './keep.ts';
import { initialState, reduce, type Action } from './state/reducer.ts';
import { isOther } from './state/select.ts';
import type { ChatState, Choice, Language, Message, OwnMessage } from './state/types.ts';

/** The chat without its looks: state, and what may be done. */
export interface Chat {
  readonly state: () => ChatState;
  /** Calls back after every change; returns how to stop that. */
  readonly subscribe: (listener: () => void) => () => void;
  start(): void;
  send(text: string, value?: unknown): void;
  choose(choice: Choice): void;
  retry(message: OwnMessage): void;
  /** @param draft what stands in the field when it is empty */
  readonly open: (draft?: string) => void;
  draft(text: string): void;
  close(): void;
  restart(): void;
  speak(language: Language): void;
  readonly line: Pick<DirectLine, 'networkChanged' | 'wake'>;
}

export interface ChatOptions {
  readonly base: string;
  /** The page is the service's own: a cookie finds the conversation again, and nothing of it is stored by script. */
  readonly ownPage: boolean;
  readonly language: Language;
  readonly keep: Keep;
  readonly surroundings: Surroundings;
  readonly now: () => number;
  readonly newKey: () => string;
}

/** Typing that nobody ends is over after this, in milliseconds: a lease, not a state. */
const typingTime = 5000;
/** A history is complete when nothing has come for this long, in milliseconds. */
const historyQuiet = 400;

const pendingOf = (messages: readonly Message[]): readonly OwnMessage[] =>
  messages.filter((message): message is OwnMessage => !isOther(message) && message.delivery !== 'sent');

export function createChat({ base, ownPage, language, keep, surroundings, now, newKey }: ChatOptions): Chat {
  const { after } = surroundings;
  const kept = keep.read();
  let state = initialState(kept.language ?? language, kept.draft, kept.lastRead);
  const listeners = new Set<() => void>();
  let stopTyping = (): void => undefined;
  let stopHistory = (): void => undefined;

  const remember = (before: ChatState): void => {
    if (state.messages !== before.messages)
      keep.update({
        outbox: pendingOf(state.messages).map(({ key, text, value, at }) => ({
          key,
          text,
          value,
          at,
          locale: state.language,
        })),
      });
    if (state.lastRead !== before.lastRead) keep.update({ lastRead: state.lastRead ?? undefined });
    if (state.draft !== before.draft) keep.update({ draft: state.draft === '' ? undefined : state.draft });
    if (state.language !== before.language) keep.update({ language: state.language });
  };

  const watch = (before: ChatState): void => {
    if (state.typing !== before.typing) {
      stopTyping();
      if (state.typing !== null) stopTyping = after(typingTime, () => dispatch({ type: 'typingEnded' }));
    }
    if (state.restoring && (state.messages !== before.messages || !before.restoring)) {
      stopHistory();
      stopHistory = after(historyQuiet, () => dispatch({ type: 'historyEnded' }));
    }
  };

  const dispatch = (action: Action): void => {
    const before = state;
    state = reduce(state, action);
    if (state === before) return;
    remember(before);
    watch(before);
    for (const listener of listeners) listener();
  };

  const line = createDirectLine({
    base,
    credentials: ownPage ? 'same-origin' : 'omit',
    keep: {
      read: () => (ownPage ? undefined : keep.read().resume),
      write: (resume) => (ownPage ? undefined : keep.update({ resume })),
    },
    locale: () => state.language,
    emit: (event) => dispatch({ type: 'line', event }),
    surroundings,
  });

  const post = (message: Outgoing, at: number): void => {
    dispatch({ type: 'written', message, at });
    line.send(message);
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      for (const { at, ...message } of kept.outbox ?? []) post(message, at);
      line.start();
    },
    send: (text, value) =>
      post({ key: newKey(), text, locale: state.language, ...(value !== undefined && { value }) }, now()),
    choose: ({ title, value }) =>
      post({ key: newKey(), text: title, locale: state.language, ...(value !== undefined && { value }) }, now()),
    retry: ({ key, text, value, at }) =>
      post({ key, text, locale: state.language, ...(value !== undefined && { value }) }, at),
    draft: (text) => dispatch({ type: 'drafted', text }),
    open(draft) {
      if (draft !== undefined && state.draft.trim() === '') dispatch({ type: 'drafted', text: draft });
      keep.update({ open: true });
      dispatch({ type: 'opened' });
    },
    close() {
      keep.update({ open: false });
      dispatch({ type: 'closed' });
    },
    restart() {
      keep.update({ outbox: undefined, lastRead: undefined });
      dispatch({ type: 'restarted' });
      line.restart();
    },
    speak: (next) => dispatch({ type: 'language', language: next }),
    line,
  };
}
