import type { ChatState, Choice, Message, OtherMessage, OwnMessage } from './types.ts';

export const isOther = (message: Message): message is OtherMessage => message.speaker.kind !== 'customer';

/** Who answers now: whoever of the bank's side spoke last; before the first word the assistant. */
export function speakerNow(messages: readonly Message[]): OtherMessage['speaker'] {
  return messages.findLast(isOther)?.speaker ?? { kind: 'assistant' };
}

/** Nothing can be written any more. */
export function isOver(connection: ChatState['connection']): boolean {
  return ['ended', 'deleted', 'refused', 'signed-out'].includes(connection);
}

/** What may be tapped instead of written: only under the last message. */
export function choicesNow({ messages, connection }: ChatState): readonly Choice[] {
  const last = messages.at(-1);
  if (last === undefined || !isOther(last) || isOver(connection)) return [];
  return last.choices;
}

/** How many messages of the bank's side came while the window was closed. */
export function unreadCount({ open, restoring, messages, lastRead }: ChatState): number {
  if (open || restoring) return 0;
  const read = messages.findIndex(({ key }) => key === lastRead);
  return messages.slice(read + 1).filter(isOther).length;
}

/** The customer's last message, which alone tells its delivery; failed ones all do, since each can be sent again. */
export function lastOwn(messages: readonly Message[]): OwnMessage | undefined {
  return messages.findLast((message): message is OwnMessage => !isOther(message));
}
