import { activityId } from '../../conversation/entry.ts';
import { errorAnswer } from '../../http/answer.ts';
import { parseJson } from '../../http/body.ts';
import { downloadHeaders } from '../../http/download.ts';
import { checked } from '../../http/request.ts';
import type { Handler } from '../../http/server.ts';
import { SchalterError } from '../../platform/errors.ts';
import { incomingActivity, readAccompanying } from './incoming.ts';
import { limitMessages } from './limits.ts';
import { liveHead, userOf } from './live-head.ts';
import { readUpload } from './multipart.ts';
import type { Wiring } from './wiring.ts';

export interface FileRoutes {
  readonly upload: Handler;
  readonly read: Handler;
  readonly remove: Handler;
}

/** Forms that are read at the same time, each of up to 20 MB in memory. */
const readAtOnce = 4;

/** The addresses of customers' files: row 8 of the table in docs/direct-line.md, and those behind `contentUrl`. */
export function createFileRoutes(wiring: Wiring): FileRoutes {
  const { store, gate, uploads, observe } = wiring;
  const limited = limitMessages(wiring);
  let reading = 0;

  return {
    async upload(request) {
      const conversationId = request.params['id'] ?? '';
      const credential = await gate.forConversation(request, conversationId);
      const refused = await limited(credential, request.address, conversationId);
      if (refused !== null) return refused;
      // Looked at before the first byte is read: nobody fills memory uninvited.
      await uploads.demandOpen(conversationId);
      if (reading >= readAtOnce) return errorAnswer(new SchalterError('TooManyRequests'), { 'retry-after': '5' });
      reading += 1;
      try {
        const { files, activity } = await readUpload(request.raw);
        const sent = activity === null ? {} : readAccompanying(checked(incomingActivity, parseJson(activity)));
        const customerId = await userOf(store, credential, conversationId);
        const { seq, duplicate } = await uploads.take({ conversationId, customerId, files, ...sent });
        observe(duplicate ? 'activity.duplicate' : 'file.kept');
        return { status: 200, json: { id: activityId(conversationId, seq) } };
      } catch (error) {
        observe('file.refused');
        throw error;
      } finally {
        reading -= 1;
      }
    },

    async read(request) {
      const conversationId = request.params['id'] ?? '';
      await gate.forConversation(request, conversationId);
      await liveHead(store, conversationId);
      const { file, bytes } = await uploads.read(conversationId, request.params['file'] ?? '');
      return { status: 200, bytes, type: file.type, headers: downloadHeaders(file.name) };
    },

    async remove(request) {
      const conversationId = request.params['id'] ?? '';
      const credential = await gate.forConversation(request, conversationId);
      await liveHead(store, conversationId);
      const customerId = await userOf(store, credential, conversationId);
      await uploads.takeBack(conversationId, request.params['file'] ?? '', customerId);
      return { status: 204 };
    },
  };
}
