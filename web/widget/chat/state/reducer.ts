import type { Activity, DirectLineEvent, Outgoing } from '../direct-line/types.ts';
import { readMessage, speakerOf } from './read-activity.ts';
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
  | { readonly type: 'restarted' };

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
  };
}

const isPending = (message: Message): message is OwnMessage =>
  message.speaker.kind === 'customer' && 'delivery' in message && message.delivery !== 'sent';

/** Puts a message where it belongs: over the one with its key, else behind the confirmed ones. */
function place(messages: readonly Message[], message: Message): readonly Message[] {
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
  let { messages, typing } = state;
  const news: News[] = [];
  for (const activity of activities) {
    if (activity.type === 'typing' && activity.from?.role !== 'user') typing = speakerOf(activity);
    const message = readMessage(activity);
    if (message === null) continue;
    const isNew = !messages.some(({ key }) => key === message.key);
    messages = place(messages, message);
    if (!isOther(message)) continue;
    typing = null;
    if (isNew && !state.restoring) news.push({ kind: 'message', key: message.key, message });
  }
  return markRead(withNews({ ...state, messages, typing }, news));
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

function write(state: ChatState, { key, text, value }: Outgoing, at: number): ChatState {
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
    case 'restarted':
      return { ...initialState(state.language), open: state.open };
  }
}
