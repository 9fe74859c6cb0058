import type { Activity, DirectLineEvent, Outgoing } from '../direct-line/types.ts';
import { readFileRequest, readMessage, readPlace, speakerOf } from './read-activity.ts';
import { isOther, speakerNow } from './select.ts';
import type { ChatState, Language, Message, News, OwnMessage } from './types.ts';

export type Action =
  | { readonly type: 'line'; readonly event: DirectLineEvent }
  | { readonly type: 'written'; readonly message: Outgoing; readonly at: number }
  | { readonly type: 'typingEnded' }
  | { readonly type: 'historyEnded' }
  | { readonly type: 'drafted'; readonly text: string }
  | { readonly type: 'opened' }
  | { readonly type: 'closed' }
  | { readonly type: 'language'; readonly language: Language }
  /** A file was taken back: its message says so. */
  | { readonly type: 'fileRemoved'; readonly key: string; readonly url: string }
  | { readonly type: 'restarted' };

/** The event by which a customer says how it was. */
export const feedbackEvent = 'feedback';

/** News that stay in the live region: enough for what has just been said, few enough to stay out of the way. */
const newsKept = 6;

export function initialState(language: Language, draft = '', lastRead: string | null = null): ChatState {
  return {
    connection: 'connecting',
    language,
    open: false,
    draft,
    conversationId: null,
    messages: [],
    restoring: false,
    typing: null,
    lastRead,
    news: [],
    files: null,
    place: null,
    rating: 'none',
  };
}

const isPending = (message: Message): message is OwnMessage =>
  message.speaker.kind === 'customer' && 'delivery' in message && message.delivery !== 'sent';

/** Puts a message where it belongs: over the one with its key, else behind the confirmed ones. */
function putInPlace(messages: readonly Message[], message: Message): readonly Message[] {
  const known = messages.find(({ key }) => key === message.key);
  if (known !== undefined && !isPending(known)) return messages.map((one) => (one === known ? message : one));
  const rest = messages.filter((one) => one !== known);
  return [...rest.filter((one) => !isPending(one)), message, ...rest.filter(isPending)];
}

const withNews = (state: ChatState, news: readonly News[]): ChatState =>
  news.length === 0 ? state : { ...state, news: [...state.news, ...news].slice(-newsKept) };

const markRead = (state: ChatState): ChatState => {
  const last = state.messages.findLast((message) => !isPending(message));
  return state.open && last !== undefined && last.key !== state.lastRead ? { ...state, lastRead: last.key } : state;
};

function receive(state: ChatState, activities: readonly Activity[]): ChatState {
  let { messages, typing, files, place, rating } = state;
  const news: News[] = [];
  for (const activity of activities) {
    const request = readFileRequest(activity);
    if (request !== undefined) {
      files = request;
      if (request !== null && !state.restoring)
        news.push({ kind: 'note', key: `files-${activity.id ?? ''}`, label: 'files.asked' });
    }
    const next = readPlace(activity);
    if (next !== undefined) {
      if (next !== null && next !== place) news.push({ kind: 'place', key: `place-${activity.id ?? ''}`, place: next });
      place = next;
    }
    if (activity.type === 'event' && activity.name === feedbackEvent && activity.from?.role === 'user')
      rating = 'given';
    if (activity.type === 'typing' && activity.from?.role !== 'user') typing = speakerOf(activity);
    const message = readMessage(activity);
    if (message === null) continue;
    const isNew = !messages.some(({ key }) => key === message.key);
    if (files !== null && !isOther(message))
      files = { ...files, left: files.left - (message.attachments ?? []).filter(({ kind }) => kind === 'own').length };
    if (isOther(message) && message.speaker.kind === 'staff') [place, rating] = [null, 'none'];
    // The person has left and the assistant is back.
    else if (isOther(message) && rating === 'none' && speakerNow(messages).kind === 'staff')
      [files, rating] = [null, 'open'];
    messages = putInPlace(messages, message);
    if (!isOther(message)) continue;
    typing = null;
    if (isNew && !state.restoring) news.push({ kind: 'message', key: message.key, message });
  }
  return markRead(withNews({ ...state, messages, typing, files, place, rating }, news));
}

