import { createDirectLine, type DirectLine } from './direct-line/client.ts';
import type { Identity, Outgoing, Surroundings } from './direct-line/types.ts';
import type { Keep } from './keep.ts';
import { feedbackEvent, initialState, reduce, type Action } from './state/reducer.ts';
import type { Memory } from './remember.ts';
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
  sendFiles(files: readonly File[]): void;
  /** @param rating 1 (bad) to 5 (good) */
  rate(rating: number, comment: string): void;
  /** A file of this conversation, or null where it is gone. */
  readonly fetchFile: (url: string) => Promise<Blob | null>;
  removeFile(key: string, url: string): Promise<boolean>;
  erase(): Promise<'deleted' | 'open-case' | 'failed'>;
  /** Whether this browser finds the conversation again after it was closed; undefined where the bank's page decides. */
  remembers(): boolean | undefined;
  remember(on: boolean): void;
  hasSound(): boolean;
  setSound(on: boolean): void;
  readonly line: Pick<DirectLine, 'networkChanged' | 'wake'>;
}

export interface ChatOptions {
  readonly base: string;
  /** The page is the service's own: a cookie finds the conversation again, and nothing of it is stored by script. */
  readonly ownPage: boolean;
  readonly language: Language;
  readonly keep: Keep;
  readonly memory: Memory;
  readonly identity: Identity;
  /** A message of the other side has come, and sounds are wished for. */
  readonly onSound: () => void;
  readonly surroundings: Surroundings;
  readonly now: () => number;
  readonly newKey: () => string;
}

/** Typing that nobody ends is over after this, in milliseconds: a lease, not a state. */
const typingTime = 5000;
/** A history is complete when nothing has come for this long, in milliseconds. */
const historyQuiet = 400;

const pendingOf = (messages: readonly Message[]): readonly OwnMessage[] =>
  messages.filter(
    (message): message is OwnMessage =>
      !isOther(message) && message.delivery !== 'sent' && message.attachments === undefined,
  );

export function createChat(options: ChatOptions): Chat {
  const { base, ownPage, language, keep, memory, identity, onSound, surroundings, now, newKey } = options;
  const { after } = surroundings;
  const kept = keep.read();
  let state = initialState(kept.language ?? language, kept.draft, kept.lastRead);
  const listeners = new Set<() => void>();
  /** Files on their way, for another try: a page's storage is no place for them. */
  const pendingFiles = new Map<string, readonly File[]>();
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
    const last = state.news.at(-1);
    if (last !== before.news.at(-1) && last?.kind === 'message' && keep.read().sound === true) onSound();
    for (const listener of listeners) listener();
  };

  const line = createDirectLine({
    base,
    credentials: ownPage ? 'same-origin' : 'omit',
    identity,
    keep: {
      read: () => (ownPage ? undefined : (keep.read().resume ?? memory.read() ?? undefined)),
      write(resume) {
        if (!ownPage) keep.update({ resume });
        if (memory.read() === null) return;
        if (resume === undefined) memory.forget();
        else memory.write(ownPage ? '' : resume);
      },
      remembers: () => memory.read() !== null,
    },
    locale: () => state.language,
    emit: (event) => dispatch({ type: 'line', event }),
    surroundings,
  });

  const post = (message: Outgoing, at: number): void => {
    if (message.files !== undefined) pendingFiles.set(message.key, message.files);
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
    retry({ key, text, value, at }) {
      const files = pendingFiles.get(key);
      const more = { ...(value !== undefined && { value }), ...(files !== undefined && { files }) };
      post({ key, text, locale: state.language, ...more }, at);
    },
    sendFiles: (files) => post({ key: newKey(), text: '', locale: state.language, files }, now()),
    rate(rating, comment) {
      const value = { rating, ...(comment !== '' && { comment }) };
      post({ key: newKey(), text: '', locale: state.language, event: feedbackEvent, value }, now());
    },
    fetchFile: (url) => line.fetchFile(url),
    async removeFile(key, url) {
      const isGone = await line.removeFile(url);
      if (isGone) dispatch({ type: 'fileRemoved', key, url });
      return isGone;
    },
    async erase() {
      const outcome = await line.erase();
      if (outcome === 'deleted') keep.update({ outbox: undefined, lastRead: undefined });
      return outcome;
    },
    remembers: () => (identity.token() === undefined ? memory.read() !== null : undefined),
    remember(on) {
      if (on) memory.write(ownPage ? '' : (keep.read().resume ?? ''));
      else memory.forget();
      if (ownPage) line.renew();
    },
    hasSound: () => keep.read().sound === true,
    setSound: (on) => keep.update({ sound: on ? true : undefined }),
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
