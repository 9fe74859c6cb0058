import { createHash } from 'node:crypto';
import type { Activity } from 'botframework-schema';
import { conversationIdOf, type Address } from '../address.ts';
import type { JsonRecord } from './json.ts';

/** The fields that every activity has, as Azure's Facebook channel fills them. */
export function baseActivity(address: Address, time: number, raw: unknown, serviceUrl: string): Partial<Activity> {
  const { account, channel, subject } = address;
  const inPublic = channel === `${account.platform}-comments`;
  return {
    channelId: account.platform,
    timestamp: new Date(time),
    conversation: {
      id: conversationIdOf(address),
      isGroup: inPublic,
      conversationType: inPublic ? 'comment' : 'personal',
      name: '',
    },
    from: { id: subject, name: '' },
    recipient: { id: account.id, name: '' },
    serviceUrl,
    channelData: raw,
  };
}

/** A key for events without an id of their own: Meta repeats them byte by byte. */
export function hashKey(event: JsonRecord): string {
  return `event:${createHash('sha256').update(JSON.stringify(event)).digest('hex')}`;
}