const deliver = (state: ChatState, key: string, delivery: OwnMessage['delivery']): ChatState => ({
  ...state,
  messages: state.messages.map((message) =>
    message.key === key && isPending(message) ? { ...message, delivery } : message,
  ),
});

function onLine(state: ChatState, event: DirectLineEvent): ChatState {
  switch (event.kind) {
    case 'status': {
      const wasCut = state.connection === 'offline';
      if (event.status === 'deleted')
        return { ...initialState(state.language), open: state.open, connection: 'deleted' };
      const next = { ...state, connection: event.status, typing: event.status === 'online' ? state.typing : null };
      const key = `${event.status}-${state.news.at(-1)?.key ?? ''}`;
      if (event.status === 'offline') return withNews(next, [{ kind: 'note', key, label: 'status.offline' }]);
      if (event.status === 'online' && wasCut) return withNews(next, [{ kind: 'note', key, label: 'status.restored' }]);
      return next;
    }
    case 'begun': {
      const { conversationId, resumed } = event;
      // The service has lost the old conversation: what it said is gone, what is on its way is not.
      const messages = state.conversationId === null ? state.messages : state.messages.filter(isPending);
      return { ...state, conversationId, messages, restoring: resumed };
    }
    case 'activities':
      return receive(state, event.activities);
    case 'sent':
      // The echo brings the service's time and place; until then the answer to the sending is word enough.
      return deliver(state, event.key, 'sent');
    case 'failed': {
      const key = `failed-${event.key}-${state.news.at(-1)?.key ?? ''}`;
      return withNews({ ...deliver(state, event.key, 'failed'), typing: null }, [
        { kind: 'note', key, label: 'delivery.failed' },
      ]);
    }
  }
}

function write(state: ChatState, { key, text, value, event, files }: Outgoing, at: number): ChatState {
  if (event !== undefined) {
    // The assistant thanks for it.
    return event === feedbackEvent ? { ...state, rating: 'given' } : state;
  }
  const known = state.messages.find((message) => message.key === key);
  if (known !== undefined) return deliver(state, key, 'sending');
  const message: OwnMessage = {
    key,
    text,
    at,
    speaker: { kind: 'customer' },
    delivery: 'sending',
    redacted: false,
    ...(value !== undefined && { value }),
    ...(files !== undefined && {
      attachments: files.map(({ name }) => ({ kind: 'own' as const, name, url: '' })),
    }),
  };
  // A person writes when they write; only of the assistant it is known that an answer comes at once.
  const typing =
    state.connection === 'online' && speakerNow(state.messages).kind === 'assistant' ? speakerNow([]) : null;
  return { ...state, messages: [...state.messages, message], typing: typing ?? state.typing };
}

/** All that happens to a chat, as data. */
export function reduce(state: ChatState, action: Action): ChatState {
  switch (action.type) {
    case 'line':
      return onLine(state, action.event);
    case 'written':
      return write(state, action.message, action.at);
    case 'typingEnded':
      return { ...state, typing: null };
    case 'historyEnded': {
      const known = state.messages.some(({ key }) => key === state.lastRead);
      const lastRead = known ? state.lastRead : (state.messages.at(-1)?.key ?? null);
      return markRead({ ...state, restoring: false, lastRead });
    }
    case 'drafted':
      return { ...state, draft: action.text };
    case 'opened':
      return markRead({ ...state, open: true });
    case 'closed':
      return { ...state, open: false };
    case 'language':
      return { ...state, language: action.language };
    case 'fileRemoved':
      return {
        ...state,
        messages: state.messages.map((message) => {
          if (message.key !== action.key) return message;
          const attachments = (message.attachments ?? []).filter((one) => !('url' in one) || one.url !== action.url);
          return attachments.length === 0 && message.text === ''
            ? { ...message, attachments, redacted: true }
            : { ...message, attachments };
        }),
      };
    case 'restarted':
      return { ...initialState(state.language), open: state.open };
  }
}
