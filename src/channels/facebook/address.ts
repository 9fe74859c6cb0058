import type { Account, Platform } from './settings.ts';

/** The channels under which the log keeps what comes from Meta; public comments stand apart, since every word there is read by all. */
export type Channel = Platform | `${Platform}-comments` | `${Platform}-page`;

/** Where something of Meta's belongs in the log. */
export interface Address {
  readonly channel: Channel;
  readonly account: Account;
  /** The person (page-scoped id), the root of a comment thread, or the account itself. */
  readonly subject: string;
}

/** The conversation's id: `<person>-<page>` as Azure's Facebook channel has it, `<comment root>-<page>` for comments. */
export function conversationIdOf({ channel, account, subject }: Address): string {
  if (channel === `${account.platform}-page`) return `page-${account.id}`;
  // Instagram numbers people and comments alike: only the word tells them apart.
  const kind = channel === 'instagram-comments' ? 'comment-' : '';
  return `${kind}${subject}-${account.id}`;
}

/**
 * An id of Meta's: letters, digits and a few signs, never a path. Whatever else stands in a field that holds an id is
 * refused, since ids become addresses of calls.
 */
export function idIn(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^[\w.:~=+$-]{1,300}$/.test(text) && !/^\.+$/.test(text) ? text : null;
}
