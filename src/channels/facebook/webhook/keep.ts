import type { EntryActivity } from '../../../conversation/entry.ts';
import type { Received } from '../../../conversation/log.ts';
import { conversationIdOf } from '../address.ts';
import type { MetaEvent } from '../events/event.ts';

/** The activity as the log keeps it: without routing. In public the author stays with it, since several write in a thread. */
function keptActivity({ activity, address }: MetaEvent): EntryActivity {
  const { channelId: _channel, conversation: _conversation, recipient: _recipient, ...rest } = activity;
  const { serviceUrl: _url, from, ...kept } = rest;
  const inPublic = address.channel.endsWith('-comments');
  return { ...kept, ...(inPublic && from !== undefined && { from }) };
}

/** An event as the log takes it in. */
export function receivedOf(event: MetaEvent, conversationId: string, serviceUrl: string): Received {
  const { address, key, effect, opensWindow, time, activity, name } = event;
  const customer = { id: activity.from?.id ?? address.subject, ...(name !== undefined && { name }) };
  return {
    conversationId,
    channel: address.channel,
    customer,
    reference: {
      serviceUrl,
      conversationId: conversationIdOf(address),
      botId: address.account.id,
      ...(opensWindow && { heardAt: time }),
    },
    activity: keptActivity(event),
    key,
    sign: effect.kind === 'opens' || (effect.kind === 'kept' && effect.who === 'system'),
    silent: effect.kind === 'kept',
  };
}
