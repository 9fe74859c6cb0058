import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Case } from '../../../src/conversation/case.ts';
import { dial, openDirectLine, startChat, type Chat, type Dialled, type Opened } from './open.ts';

let opened: Opened;
beforeEach(async () => {
  opened = await openDirectLine();
});
afterEach(() => opened.close());

const waits = async ({ id }: Chat, quiet = false): Promise<void> => {
  const item: Case = {
    id: `case-${id}`,
    conversationId: id,
    channel: 'directline',
    customerName: null,
    reason: 'asked',
    priority: 2,
    createdAt: opened.clock.now(),
    team: 'service',
    waitingSince: opened.clock.now(),
    due: opened.clock.now() + 600_000,
    intent: null,
    language: 'de',
    preview: '',
    alert: false,
    ...(quiet && { quiet: true as const }),
    status: 'waiting',
  };
  await opened.store.write(id, {}, () => ({ cases: [item], head: { openCase: item.id }, result: undefined }));
  opened.clock.advance(1000);
};
const accepted = async ({ id }: Chat): Promise<void> => {
  await opened.store.write(id, {}, (view) => {
    const item = view.caseOf(`case-${id}`)!;
    const owner = { userId: 'sabine', name: 'Sabine' };
    return { cases: [{ ...item, status: 'active', owner, acceptedAt: 1 } as Case], result: undefined };
  });
  opened.clock.advance(1000);
};
const places = (line: Dialled): unknown[] =>
  line.shown().flatMap(({ name, value }) => (name === 'schalter.queue' ? [(value as { place: unknown }).place] : []));

test('who waits for a person sees their place, each change once, and the end of it', async () => {
  const [first, second, called] = [await startChat(opened), await startChat(opened), await startChat(opened)];
  const line = await dial(second.streamUrl);
  await opened.settled(second.id);
  await line.until(() => line.shown().length > 0);
  await waits(first);
  // A call was arranged: this one waits at home, and in nobody's way.
  await waits(called, true);
  await waits(second);
  await line.until(() => places(line).length === 1);
  await accepted(first);
  await line.until(() => places(line).length === 2);
  await accepted(second);
  await line.until(() => places(line).length === 3);
  expect(places(line)).toEqual([2, 1, null]);
  expect(JSON.stringify(await opened.store.entries(second.id))).not.toContain('schalter.queue');
  line.socket.close();
});

test('who comes back is told again', async () => {
  const chat = await startChat(opened);
  await waits(chat);
  const line = await dial(chat.streamUrl);
  await line.until(() => places(line).length === 1);
  expect(places(line)).toEqual([1]);
  line.socket.close();
});
