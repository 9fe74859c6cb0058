import type { Handler } from '../../http/server.ts';
import { SchalterError } from '../../platform/errors.ts';
import { liveHead, userOf } from './live-head.ts';
import type { Wiring } from './wiring.ts';

/**
 * `DELETE /v3/directline/conversations/:id`: the customer takes everything back that was written. Not a part of Direct
 * Line; clients that do not know it lack nothing else. An open case keeps its conversation until it is resolved, so
 * that nobody at the same computer can make a complaint or a fraud report disappear.
 */
export function createEraseRoute({ store, gate, clock, observe }: Wiring): Handler {
  return async (request) => {
    const conversationId = request.params['id'] ?? '';
    const credential = await gate.forConversation(request, conversationId);
    const head = await liveHead(store, conversationId);
    if (head.openCase !== null) throw new SchalterError('CaseOpen');
    const actor = await userOf(store, credential, conversationId);
    await store.writeRecords([], [{ time: clock.now(), actor, action: 'conversation.erase', conversationId }]);
    await store.erase(conversationId);
    observe('conversation.erased');
    return { status: 204 };
  };
}
