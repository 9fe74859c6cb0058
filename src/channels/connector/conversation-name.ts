const prefix = (channelId: string): string => `bf:${encodeURIComponent(channelId)}:`;

/**
 * The conversation's name in the log. The channel stands in it, encoded so that no other channel's name can continue
 * into it: nobody who posts here reaches a conversation of another channel by naming its id.
 */
export function connectorConversation(channelId: string, conversationId: string): string {
  return `${prefix(channelId)}${conversationId}`;
}

/** The channel's own id of a conversation, as it was named by `connectorConversation`. */
export function ownConversationId(channelId: string, name: string): string {
  const start = prefix(channelId);
  return name.startsWith(start) ? name.slice(start.length) : name;
}
