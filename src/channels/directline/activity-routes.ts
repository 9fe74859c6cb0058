import { activityId } from '../../conversation/entry.ts';
import type { Handler } from '../../http/server.ts';
import { liveHead, userOf } from './live-head.ts';
import { limitMessages } from './limits.ts';
import { incomingActivity, readIncoming } from './incoming.ts';
import { activitySet, Echoes, readPage } from './page.ts';
import { readWatermark } from './watermark.ts';
import type { Wiring } from './wiring.ts';

export interface ActivityRoutes {
  readonly post: Handler;
  readonly poll: Handler;
}

/** The addresses that activities go through: rows 6 and 7 of the table in docs/direct-line.md. */
export function createActivityRoutes(wiring: Wiring): ActivityRoutes {
  const { store, conversations, ids, gate, assistant, publicUrl, observe } = wiring;

  const limited = limitMessages(wiring);

  return {
    async post(request) {
      const conversationId = request.params['id'] ?? '';
      const credential = await gate.forConversation(request, conversationId);
      const refused = await limited(credential, request.address, conversationId);
      if (refused !== null) return refused;
      const incoming = readIncoming(await request.json(incomingActivity));
      const user = await userOf(store, credential, conversationId);
      if (incoming.kind === 'pass') {
        await liveHead(store, conversationId);
        return { status: 200, json: { id: `${conversationId}|${ids()}` } };
      }
      const { seq, duplicate } = await conversations.receive({
        conversationId,
        channel: 'directline',
        customer: { id: user },
        reference: null,
        activity: incoming.activity,
        mustExist: true,
        ...(incoming.key !== undefined && { key: incoming.key }),
      });
      observe(duplicate ? 'activity.duplicate' : 'activity.kept');
      return { status: 200, json: { id: activityId(conversationId, seq) } };
    },

    async poll(request) {
      const conversationId = request.params['id'] ?? '';
      await gate.forConversation(request, conversationId);
      const head = await liveHead(store, conversationId);
      const after = readWatermark(request.query, head.lastSeq, 0);
      const framing = { conversationId, customer: head.customer, assistant, publicUrl };
      const { items, watermark } = await readPage(store, framing, new Echoes(), { after, newest: head.lastSeq });
      return { status: 200, text: activitySet(items, watermark), type: 'application/json; charset=utf-8' };
    },
  };
}
