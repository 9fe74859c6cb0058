import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, dial, errorOf, openDirectLine, startChat, type Chat, type Opened, type Reply } from './open.ts';

let opened: Opened;
let chat: Chat;
beforeEach(async () => {
  opened = await openDirectLine();
  chat = await startChat(opened);
  await chat.say('Meine Nummer ist geheim');
  await opened.settled(chat.id);
});
afterEach(() => opened.close());

const erase = (auth: string | null = chat.token, id = chat.id): Promise<Reply> =>
  ask(`${opened.base}/conversations/${id}`, { method: 'DELETE', auth });

describe('DELETE /conversations/:id', () => {
  test('takes everything back, ends the streams, and lets nobody in again', async () => {
    const socket = await dial(chat.streamUrl);
    expect((await erase()).status).toBe(204);
    expect(await socket.closed).toMatchObject({ reason: 'ended' });
    expect(JSON.stringify(await opened.store.entries(chat.id))).not.toContain('geheim');
    expect(errorOf(await erase())).toEqual([404, 'ConversationNotFound']);
    expect(errorOf(await chat.say('noch da?'))).toEqual([404, 'ConversationNotFound']);
    const again = await ask(`${opened.own}/api/directline/token`, { body: { resume: chat.resume } });
    expect(again.json['conversationId']).not.toBe(chat.id);
    expect(await opened.store.audit(5)).toMatchObject([
      { action: 'conversation.erase', actor: chat.user, conversationId: chat.id },
    ]);
  });

  test('is refused while a case is open, and takes nothing then', async () => {
    await opened.store.write(chat.id, {}, () => ({ head: { openCase: 'case-1' }, result: undefined }));
    expect(errorOf(await erase())).toEqual([409, 'CaseOpen']);
    expect(JSON.stringify(await opened.store.entries(chat.id))).toContain('geheim');
  });

  test('takes no other’s conversation, and nobody’s without a token', async () => {
    const other = await startChat(opened);
    expect(errorOf(await erase(null))).toEqual([401, 'Unauthorized']);
    expect(errorOf(await erase(other.token))).toEqual([403, 'Forbidden']);
    expect(errorOf(await erase(other.token, 'nothing'))).toEqual([403, 'Forbidden']);
    expect((await chat.say('noch da')).status).toBe(200);
  });

  test('may be asked for by a page: the preflight says so', async () => {
    const { status, headers } = await ask(`${opened.base}/conversations/${chat.id}`, { method: 'OPTIONS' });
    expect([status, headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST, DELETE, OPTIONS']);
  });
});
