import { errorAnswer, type Answer } from '../../http/answer.ts';
import type { Limit, OpenCounts } from '../../platform/counts.ts';
import { SchalterError } from '../../platform/errors.ts';
import type { Credential } from './gate.ts';
import type { Wiring } from './wiring.ts';

/** What is limited. Starting a conversation is not: clients that get a 429 there give up for good. */
export interface RateLimits {
  /** Token requests of one address without the secret; offices and mobile networks share addresses. */
  readonly tokensPerAddress: Limit;
  readonly messagesPerAddress: Limit;
  /** All tokens of a conversation share this. */
  readonly messagesPerConversation: Limit;
}

/** The settings, as they are written down. */
interface LimitSettings {
  readonly RATE_LIMITS: 'on' | 'off';
  readonly DIRECT_LINE_TOKENS_PER_ADDRESS: number;
  readonly DIRECT_LINE_MESSAGES_PER_ADDRESS: number;
  readonly DIRECT_LINE_MESSAGES_PER_CONVERSATION: number;
}

/** The limits that the settings ask for, each for a minute; null: none. */
export function rateLimitsOf(settings: LimitSettings): RateLimits | null {
  if (settings.RATE_LIMITS === 'off') return null;
  return {
    tokensPerAddress: { count: settings.DIRECT_LINE_TOKENS_PER_ADDRESS, seconds: 60 },
    messagesPerAddress: { count: settings.DIRECT_LINE_MESSAGES_PER_ADDRESS, seconds: 60 },
    messagesPerConversation: { count: settings.DIRECT_LINE_MESSAGES_PER_CONVERSATION, seconds: 60 },
  };
}

/** Counts one more; an answer when it is one too many. */
export type Limiter = (what: keyof RateLimits, key: string) => Promise<Answer | null>;

export function createLimiter(limits: RateLimits | null, open: OpenCounts): Limiter {
  if (limits === null) return () => Promise.resolve(null);
  const counts = {
    tokensPerAddress: open('tokens-address', limits.tokensPerAddress),
    messagesPerAddress: open('messages-address', limits.messagesPerAddress),
    messagesPerConversation: open('messages-conversation', limits.messagesPerConversation),
  };
  return async (what, key) => {
    const wait = await counts[what].take(key);
    if (wait === null) return null;
    const seconds = Math.max(1, Math.ceil(wait / 1000));
    return errorAnswer(new SchalterError('TooManyRequests'), { 'retry-after': String(seconds) });
  };
}

/** What customers send counts for their conversation and for their address; the bank's own servers speak for many. */
export function limitMessages({ limiter, observe }: Pick<Wiring, 'limiter' | 'observe'>) {
  return async (credential: Credential, address: string, conversationId: string): Promise<Answer | null> => {
    if (credential.kind === 'secret') return null;
    const refused =
      (await limiter('messagesPerConversation', conversationId)) ?? (await limiter('messagesPerAddress', address));
    if (refused !== null) observe('limited');
    return refused;
  };
}
