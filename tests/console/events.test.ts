import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { idleLimit } from '../../src/console/sessions.ts';
import { heartbeatMs } from '../../src/console/streams.ts';
import { breathe } from '../support/breathe.ts';
import { codeOf, openDesk, type Client, type Desk } from './harness.ts';
import { listen, type Heard } from './listen.ts';

let desk: Desk;
let admin: Client;
beforeAll(async () => {
  desk = await openDesk();
}, 120_000);
beforeAll(async () => {
  admin = await desk.signedIn();
});
afterAll(() => desk.close());

const ready = ({ kind }: Heard): boolean => kind === 'ready';
const ofCase =
  (caseId: string, status?: string) =>
  ({ kind, data }: Heard): boolean =>
    kind === 'case' && data['id'] === caseId && (status === undefined || data['status'] === status);
const ofConversation =
  (conversationId: string) =>
  ({ kind, data }: Heard): boolean =>
    kind === 'conversation' && data['conversationId'] === conversationId;

describe('The live stream', () => {
  test('tells first whether the reader may go on, then each change with its new state', async () => {
    const stream = await listen(admin, desk.base);
    expect([stream.status, stream.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect((await stream.next(ready)).data).toEqual({ resumed: false });
    const id = await desk.asks('told', 'Erna');
    expect((await stream.next(ofCase(id))).data).toMatchObject({
      status: 'waiting',
      customerName: 'Erna',
      owner: null,
    });
    await admin.post(`/staff/api/cases/${id}/messages`, { text: 'Guten Tag' });
    expect((await stream.next(ofCase(id, 'active'))).data).toMatchObject({ owner: { userId: 'admin' } });
    await desk.says('told', 'Da sind Sie ja');
    const lastSeq = (await desk.counter.store.head('told'))?.lastSeq;
    const waits = await stream.next((event) => ofConversation('told')(event) && event.data['lastSeq'] === lastSeq);
    expect(waits.data).toMatchObject({ caseId: id, waitingSince: expect.any(String) });
    await admin.post(`/staff/api/cases/${id}/resolve`);
    expect((await stream.next(ofCase(id, 'resolved'))).data).toMatchObject({ returnedToBot: true });
    stream.close();
  });

  test('carries no words of conversations that nobody asked for', async () => {
    const stream = await listen(admin, desk.base);
    await desk.says('private', 'Eine Kuckucksuhr für die Großmutter');
    await desk.says('private', 'Wie lange dauert eine Überweisung?');
    const id = await desk.asks('after-private');
    await stream.next(ofCase(id));
    expect(stream.events.filter(ofConversation('private'))).toEqual([]);
    stream.close();
  });

  test('goes on telling of a resolved case that somebody looked at', async () => {
    const id = await desk.asks('looked');
    await admin.post(`/staff/api/cases/${id}/resolve`);
    await admin.get(`/staff/api/cases/${id}`);
    const stream = await listen(admin, desk.base);
    await desk.says('looked', 'Wie lange dauert eine Überweisung?');
    expect((await stream.next(ofConversation('looked'))).data).toMatchObject({ caseId: id, waitingSince: null });
    stream.close();
  });

  test('resumes where it was cut off: nothing lost, nothing twice', async () => {
    const stream = await listen(admin, desk.base);
    const first = await desk.asks('cut-1');
    const { id: lastEventId } = await stream.next(ofCase(first));
    stream.close();
    const second = await desk.asks('cut-2');
    await admin.post(`/staff/api/cases/${second}/accept`);
    const again = await listen(admin, desk.base, lastEventId);
    expect((await again.next(ready)).data).toEqual({ resumed: true });
    await again.next(ofCase(second, 'active'));
    const third = await desk.asks('cut-3');
    const rest = await again.next(ofCase(third));
    expect(again.events.filter(ofCase(first))).toEqual([]);
    const numbers = [lastEventId, rest.id].map((id) => Number(id.split('.').at(-1)));
    expect(numbers[1]).toBeGreaterThan(numbers[0] ?? 0);
    again.close();
  });

  test.each(['of another run.5', 'x', '', 'secret-6.999999'])(
    'an id that is not known (%s) begins anew',
    async (id) => {
      const stream = await listen(admin, desk.base, id);
      expect((await stream.next(ready)).data).toEqual({ resumed: false });
      stream.close();
    },
  );

  test('gives a sign of life while nothing happens', async () => {
    const stream = await listen(admin, desk.base);
    await stream.next(ready);
    desk.counter.clock.advance(heartbeatMs);
    await stream.comment();
    stream.close();
  });

  test('ends with its session: signed out, and no other stream', async () => {
    const leaving = await desk.signedIn('sabine');
    const [theirs, mine] = await Promise.all([listen(leaving, desk.base), listen(admin, desk.base)]);
    await Promise.all([theirs.next(ready), mine.next(ready)]);
    await leaving.request('DELETE', '/staff/api/session');
    await theirs.ended;
    const id = await desk.asks('still-told');
    await mine.next(ofCase(id));
    mine.close();
    expect(await codeOf(await leaving.get('/staff/api/events'))).toEqual([401, 'Unauthorized']);
  });

  test('ends with its session: run out, though the page was open all the time', async () => {
    const own = await openDesk();
    const client = await own.signedIn();
    const stream = await listen(client, own.base);
    await stream.next(ready);
    for (let passed = 0; passed <= idleLimit; passed += idleLimit / 4) {
      own.counter.clock.advance(idleLimit / 4);
      await breathe();
    }
    await stream.ended;
    await own.close();
  });

  test('is let go of when the reader leaves', async () => {
    const own = await openDesk();
    const client = await own.signedIn();
    const stream = await listen(client, own.base);
    await stream.next(ready);
    expect(own.console.streams()).toBe(1);
    own.console.close();
    await stream.ended;
    expect(own.console.streams()).toBe(0);
    await own.close();
  });
});
