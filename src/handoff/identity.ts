import type { Case } from '../conversation/case.ts';
import type { Head } from '../conversation/head.ts';

/**
 * How surely the bank knows who writes: nobody says (`anonymous`), the platform says (`channel`), the bank's own
 * sign-in says (`bank`). Only the last opens account data.
 */
export type Identity = 'anonymous' | 'channel' | 'bank';

/** Channels on which anybody can write without an account. */
const openChannels = ['directline', 'webchat', 'emulator', 'test', 'terminal'];

const levelOf = (channel: string, vouched: 'signed-in' | undefined): Identity =>
  vouched === 'signed-in' ? 'bank' : openChannels.includes(channel) ? 'anonymous' : 'channel';

/** The level of a case's customer as it was when the case began. */
export function identityOf({ channel, identity }: Pick<Case, 'channel' | 'identity'>): Identity {
  return levelOf(channel, identity);
}

/** The level of whoever writes in a conversation now. */
export function identityIn({ channel, customer }: Pick<Head, 'channel' | 'customer'>): Identity {
  return levelOf(channel, customer.identity);
}
