import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { identityIn } from '../handoff/identity.ts';
import type { ReplyContext } from '../handoff/reply-check.ts';
import { wayOutOf } from '../handoff/way-out.ts';
import type { Clock } from '../platform/clock.ts';

/** Entries in which the customer's last word is looked for. */
const lookBack = 300;

/** Where a reply of a case would go: who may read it, how long it may be, and who the customer is. */
export function replyContexts(
  store: Store,
  clock: Clock,
  address: 'Sie' | 'du',
): (item: Case) => Promise<ReplyContext> {
  return async ({ conversationId, channel, language }) => {
    const head = await store.head(conversationId);
    const way = wayOutOf(channel);
    const gone = head === null || head.erased === true;
    const recent =
      gone || way.windowMs === null
        ? []
        : await store.entries(conversationId, { after: Math.max(0, head.lastSeq - lookBack) });
    const last = recent.findLast(({ who, activity }) => who === 'customer' && activity.type === 'message');
    return {
      identity: gone ? 'anonymous' : identityIn(head),
      public: way.public,
      characters: way.characters,
      address,
      language,
      closed: !gone && way.windowMs !== null && clock.now() - (last?.time ?? head.createdAt) > way.windowMs,
    };
  };
}
